"""One bad object: it says so on itself, backs off, and harms no other."""

import asyncio
from typing import Any

import pytest

from tests.unit.controller.conftest import NAMESPACE, Rig
from webmend.controller.quarantine import FAILURES, describe
from webmend.domain.phase import Phase
from webmend.domain.resource import Malformed
from webmend.ports.cluster import RUNS, WORKFLOWS, Forbidden, Object, Unavailable

POISON = "s3cret-value"


async def poisoned(rig: Rig) -> Object:
    """A run that the API server's schema should have refused."""
    return await rig.apply_run("poison", workflowRef={"name": "portal", POISON: 1})


async def until_stalled(rig: Rig) -> None:
    for _ in range(FAILURES):
        await rig.settle()
        rig.advance(900)


def stalled(obj: Object) -> dict[str, Any]:
    conditions = obj.get("status", {}).get("conditions", [])
    return next((c for c in conditions if c["type"] == "Stalled"), {})


async def test_an_object_that_cannot_be_read_is_marked_after_five_failures(rig: Rig) -> None:
    await poisoned(rig)
    await until_stalled(rig)
    condition = stalled(await rig.cluster.get(RUNS, NAMESPACE, "poison"))
    assert condition["status"] == "True"
    assert condition["reason"] == "Malformed"
    assert "workflowRef" in condition["message"]
    assert len(rig.quarantine) == 1


async def test_it_is_marked_once_however_often_it_fails(rig: Rig) -> None:
    await poisoned(rig)
    await until_stalled(rig)
    rig.writes()
    await until_stalled(rig)
    assert rig.writes() == []


async def test_it_is_tried_ever_more_rarely(rig: Rig) -> None:
    await poisoned(rig)
    waits = []
    for _ in range(20):
        await rig.settle()
        [(when, _)] = rig.workers.due._times.values()
        waits.append((when - rig.now()).total_seconds())
        rig.advance(900)
    assert waits == sorted(waits)
    assert waits[-1] == 900


async def test_others_go_on_at_once(rig: Rig) -> None:
    await rig.apply_workflow()
    await poisoned(rig)
    await rig.apply_run("canary")
    await rig.settle()
    assert (await rig.run("canary")).status.phase is Phase.RUNNING


async def test_a_workflow_that_was_mended_is_no_longer_stalled(rig: Rig) -> None:
    stored = await rig.apply_workflow(graph={"nodes": "none"})
    await until_stalled(rig)
    assert stalled(await rig.cluster.get(WORKFLOWS, NAMESPACE, "portal"))["status"] == "True"
    stored = await rig.cluster.get(WORKFLOWS, NAMESPACE, "portal")
    stored["spec"]["graph"] = (await Rig().apply_workflow())["spec"]["graph"]
    rig.observer.seen(WORKFLOWS, await rig.cluster.replace(WORKFLOWS, NAMESPACE, "portal", stored))
    await rig.settle()
    assert stalled(await rig.cluster.get(WORKFLOWS, NAMESPACE, "portal"))["status"] == "False"
    assert len(rig.quarantine) == 0


async def test_an_api_server_that_is_away_stalls_nothing(rig: Rig) -> None:
    await rig.apply_workflow()
    rig.cluster.fail("create", Unavailable("away"), times=20)
    for _ in range(20):
        await rig.settle()
        rig.advance(900)
    assert len(rig.quarantine) == 0


async def test_a_right_that_is_missing_is_told_on_the_object(rig: Rig) -> None:
    await rig.apply_workflow()
    rig.cluster.fail("create", Forbidden("you may not create workflowversions"), times=50)
    await until_stalled(rig)
    condition = stalled(await rig.cluster.get(WORKFLOWS, NAMESPACE, "portal"))
    assert condition["message"] == "you may not create workflowversions"


async def test_a_mark_that_cannot_be_written_is_let_go(rig: Rig) -> None:
    await poisoned(rig)
    rig.cluster.fail("patch_status", Forbidden("no"))
    await until_stalled(rig)
    assert len(rig.quarantine) == 1


def raised(error: Exception) -> Exception:
    try:
        raise error
    except Exception as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "want"),
    [
        (Malformed("WorkflowRun clinic/x: spec: wrong"), "WorkflowRun clinic/x: spec: wrong"),
        (Forbidden("you may not"), "you may not"),
        (ValueError(POISON), "a defect of webmend: ValueError in raised (test_quarantine.py:"),
        (KeyError(POISON), "a defect of webmend: KeyError in raised (test_quarantine.py:"),
        (asyncio.InvalidStateError(POISON), "a defect of webmend: InvalidStateError in raised (test_quarantine.py:"),
    ],
)
def test_what_is_told_names_the_place_and_holds_no_values(error: Exception, want: str) -> None:
    told = describe(raised(error))
    assert told.startswith(want)
    assert POISON not in told
