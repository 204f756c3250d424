"""The Kubernetes adapter where a real API server is slow, forgets, or is cut off."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from tests.integration.clinic import Clinic
from tests.support.faulty_proxy import FaultyProxy, faulty_proxy
from webmend.adapters.kubernetes import KubernetesCluster, connect, login
from webmend.adapters.kubernetes.cluster import Selection
from webmend.adapters.kubernetes.errors import GONE
from webmend.adapters.kubernetes.transport import Transport
from webmend.ports.cluster import RUNS, Change, NotFound, Unavailable


@pytest.fixture
async def proxied(clinic: Clinic, tmp_path: Path) -> AsyncIterator[tuple[FaultyProxy, KubernetesCluster]]:
    """A cluster behind a proxy that goes wrong when told to."""
    async with faulty_proxy(clinic.plane.kubeconfig, tmp_path) as (proxy, kubeconfig):
        cluster = await connect(kubeconfig)
        yield proxy, cluster
        await cluster.close()


@pytest.fixture
async def transport(clinic: Clinic) -> AsyncIterator[Transport]:
    made = Transport(await login.configuration(clinic.plane.kubeconfig))
    yield made
    await made.close()


async def names(changes: AsyncIterator[Change], count: int) -> list[str]:
    told = [await anext(changes) for _ in range(count)]
    return [f"{change.type} {change.object['metadata']['name']}" for change in told]


async def test_a_long_list_is_read_page_by_page(clinic: Clinic, transport: Transport) -> None:
    for number in range(5):
        await clinic.apply_run(f"run-{number}")

    pages = [page async for page in Selection(transport, RUNS, clinic.namespace, {}, page=2).pages()]
    listed = await KubernetesCluster(transport, page=2).list(RUNS, clinic.namespace)

    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    assert [run["metadata"]["name"] for run in listed] == [f"run-{number}" for number in range(5)]


async def test_a_version_that_the_api_server_has_forgotten_is_answered_in_the_stream(
    clinic: Clinic, transport: Transport
) -> None:
    selection = Selection(transport, RUNS, clinic.namespace, {}, page=2)
    assert [page async for page in selection.pages()]  # the API server has its cache of them now

    async with aclosing(selection.stream("1")) as stream:
        event = await anext(stream)

    # This is what the tests of the watch let it find.
    assert (event["type"], event["object"]["code"]) == ("ERROR", GONE)


async def test_a_watch_goes_on_after_its_connection_was_cut_and_tells_nothing_twice(
    clinic: Clinic, proxied: tuple[FaultyProxy, KubernetesCluster]
) -> None:
    proxy, cluster = proxied
    async with aclosing(cluster.watch(RUNS, clinic.namespace)) as changes:
        await clinic.apply_run("before")
        told = await names(changes, 1)
        proxy.cut()
        await clinic.apply_run("after")
        told += await names(changes, 1)

    assert told == ["ADDED before", "ADDED after"]


@pytest.mark.parametrize("code", [410, 500])
async def test_a_watch_goes_on_after_an_error_in_the_stream(
    clinic: Clinic, proxied: tuple[FaultyProxy, KubernetesCluster], code: int
) -> None:
    proxy, cluster = proxied
    await clinic.apply_run("before")
    async with aclosing(cluster.watch(RUNS, clinic.namespace)) as changes:
        told = await names(changes, 1)
        await clinic.apply_run("meanwhile")
        told += await names(changes, 1)
        await proxy.inject("workflowruns", code)
        await clinic.apply_run("after")
        told += await names(changes, 1)

    assert told == ["ADDED before", "ADDED meanwhile", "ADDED after"]


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
async def test_a_watch_that_is_refused_is_tried_again(
    clinic: Clinic, proxied: tuple[FaultyProxy, KubernetesCluster], status: int
) -> None:
    proxy, cluster = proxied
    await clinic.apply_run("one")
    proxy.refuse("workflowruns", status, times=2, watches=False)
    proxy.refuse("workflowruns", status, times=2, watches=True)

    async with aclosing(cluster.watch(RUNS, clinic.namespace)) as changes:
        told = await names(changes, 1)
        await clinic.apply_run("two")
        told += await names(changes, 1)

    assert told == ["ADDED one", "ADDED two"]
    assert proxy.is_done


async def test_a_list_is_tried_again_while_the_api_server_is_busy(
    clinic: Clinic, proxied: tuple[FaultyProxy, KubernetesCluster]
) -> None:
    proxy, cluster = proxied
    await clinic.apply_run("one")
    proxy.refuse("workflowruns", 503, times=3, watches=False)

    assert len(await cluster.list(RUNS, clinic.namespace)) == 1


async def test_a_list_is_given_up_when_that_does_not_help(
    clinic: Clinic, proxied: tuple[FaultyProxy, KubernetesCluster]
) -> None:
    proxy, cluster = proxied
    proxy.refuse("workflowruns", 503, times=100, watches=False)

    with pytest.raises(Unavailable):
        await cluster.list(RUNS, clinic.namespace)


async def test_what_is_not_there_is_asked_for_once(
    clinic: Clinic, proxied: tuple[FaultyProxy, KubernetesCluster]
) -> None:
    with pytest.raises(NotFound):
        await proxied[1].get(RUNS, clinic.namespace, "nothing")


async def test_without_a_way_to_an_api_server_there_is_no_cluster(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="no way to the API server"):
        await connect(str(tmp_path / "nothing"))


async def test_an_api_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    cluster = {"name": "c", "cluster": {"server": "http://127.0.0.1:9"}}
    context = {"name": "x", "context": {"cluster": "c", "user": "u"}}
    path = tmp_path / "kubeconfig"
    path.write_text(
        str(
            {"clusters": [cluster], "contexts": [context], "users": [{"name": "u", "user": {}}], "current-context": "x"}
        )
    )
    nowhere = await connect(str(path))

    with pytest.raises(Unavailable, match="cannot be reached"):
        await nowhere.get(RUNS, "clinic", "one")
    await nowhere.close()
