"""Good data are named in the workflow's status, and others never: on a cluster in memory."""

from tests.support import builders, kubelet
from tests.support.builders import node, succeeded
from tests.unit.controller.conftest import NAMESPACE, Rig
from webmend.domain.data import OutputRows
from webmend.domain.phase import Phase
from webmend.domain.workflow import GoodRun
from webmend.ports.cluster import WORKFLOWS, Unavailable

VISITS = node("visits", "extract", target={"selectors": [{"css": "table"}]}, extract={"table": {}})
STEPS = builders.graph(node("open", "navigate"), VISITS).stored()
OUTPUTS = {"rules": [{"output": "visits", "maxDropPercent": 50}]}


async def begins(rig: Rig, name: str) -> None:
    await rig.apply_run(name)
    await rig.settle()


async def ends(rig: Rig, name: str, rows: int) -> None:
    """The run's runner has extracted so many rows."""
    [job] = [j for j in await rig.jobs() if j["metadata"]["name"].startswith(name)]
    counted = (OutputRows(output="visits", rows=rows),)
    await rig.pod(job, kubelet.ended(succeeded(records=rows, rows=counted)))
    await rig.settle()


async def through(rig: Rig, name: str, rows: int) -> None:
    await begins(rig, name)
    await ends(rig, name, rows)


async def good(rig: Rig) -> tuple[str, int]:
    found = (await rig.workflow()).status.last_good_run
    assert found is not None
    return found.run, found.rows[0].rows


async def test_good_data_take_the_place_of_those_before_and_others_do_not(rig: Rig) -> None:
    await rig.apply_workflow(graph=STEPS, outputs=OUTPUTS)
    for name, rows, want in (("a", 10, ("a", 10)), ("b", 4, ("a", 10)), ("c", 5, ("c", 5)), ("d", 3, ("d", 3))):
        await through(rig, name, rows)
        assert (await rig.run(name)).status.phase is Phase.SUCCEEDED
        assert await good(rig) == want


async def test_a_run_with_outputs_costs_two_writes_more_than_others(rig: Rig) -> None:
    await rig.apply_workflow(graph=STEPS, outputs=OUTPUTS)
    await begins(rig, "a")
    rig.writes()
    await ends(rig, "a", 10)
    own = [write.removeprefix("patch_status ") for write in rig.writes() if "Pod" not in write]
    assert own == ["WorkflowRun a", "Workflow portal", "WorkflowRun a"]


async def test_a_good_run_that_this_operator_has_not_heard_of_counts(rig: Rig) -> None:
    await rig.apply_workflow(graph=STEPS, outputs=OUTPUTS)
    await begins(rig, "a")
    rows = (OutputRows(output="visits", rows=100),)
    elsewhere = GoodRun(run="elsewhere", session_id="uid-9", attempt=1, at=rig.now(), rows=rows)
    await rig.cluster.patch_status(WORKFLOWS, NAMESPACE, "portal", {"lastGoodRun": elsewhere.stored()}, "")
    await ends(rig, "a", 10)
    assert "90 % fewer than the 100 of the last good run elsewhere" in (await rig.run("a")).status.warnings[0].message


async def test_a_run_is_not_over_before_its_data_are_named_good(rig: Rig) -> None:
    await rig.apply_workflow(graph=STEPS, outputs=OUTPUTS)
    await begins(rig, "a")
    rig.cluster.fail("patch_status", Unavailable("gone"), of=WORKFLOWS)
    await ends(rig, "a", 10)
    assert (await rig.run("a")).status.phase is Phase.VALIDATING
    rig.advance(60)
    await rig.settle()
    status = (await rig.run("a")).status
    assert (status.phase, status.warnings, await good(rig)) == (Phase.SUCCEEDED, (), ("a", 10))
