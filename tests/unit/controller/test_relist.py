"""What watches have missed is found by reading again."""

from tests.support import kubelet
from tests.support.builders import succeeded
from tests.unit.controller.conftest import NAMESPACE, Rig
from webmend.domain.phase import Phase
from webmend.ports.cluster import PODS, RUNS, WORKFLOWS


async def unseen(rig: Rig) -> None:
    """A workflow and a run that no watch tells of."""
    from_elsewhere = Rig()
    from_elsewhere.cluster = rig.cluster
    await from_elsewhere.apply_workflow()
    await from_elsewhere.apply_run()


async def test_everything_that_is_there_is_found_and_then_nothing_more(rig: Rig) -> None:
    await unseen(rig)
    assert await rig.relist.everything() == 2
    assert await rig.relist.everything() == 0
    await rig.settle()
    assert (await rig.run()).status.phase is Phase.RUNNING


async def test_what_vanished_unseen_is_found_gone(rig: Rig) -> None:
    await rig.apply_workflow()
    await rig.apply_run()
    await rig.settle()
    for kind in (RUNS, WORKFLOWS):
        for obj in await rig.cluster.list(kind):
            await rig.cluster.delete(kind, NAMESPACE, obj["metadata"]["name"], obj["metadata"]["uid"])
    assert await rig.relist.everything() > 0
    assert list(rig.store.reconciled()) == []
    assert len(rig.store.jobs) == 0


async def test_the_end_of_a_pod_that_no_watch_told_of_is_found(rig: Rig) -> None:
    await rig.apply_workflow()
    await rig.apply_run()
    await rig.settle()
    [job] = await rig.jobs()
    pod = await rig.cluster.create(PODS, NAMESPACE, kubelet.pod_of(job))
    await rig.cluster.patch_status(PODS, NAMESPACE, pod["metadata"]["name"], kubelet.ended(succeeded()), "")
    await rig.relist.everything()
    await rig.settle()
    assert (await rig.run()).status.phase is Phase.SUCCEEDED


async def test_finished_runs_are_not_read(rig: Rig) -> None:
    await unseen(rig)
    await rig.cluster.patch_status(RUNS, NAMESPACE, "portal-1", {"phase": "Failed"}, "")
    await rig.relist.everything()
    assert len(rig.store.runs) == 0


async def test_what_was_made_while_the_list_was_read_is_not_taken_for_gone(rig: Rig) -> None:
    await rig.apply_workflow()
    list_ = rig.cluster.list

    async def slow(kind, namespace=None, **selectors):  # type: ignore[no-untyped-def]
        listed = await list_(kind, namespace, **selectors)
        if kind == RUNS:
            await rig.apply_run()
        return listed

    rig.cluster.list = slow  # type: ignore[method-assign]
    await rig.relist.everything()
    assert len(rig.store.runs) == 1
