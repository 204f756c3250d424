"""Rows of the playbook that no example tells: the real plan and the real runner in a real browser, no cluster."""

import asyncio
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser.site import Site
from tests.support.chromium import EXECUTABLE

BUTTON = "<h1>Visits</h1><button onclick=\"document.title = 'Done'\">New visit</button>"
DIALOG = """
<h1>Visits</h1><button onclick="document.title = 'Done'">New visit</button>
<div role=dialog aria-modal=true style="position:fixed; inset:0; background:#eee">
  <h2>Which account do you want to work with?</h2>
  <button onclick="this.parentNode.remove()">Clinic North</button>
  <button onclick="this.parentNode.remove()">Clinic South</button>
</div>"""
LOGIN = """
<h1>Sign in</h1>
<form action=/home><label>Password <input type=password name=p></label><button>Sign in</button></form>"""
SIGNING_IN: list[dict[str, Any]] = [
    {"id": "open-login", "navigate": {"url": "/login"}},
    {
        "id": "type-password",
        "target": {"selectors": [{"label": "Password"}]},
        "fill": {"value": "{{ credentials.portal.password }}"},
    },
    {
        "id": "sign-in",
        "target": {"selectors": [{"role": "button", "name": "Sign in"}]},
        "click": {},
        "expect": [{"text": "Welcome"}],
    },
]
NODES: list[dict[str, Any]] = [
    {"id": "open", "navigate": {"url": "/"}},
    {
        "id": "new-visit",
        "target": {"selectors": [{"role": "button", "name": "New visit"}]},
        "waitTime": "3s",
        "click": {},
        "expect": [{"title": "Done"}],
    },
]


@dataclass
class Portal:
    """A workflow that opens a page and clicks New visit."""

    site: Site
    folder: Path
    learned: list[str] = field(default_factory=list)
    """The steps of the second version, once that was run."""

    async def run(
        self, *options: str, signs_in: bool = False, patient: bool = False, **handling: Any
    ) -> dict[str, Any]:
        """The status of a run of it."""
        manifest = self._manifest(SIGNING_IN if signs_in else [], handling)
        return await self._run(manifest, *options, patient=patient)

    async def run_learned(self) -> dict[str, Any]:
        """The status of a run of the second version, which the run before has made."""
        workflow = next(yaml.safe_load_all((self.folder / "out/portal-v2.yaml").read_text()))
        self.learned = [node["id"] for node in workflow["spec"]["graph"]["nodes"]]
        return await self._run([workflow, *self._manifest([], {})[1:]])

    async def _run(self, manifest: list[dict[str, Any]], *options: str, patient: bool = False) -> dict[str, Any]:
        file = self.folder / "portal.yaml"
        file.write_text(yaml.safe_dump_all(manifest))
        kept = ("--out", str(self.folder / "out"), "--known", str(self.folder / "known.json"))
        process = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("webmend"),
            *("run", str(file), *kept, *options, *(() if patient else ("--no-requeue",))),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
        )
        await process.wait()
        status: dict[str, Any] = json.loads((self.folder / "out/run.json").read_text())["status"]
        return status

    def _manifest(self, before: list[dict[str, Any]], handling: dict[str, Any]) -> list[dict[str, Any]]:
        nodes = [self._whole(node) for node in (*before, *NODES)]
        login = {"alias": "portal", "secretRef": "login", "origins": [self.site.url]}
        spec = {"errorHandling": handling, "credentials": [login], "graph": {"nodes": nodes}}
        kind = {"apiVersion": "webmend.io/v1alpha1", "kind": "Workflow"}
        secret = {"kind": "Secret", "metadata": {"name": "login"}, "stringData": {"password": "correct-horse"}}
        return [{**kind, "metadata": {"name": "portal"}, "spec": spec}, secret]

    def _whole(self, node: dict[str, Any]) -> dict[str, Any]:
        return {**node, "navigate": {"url": self.site.url + node["navigate"]["url"]}} if "navigate" in node else node


@pytest.fixture
def portal(site: Site, tmp_path: Path) -> Portal:
    return Portal(site, tmp_path)


def told(status: dict[str, Any]) -> tuple[Any, ...]:
    """Phase, recoveries with their outcomes, and the label of what went wrong."""
    recoveries = [(recovery["kind"], recovery["state"]) for recovery in status["recoveries"]]
    error = status["recoveries"][0]["error"]
    return status["phase"], recoveries, "/".join(filter(None, (error["category"], error.get("subType"))))


async def test_what_needs_a_decision_is_asked_about_and_done_as_somebody_chose(portal: Portal) -> None:
    portal.site.put("/", DIALOG)

    status = await portal.run("--choose", "Clinic South")

    assert told(status) == ("Succeeded", [("RequestInput", "Succeeded")], "UNEXPECTED_UI_STATE/DECISION_REQUIRED")
    assert "Clinic South" in status["recoveries"][0]["detail"] or status["answers"][0]["accepted"]


