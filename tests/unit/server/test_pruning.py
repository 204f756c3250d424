"""What the server lets go of: on virtual time, over months."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from tests.support.artifacts import FakeArtifacts
from tests.support.builders import NOW, SETTINGS
from tests.support.clock import VirtualClock
from tests.support.cluster import FakeCluster
from tests.support.records import record
from tests.support.server import Server, served
from tests.support.store import FakeStore
from webmend.domain.duration import seconds
from webmend.ports.cluster import RUNS, Kind, Object, Unavailable
from webmend.server.pruning import PART, PAUSE, Pruning, expired

pytestmark = pytest.mark.looptime
OLD = NOW - timedelta(days=100)
CYCLE = seconds(SETTINGS.retention.cycle)


@asynccontextmanager
async def serving(store: FakeStore) -> AsyncIterator[Server]:
    """One whose waiting begins with the test: that of a fixture would be on the time of the machine."""
    async with served(store) as server:
        await server.installed.install()
        yield server


async def kept(store: FakeStore) -> set[str]:
    return {each.summary.name for each in store.records.values()}


async def test_runs_go_by_outcome_and_age_with_all_that_they_have_left(store: FakeStore) -> None:
    async with serving(store) as server:
        await store.record([record("old", created=OLD), record("failed", created=OLD, phase="Failed"), record("new")])
        bodies = server.artifacts.bodies
        for name in ("old", "failed", "new"):
            bodies[f"runs/uid-{name}/a1/page.png"] = bodies[f"runs/uid-{name}/audit.jsonl"] = b"x"
        bodies["workflows/w/v1/fingerprints.json"] = b"x"
        await asyncio.sleep(CYCLE + 5)
        assert await kept(store) == {"failed", "new"}
        assert {key.split("/")[1] for key in bodies} == {"uid-failed", "uid-new", "w"}


async def test_a_run_goes_when_its_time_has_come(store: FakeStore) -> None:
    async with serving(store):
        await store.record([record("one")])
        await asyncio.sleep(seconds(SETTINGS.retention.succeeded) - 60)
        assert await kept(store) == {"one"}
        await asyncio.sleep(CYCLE + 120)
        assert await kept(store) == set()


async def test_a_run_whose_object_is_there_stays_with_all_that_it_has_left(store: FakeStore) -> None:
    async with serving(store) as server:
        run = await server.installed.run("portal-1")
        await store.record([record("portal-1", created=OLD, uid=run.uid, seen=10**6), record("old", created=OLD)])
        server.artifacts.bodies[f"runs/{run.uid}/a1/page.png"] = b"x"
        await asyncio.sleep(CYCLE + 5)
        assert await kept(store) == {"portal-1"}
        assert f"runs/{run.uid}/a1/page.png" in server.artifacts.bodies
        await server.cluster.delete(RUNS, run.namespace, run.name, run.uid)
        await asyncio.sleep(CYCLE + 5)
        assert await kept(store) == set()
        assert f"runs/{run.uid}/a1/page.png" not in server.artifacts.bodies


async def test_another_object_of_the_same_name_holds_nothing(store: FakeStore) -> None:
    async with serving(store) as server:
        await server.installed.run("portal-1")
        await store.record([record("portal-1", created=OLD, uid="uid-of-an-earlier-one")])
        await asyncio.sleep(CYCLE + 5)
        assert "uid-of-an-earlier-one" not in store.records


async def test_many_go_in_small_parts_with_pauses_for_others(store: FakeStore) -> None:
    await store.record([record(f"run-{number}", created=OLD + timedelta(seconds=number)) for number in range(PART * 3)])
    left = []
    async with serving(store):
        for _ in range(5):
            await asyncio.sleep(PAUSE)
            left.append(len(store.records))
    assert all(before - after <= PART for before, after in itertools.pairwise([PART * 3, *left]))
    assert left[-1] == 0


async def test_a_history_that_is_down_is_tried_again(store: FakeStore) -> None:
    async with serving(store):
        await store.record([record("old", created=OLD)])
        store.is_down = True
        await asyncio.sleep(CYCLE * 3)
        store.is_down = False
        await asyncio.sleep(CYCLE + 5)
        assert await kept(store) == set()


class Away(FakeCluster):
    """One that does not answer."""

    async def get(self, kind: Kind, namespace: str | None, name: str) -> Object:
        raise Unavailable("no route")


async def test_nothing_goes_while_nobody_can_say_whether_an_object_is_there(store: FakeStore) -> None:
    artifacts = FakeArtifacts()
    artifacts.bodies["runs/uid-old/a1/page.png"] = b"x"
    await store.record([record("old", created=OLD)])
    with pytest.raises(Unavailable):
        await Pruning(store, Away(), artifacts, SETTINGS.retention, VirtualClock()).once()
    assert (await kept(store), list(artifacts.bodies)) == ({"old"}, ["runs/uid-old/a1/page.png"])


async def test_what_would_go_is_told_by_outcome_and_month(store: FakeStore) -> None:
    made: list[tuple[str, dict[str, Any]]] = [
        ("one", {"created": NOW - timedelta(days=95)}),
        ("two", {"created": NOW - timedelta(days=126)}),
        ("three", {"created": NOW - timedelta(days=127)}),
        ("four", {"created": NOW - timedelta(days=200), "phase": "Failed"}),
        ("five", {"created": NOW - timedelta(days=100), "phase": "Failed"}),
        ("six", {}),
    ]
    await store.record([record(name, **facts) for name, facts in made])
    found = await expired(store, SETTINGS.retention, VirtualClock())
    assert [(each.outcome, f"{each.month:%Y-%m}", each.runs) for each in found] == [
        ("failed", "2026-05", 1),
        ("succeeded", "2026-07", 2),
        ("succeeded", "2026-08", 1),
    ]
    assert len(store.records) == 6
