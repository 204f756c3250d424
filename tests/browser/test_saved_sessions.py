"""A browser's session from run to run: what a site has kept in it is there again, and in no text."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser.site import Site
from tests.browser.test_runner import Pod, pod, webmend_run
from tests.support.builders import node
from tests.support.chromium import EXECUTABLE
from webmend.adapters.browser import launch
from webmend.adapters.browser.session import PlaywrightSession
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.graph import Graph, Node
from webmend.domain.workflow import Browser

__all__ = ["pod"]

COOKIE, TOKEN = "sid-7c9e6679f7425de944b", "tok-a8f5f167f44f4964e6c998dee"
PORTAL = f"""
<title>Portal</title><h1></h1><button onclick="signIn()">Sign in</button>
<script>
  const show = () => {{
    const known = document.cookie.includes("sid=") && localStorage.token;
    document.querySelector("h1").textContent = known ? "Welcome " + document.cookie + localStorage.token : "Who is it?";
    document.querySelector("button").hidden = Boolean(known);
  }};
  const signIn = () => {{
    document.cookie = "sid={COOKIE}; max-age=86400";
    localStorage.token = "{TOKEN}";
    show();
  }};
  show();
</script>
"""
KEEPING = Browser(keep_session=True)
SIGN_IN = {"selectors": [{"role": "button", "name": "Sign in"}]}
ASKED = {"element": SIGN_IN, "operator": "Visible"}


def steps(site: Site, *more: Node) -> tuple[Node, ...]:
    return (
        node("open", "navigate", navigate={"url": site.put("/", PORTAL)}),
        node("sign-in", target=SIGN_IN, runIf=ASKED, expect=[{"text": "Welcome"}]),
        *more,
    )


def done(pod: Pod) -> list[tuple[str, str]]:
    return [(step.node_id, step.outcome.value) for step in pod.server.steps]


@asynccontextmanager
async def beginning_with(state: str) -> AsyncIterator[PlaywrightSession]:
    session = await (await launch(EXECUTABLE, sandbox=False)).only_session(KEEPING, str, state)
    yield session
    await session.close()


async def look(session: PlaywrightSession, site: Site) -> Any:
    await session.perform(node("open", "navigate", navigate={"url": site.url + "/"}), 10)
    return await session._tab.page.evaluate("[document.cookie, localStorage.token ?? '']")


async def test_cookies_and_storage_are_there_again(site: Site) -> None:
    site.put("/", PORTAL)
    async with beginning_with("") as session:
        assert await look(session, site) == ["", ""]
        await session.perform(node("sign-in", target=SIGN_IN), 10)
        state = await session.state()

    async with beginning_with(state) as session:
        assert await look(session, site) == [f"sid={COOKIE}", TOKEN]


@pytest.mark.parametrize("state", ["half of {", "[]", '"text"', '{"cookies": [{"name": 3}]}', '{"cookies": 7}'])
async def test_what_is_no_session_is_begun_without(site: Site, state: str) -> None:
    site.put("/", PORTAL)
    async with beginning_with(state) as session:
        assert await look(session, site) == ["", ""]


async def test_a_browser_that_is_gone_tells_no_session() -> None:
    async with beginning_with("") as session:
        await session.close()

        assert await session.state() == ""


async def test_the_next_run_is_signed_in(pod: Pod, site: Site) -> None:
    pod.server.plan = pod.server.plan.with_(graph=Graph(nodes=steps(site)), browser=KEEPING)
    await pod.run()
    assert done(pod) == [("open", "Done"), ("sign-in", "Done")]
    assert COOKIE in pod.server.kept

    pod.server.steps.clear()
    _, log = await pod.run()

    assert done(pod) == [("open", "Done"), ("sign-in", "Skipped")]
    assert COOKIE not in log


async def test_a_session_that_the_site_has_ended_only_means_a_login(pod: Pod, site: Site) -> None:
    pod.server.plan = pod.server.plan.with_(graph=Graph(nodes=steps(site)), browser=KEEPING)
    await pod.run()
    pod.server.kept = pod.server.kept.replace(TOKEN, "")

    pod.server.steps.clear()
    await pod.run()

    assert done(pod) == [("open", "Done"), ("sign-in", "Done")]
    assert TOKEN in pod.server.kept


async def test_what_a_session_holds_is_in_no_evidence_and_one_that_fails_is_dropped(pod: Pod, site: Site) -> None:
    visits = node("visits", target={"selectors": [{"role": "link", "name": "Visits"}]}, waitTime="500ms")
    pod.server.plan = pod.server.plan.with_(graph=Graph(nodes=steps(site)), browser=KEEPING)
    await pod.run()
    pod.server.plan = pod.server.plan.with_(graph=Graph(nodes=steps(site, visits)))
    pod.server.answer = lambda report: Directive(sequence=1, attempt=1, kind=DirectiveKind.END)
    _, log = await pod.run()

    [failure] = pod.server.failures
    assert failure.evidence.document.heading == "Welcome sid=******"
    everything = log + failure.model_dump_json() + (pod.folder / "termination-log").read_text()
    assert COOKIE not in everything
    assert TOKEN not in everything
    assert pod.server.kept == ""


async def test_webmend_run_keeps_it_in_a_file_of_its_own(site: Site, tmp_path: Path) -> None:
    nodes = [step.model_dump(mode="json", by_alias=True, exclude_unset=True) for step in steps(site)]
    spec = {"browser": {"keepSession": True}, "graph": {"nodes": nodes}}
    file = tmp_path / "portal.yaml"
    head = {"apiVersion": "webmend.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "portal"}}
    file.write_text(yaml.safe_dump({**head, "spec": spec}))

    outcomes = [await _outcomes(file) for _ in range(2)]

    kept = tmp_path / "portal.session.json"
    assert outcomes == [["Done", "Done"], ["Done", "Skipped"]]
    assert COOKIE in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600


async def _outcomes(file: Path) -> list[str]:
    log = file.parent / "out/attempt-1/steps.jsonl"
    log.unlink(missing_ok=True)
    process = await webmend_run(file)
    _, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, errors.decode()
    return [json.loads(line)["outcome"] for line in log.read_text().splitlines()]
