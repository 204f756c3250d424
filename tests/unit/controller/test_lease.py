"""The Lease on virtual time: who acts, and that never two do."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.support.clock import VirtualClock
from tests.support.cluster import FakeCluster
from webmend.controller.lease import Elector, Sources, Timing
from webmend.domain.names import LEASE
from webmend.ports.cluster import LEASES, Kind, Object, Unavailable

# Nothing comes from outside the loop: a step of its time need not wait 42 idle rounds for it, as it does by default.
pytestmark = pytest.mark.looptime(noop_cycles=0)
NAMESPACE = "webmend-system"


class Line:
    """One candidate's line to the API server: it can be cut, and hang."""

    def __init__(self, cluster: FakeCluster) -> None:
        self._cluster = cluster
        self.is_cut = False
        self.hangs = False

    def __getattr__(self, verb: str) -> Any:
        async def call(*arguments: Any, **options: Any) -> Any:
            if self.is_cut:
                raise Unavailable("cut")
            if self.hangs:
                await asyncio.Event().wait()
            return await getattr(self._cluster, verb)(*arguments, **options)

        return call


class Candidate:
    """A replica: it acts every 0.1 s for as long as it may."""

    def __init__(self, name: str, cluster: FakeCluster, acted: list[tuple[float, str, int]], skew: float = 0.0) -> None:
        self.name = name
        self.line = Line(cluster)
        clock = VirtualClock()
        self._time = asyncio.get_running_loop().time
        self.elector = Elector(
            self.line,  # type: ignore[arg-type]
            NAMESPACE,
            name,
            Sources(lambda: self._time() + skew, clock.now, lambda: 0.5),
        )
        self._acted = acted
        self.is_paused = False
        self.tasks = [asyncio.create_task(self._elect()), asyncio.create_task(self._act())]

    async def _elect(self) -> None:
        await self.elector.acquire()
        await self.elector.keep()

    async def _act(self) -> None:
        while True:
            await asyncio.sleep(0.1)
            if self.elector.is_holding() and not self.is_paused:
                self._acted.append((self._time(), self.name, self.elector.epoch))

    def crash(self) -> None:
        for task in self.tasks:
            task.cancel()


class Election:
    def __init__(self) -> None:
        self.cluster = FakeCluster()
        self.acted: list[tuple[float, str, int]] = []
        self.candidates: list[Candidate] = []

    def join(self, name: str, **options: Any) -> Candidate:
        candidate = Candidate(name, self.cluster, self.acted, **options)
        self.candidates.append(candidate)
        return candidate

    def actors(self) -> list[str]:
        """Who acted, one after the other."""
        names: list[str] = []
        for _, name, _ in self.acted:
            if not names or names[-1] != name:
                names.append(name)
        return names

    def gap(self) -> float:
        """Seconds between the last act of the first and the first of the second."""
        first = self.acted[0][1]
        ended = max(time for time, name, _ in self.acted if name == first)
        return min(time for time, name, _ in self.acted if name != first) - ended

    async def until(self, condition: Callable[[], bool], at_most: float) -> None:
        async with asyncio.timeout(at_most):
            while not condition():
                await asyncio.sleep(0.05)

    async def lease(self) -> Object:
        return await self.cluster.get(LEASES, NAMESPACE, LEASE)


@pytest.fixture
async def election() -> Any:
    election = Election()
    yield election
    for candidate in election.candidates:
        candidate.crash()


async def test_the_first_to_come_acts_at_once(election: Election) -> None:
    election.join("a")
    await asyncio.sleep(0.3)
    assert election.actors() == ["a"]


async def test_one_of_two_acts_and_goes_on_acting(election: Election) -> None:
    election.join("a")
    election.join("b")
    await asyncio.sleep(300)
    assert len(election.actors()) == 1
    assert len(election.acted) > 2900


async def test_a_crashed_holder_is_followed_within_15_seconds(election: Election) -> None:
    first = election.join("a")
    await asyncio.sleep(5)
    election.join("b")
    await asyncio.sleep(60.03)
    first.crash()
    await asyncio.sleep(15)
    assert election.actors() == ["a", "b"]
    assert 8 < election.gap() < 15


@pytest.mark.parametrize("second", [0.0, 0.4, 0.8, 1.2, 1.6, 2.0])
async def test_it_does_not_matter_when_between_two_renewals_the_holder_crashes(
    election: Election, second: float
) -> None:
    first = election.join("a")
    election.join("b")
    await asyncio.sleep(30 + second)
    first.crash()
    await asyncio.sleep(14)
    assert election.actors() == ["a", "b"]


