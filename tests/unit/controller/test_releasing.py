"""Runs are held no longer once webmend goes for good."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.cluster import FakeCluster
from webmend.controller.releasing import TRIES, release_runs
from webmend.ports.cluster import RUNS, Conflict, Object

OURS, OTHER = "webmend.io/recorded", "example.com/other"
SPACE = "clinic"


async def made(cluster: FakeCluster, name: str, *finalizers: str, namespace: str = SPACE) -> None:
    body = {"metadata": {"name": name, "finalizers": list(finalizers)}, "spec": {"workflowRef": {"name": "portal"}}}
    await cluster.create(RUNS, namespace, body)


async def held(cluster: FakeCluster) -> dict[str, list[str]]:
    return {run["metadata"]["name"]: run["metadata"].get("finalizers", []) for run in await cluster.list(RUNS)}


async def test_our_finalizer_goes_and_those_of_others_stay() -> None:
    cluster = FakeCluster()
    await made(cluster, "held", OTHER, OURS)
    await made(cluster, "free", OTHER)

    assert await release_runs(cluster, ()) == 1

    assert await held(cluster) == {"held": [OTHER], "free": [OTHER]}


async def test_only_runs_of_the_namespaces_named_are_touched() -> None:
    cluster = FakeCluster()
    await made(cluster, "ours", OURS)
    await made(cluster, "theirs", OURS, namespace="elsewhere")

    await release_runs(cluster, [SPACE])

    assert await held(cluster) == {"ours": [], "theirs": [OURS]}


class Busy(FakeCluster):
    """Somebody else changes each run so many times before we do."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self._times = times

    async def patch(self, kind: Any, namespace: str, name: str, change: Mapping[str, Any], version: str) -> Object:
        if version and self._times:
            self._times -= 1
            await super().patch(kind, namespace, name, {"metadata": {"labels": {"left": str(self._times)}}}, "")
        return await super().patch(kind, namespace, name, change, version)


async def test_a_run_that_changes_meanwhile_is_read_anew() -> None:
    cluster = Busy(times=TRIES - 1)
    await made(cluster, "held", OURS)

    await release_runs(cluster, ())

    assert await held(cluster) == {"held": []}


async def test_one_that_changes_all_the_time_is_said_so() -> None:
    cluster = Busy(times=TRIES)
    await made(cluster, "held", OURS)

    with pytest.raises(Conflict, match=r"clinic/held changes too often"):
        await release_runs(cluster, ())
