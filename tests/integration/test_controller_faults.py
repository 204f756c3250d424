"""Faults of the API server; after each a run must still be seen through."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.clinic import Clinic, eventually
from tests.support import kubelet
from tests.support.faulty_proxy import FaultyProxy, faulty_proxy
from tests.support.replica import Replica, replica
from webmend.domain.phase import Phase
from webmend.ports.cluster import PODS

WATCHED = ("workflows", "workflowversions", "errorcodes", "workflowruns", "jobs", "pods")


@pytest.fixture
async def line(clinic: Clinic, tmp_path: Path) -> AsyncIterator[tuple[FaultyProxy, str]]:
    async with faulty_proxy(clinic.plane.kubeconfig, tmp_path) as line:
        yield line


@pytest.fixture
async def proxy(line: tuple[FaultyProxy, str]) -> FaultyProxy:
    return line[0]


@pytest.fixture
async def operator(clinic: Clinic, line: tuple[FaultyProxy, str], tmp_path: Path) -> AsyncIterator[Replica]:
    """One replica behind the proxy, with all its watches open and a run seen through."""
    proxy, kubeconfig = line
    async with replica(clinic.settings, kubeconfig, tmp_path) as running:
        await eventually(running.is_leader)
        await clinic.apply_workflow()
        await clinic.sees_a_run_through("before")
        await all_watched(proxy)
        yield running


async def all_watched(proxy: FaultyProxy) -> None:
    async def are_open() -> bool:
        return all(proxy.streams(plural) for plural in WATCHED)

    await eventually(are_open)


@pytest.mark.parametrize("plural", ["workflowruns", "pods"])
async def test_a_stream_that_is_too_old_is_listed_anew(
    clinic: Clinic, operator: Replica, proxy: FaultyProxy, plural: str
) -> None:
    await proxy.inject(plural, 410)
    await clinic.sees_a_run_through("after")


@pytest.mark.parametrize("plural", ["workflowruns", "jobs"])
async def test_an_error_in_a_stream_ends_no_more_than_that_stream(
    clinic: Clinic, operator: Replica, proxy: FaultyProxy, plural: str
) -> None:
    await proxy.inject(plural, 500)
    await all_watched(proxy)
    await clinic.sees_a_run_through("after")
    assert operator.is_running


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_watch_that_is_refused_is_begun_again(
    clinic: Clinic, operator: Replica, proxy: FaultyProxy, status: int
) -> None:
    proxy.refuse("pods", status, times=2, watches=True)
    proxy.cut()
    await clinic.sees_a_run_through("after")
    assert proxy.is_done
    assert operator.is_running


@pytest.mark.parametrize("status", [429, 503])
async def test_an_api_server_in_trouble_is_asked_until_it_answers(
    clinic: Clinic, operator: Replica, proxy: FaultyProxy, status: int
) -> None:
    proxy.refuse("workflowruns", status, times=9, watches=True)
    proxy.cut()
    await clinic.sees_a_run_through("after")
    assert proxy.is_done


async def test_kinds_that_are_not_served_yet_are_waited_for(
    clinic: Clinic, line: tuple[FaultyProxy, str], tmp_path: Path
) -> None:
    proxy, kubeconfig = line
    proxy.refuse("workflows", 404, times=6, watches=False)
    async with replica(clinic.settings, kubeconfig, tmp_path) as operator:
        await eventually(operator.is_leader)
        await clinic.apply_workflow()
        await clinic.sees_a_run_through("after")
        assert proxy.is_done


async def test_what_happened_while_the_line_was_cut_is_caught_up_with(
    clinic: Clinic, operator: Replica, proxy: FaultyProxy
) -> None:
    await clinic.apply_run("during")
    await clinic.play(kubelet.running(), "during")
    await eventually(lambda: clinic.is_in(Phase.RUNNING, "during"))
    proxy.refuse("pods", 503, times=3, watches=True)
    proxy.cut()
    await clinic.end(run="during")
    await eventually(lambda: clinic.is_over("during"))


async def test_a_pod_that_went_while_the_line_was_cut_is_missed_at_once(
    clinic: Clinic, operator: Replica, proxy: FaultyProxy
) -> None:
    """A stream never tells what has gone meanwhile; the next sweep would, minutes later."""
    await clinic.apply_run("during")
    await clinic.play(kubelet.running(), "during")
    await eventually(lambda: clinic.is_in(Phase.RUNNING, "during"))
    proxy.refuse("pods", 410, times=1, watches=True)
    proxy.refuse("pods", 503, times=6, watches=False)
    proxy.cut()
    pod = (await clinic.pod("during"))["metadata"]
    await clinic.cluster.delete(PODS, clinic.namespace, pod["name"], pod["uid"])
    await clinic.end(run="during", attempt=2)
    await eventually(lambda: clinic.is_over("during"))


async def test_a_line_that_goes_dead_ends_the_process_and_not_only_its_work(
    clinic: Clinic, operator: Replica, proxy: FaultyProxy
) -> None:
    """Requests that hang do not keep it acting: it cannot renew its Lease, so it must be gone before another starts."""
    proxy.is_silent = True
    assert await operator.ended(within=12) == 1
    assert operator.logged("lease lost")