async def test_a_holder_that_is_cut_off_stops_before_another_starts(election: Election) -> None:
    first = election.join("a")
    await asyncio.sleep(5)
    election.join("b")
    await asyncio.sleep(30)
    first.line.is_cut = True
    await asyncio.sleep(30)
    assert election.actors() == ["a", "b"]
    assert election.gap() > 2


async def test_a_request_that_hangs_does_not_keep_the_holder_acting(election: Election) -> None:
    first = election.join("a")
    await asyncio.sleep(5)
    election.join("b")
    await asyncio.sleep(30)
    first.line.hangs = True
    await asyncio.sleep(30)
    assert election.actors() == ["a", "b"]
    assert election.gap() > 2


async def test_a_holder_that_was_paused_finds_that_it_may_not_act(election: Election) -> None:
    """As after SIGSTOP: its timers did not run, but its clock did."""
    first = election.join("a")
    await asyncio.sleep(5)
    election.join("b")
    await asyncio.sleep(30)
    first.tasks[0].cancel()
    first.is_paused = True
    await election.until(lambda: election.acted[-1][1] == "b", 15)
    first.is_paused = False
    await asyncio.sleep(10)
    assert election.actors() == ["a", "b"]


async def test_a_released_lease_is_taken_within_two_seconds(election: Election) -> None:
    first = election.join("a")
    election.join("b")
    await asyncio.sleep(30)
    first.tasks[0].cancel()
    await first.elector.release()
    assert not first.elector.is_holding()
    await asyncio.sleep(2)
    assert election.actors() == ["a", "b"]
    assert (await election.lease())["spec"]["holderIdentity"] == "b"


async def test_the_epoch_grows_with_each_holder(election: Election) -> None:
    for name in ("a", "b", "c"):
        candidate = election.join(name)
        await election.until(candidate.elector.is_holding, 20)
        await asyncio.sleep(1)
        candidate.crash()
    epochs = [epoch for _, _, epoch in election.acted]
    assert sorted(set(epochs)) == [1, 2, 3]
    assert epochs == sorted(epochs)


async def test_clocks_that_disagree_by_hours_change_nothing(election: Election) -> None:
    first = election.join("a", skew=7200)
    await asyncio.sleep(1)
    election.join("b", skew=-7200)
    await asyncio.sleep(60)
    assert election.actors() == ["a"]
    first.crash()
    await asyncio.sleep(15)
    assert election.actors() == ["a", "b"]


async def test_somebody_who_labels_the_lease_does_not_end_the_holding(election: Election) -> None:
    holder = election.join("a")
    await asyncio.sleep(5)
    lease = await election.lease()
    lease["metadata"]["labels"] = {"seen": "yes"}
    await election.cluster.replace(LEASES, NAMESPACE, LEASE, lease)
    await asyncio.sleep(60)
    assert holder.elector.is_holding()
    assert (await election.lease())["metadata"]["labels"] == {"seen": "yes"}


async def test_a_renewal_that_arrived_though_nothing_was_heard_of_it_does_not_end_the_holding(
    election: Election,
) -> None:
    holder = election.join("a")
    await asyncio.sleep(5)
    replace = election.cluster.replace

    async def deaf(kind: Kind, namespace: str, name: str, body: Mapping[str, Any]) -> Object:
        await replace(kind, namespace, name, body)
        election.cluster.replace = replace  # type: ignore[method-assign]
        raise Unavailable("no answer")

    election.cluster.replace = deaf  # type: ignore[method-assign]
    await asyncio.sleep(60)
    assert holder.elector.is_holding()
    assert holder.elector.epoch == 1


async def test_a_deleted_lease_is_not_taken_before_its_holder_has_stopped(election: Election) -> None:
    election.join("a")
    await asyncio.sleep(5)
    election.join("b")
    await asyncio.sleep(5)
    lease = await election.lease()
    await election.cluster.delete(LEASES, NAMESPACE, LEASE, lease["metadata"]["uid"])
    await asyncio.sleep(30)
    assert election.actors() == ["a", "b"]
    epochs = [epoch for _, _, epoch in election.acted]
    assert epochs == sorted(epochs)


async def test_a_short_outage_of_the_api_server_changes_nothing(election: Election) -> None:
    first, second = election.join("a"), election.join("b")
    await asyncio.sleep(30)
    first.line.is_cut = second.line.is_cut = True
    await asyncio.sleep(5)
    first.line.is_cut = second.line.is_cut = False
    await asyncio.sleep(60)
    assert len(election.actors()) == 1


def test_a_holder_always_stops_before_another_may_start() -> None:
    timing = Timing()
    assert timing.renew_deadline < timing.duration
    assert timing.duration + timing.look < 15
    assert 3 * timing.renew < timing.renew_deadline