@pytest.mark.parametrize(
    ("switch", "want"),
    [
        (True, ("Succeeded", [("RetryUpstream", "Succeeded")])),
        (False, ("Failed", [("Notify", "NotAttempted")])),
    ],
)
async def test_what_passes_by_itself_is_tried_once_more_where_that_is_switched_on(
    portal: Portal, switch: bool, want: tuple[Any, ...]
) -> None:
    portal.site.put("/", "<h1>Visits</h1><p role=alert>Your order is being processed</p>")
    portal.site.then("/", BUTTON)

    assert told(await portal.run(upstreamRetry=switch)) == (*want, "UPSTREAM_ERROR/TIMING_RACE")


@pytest.mark.parametrize(
    ("switch", "want"),
    [
        (True, ("Requeued", [("Requeue", "Pending")])),
        (False, ("Failed", [("Notify", "NotAttempted")])),
    ],
)
async def test_a_session_that_the_site_has_ended_is_tried_again_later_where_that_is_switched_on(
    portal: Portal, switch: bool, want: tuple[Any, ...]
) -> None:
    portal.site.put("/login", LOGIN)
    portal.site.put("/home", "<h1>Welcome</h1>", headers={"Set-Cookie": "session=1"})
    portal.site.put("/", "<h1>Signed out</h1><p role=alert>Your session has expired. Please sign in again.</p>")

    status = await portal.run(signs_in=True, serviceUnavailableRecovery=switch)

    assert told(status) == (*want, "ACCOUNT_LOGGED_OUT/SESSION_EXPIRED")


async def test_where_nothing_says_why_people_are_told_both_candidates_and_what_was_missing(portal: Portal) -> None:
    portal.site.put("/", '<h1>Visits</h1><button disabled title="">New visit</button>' + "<p>Ward list. </p>" * 200)

    status = await portal.run(upstreamRetry=True, serviceUnavailableRecovery=True)

    assert told(status) == ("Failed", [("Notify", "NotAttempted")], "NOT_CONFIDENT")
    assert status["error"]["missing"]


async def test_a_browser_that_does_not_start_costs_an_attempt_of_our_own_budget(portal: Portal, tmp_path: Path) -> None:
    portal.site.put("/", BUTTON)
    moody = tmp_path / "chromium"
    moody.write_text(f'#!/bin/sh\n[ -e {tmp_path}/tried ] && exec {EXECUTABLE} "$@"\ntouch {tmp_path}/tried\nexit 1\n')
    moody.chmod(0o755)

    status = await portal.run("--chromium", str(moody), patient=True, maxRecoveryAttempts=0)

    assert told(status) == ("Succeeded", [("RetryPlatform", "Succeeded")], "NOT_CONFIDENT")
    assert [attempt["cause"] for attempt in status["attempts"]] == ["First", "Platform"]
    assert status["attempts"][0]["error"]["fault"] == "Platform"


MENU = f"""
<h1>Visits</h1><button aria-expanded=false onclick="
  const menu = this.nextElementSibling; menu.hidden = !menu.hidden; this.setAttribute('aria-expanded', !menu.hidden)
">Actions</button><div hidden>{BUTTON.partition("</h1>")[2]}</div>"""

OPENS = "onclick=\"this.nextElementSibling.classList.toggle('open')\" aria-controls=box"
DRAWER = f"""
<style>#box {{ position: fixed; left: -300px; bottom: 0; transition: .2s }} #box.open {{ left: 0 }}</style>
<h1>Visits</h1><button {OPENS}>Actions</button><div id=box>{BUTTON.partition("</h1>")[2]}</div>"""
ACCORDION = f"""
<style>#box {{ max-height: 0; overflow: hidden; transition: .2s }} #box.open {{ max-height: 200px }}</style>
<h1>Visits</h1><button {OPENS}>Actions</button><div id=box>{BUTTON.partition("</h1>")[2]}</div>"""


@pytest.mark.parametrize("page", [MENU, DRAWER, ACCORDION], ids=["not shown", "beside the page", "shut"])
async def test_what_has_moved_into_a_menu_gets_a_step_before_it_and_the_next_run_needs_no_recovery(
    portal: Portal, page: str
) -> None:
    portal.site.put("/", page)

    status = await portal.run()

    assert told(status) == ("Succeeded", [("RepairSelector", "Succeeded")], "XPATH_INCORRECT/SELECTOR_NO_MATCH")
    assert status["recoveries"][0]["found"]["reveals"][0]["name"] == 'button "Actions"'

    again = await portal.run_learned()
    assert portal.learned == ["open", "reveal-new-visit", "new-visit"]
    assert (again["phase"], again.get("recoveries", []), again["steps"]["done"]) == ("Succeeded", [], 3)


async def test_the_step_before_it_is_skipped_where_the_menu_is_open_already(portal: Portal) -> None:
    portal.site.put("/", MENU)
    await portal.run()
    portal.site.put("/", BUTTON)

    again = await portal.run_learned()

    assert (again["phase"], again.get("recoveries", [])) == ("Succeeded", [])
    assert again["steps"]["done"] == 2
