"""One endless watch over lists and streams that break."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest

from webmend.adapters.kubernetes.errors import Gone, Unanswered
from webmend.adapters.kubernetes.watching import Watcher
from webmend.ports.cluster import ClusterError, Forbidden, Object


def run(name: str, version: int) -> Object:
    return {"kind": "WorkflowRun", "metadata": {"name": name, "uid": f"uid-{name}", "resourceVersion": str(version)}}


def page(version: int, *items: Object) -> Object:
    return {"metadata": {"resourceVersion": str(version)}, "items": list(items)}


def event(type_: str, obj: Object) -> Object:
    return {"type": type_, "object": obj}


def status(code: int) -> Object:
    return {"kind": "Status", "code": code, "message": "because"}


class Script:
    """A source that gives these lists and streams in turn, and then is silent. A step may be an error."""

    def __init__(self, lists: list[Any], streams: list[list[Any]]):
        self._lists = iter(lists)
        self._streams = iter(streams)
        self.streamed_from: list[str] = []
        self.times: list[float] = []

    async def pages(self) -> AsyncIterator[Object]:
        self.times.append(asyncio.get_running_loop().time())
        step = next(self._lists)
        if isinstance(step, ClusterError):
            raise step
        for each in step:
            yield each

    async def stream(self, resource_version: str) -> AsyncIterator[Object]:
        self.streamed_from.append(resource_version)
        for step in next(self._streams, [None]):
            if step is None:
                await asyncio.Event().wait()
            if isinstance(step, ClusterError):
                raise step
            yield step


async def told(script: Script, count: int) -> list[str]:
    """The first changes that a watch over the script tells."""
    async with aclosing(Watcher(script, "workflowruns").changes()) as changes:
        found = []
        while len(found) < count:
            change = await anext(changes)
            found.append(f"{change.type} {change.object['metadata']['name']}")
        return found


pytestmark = pytest.mark.looptime


async def test_what_is_there_comes_first_then_each_change() -> None:
    script = Script([[page(5, run("a", 3), run("b", 4))]], [[event("MODIFIED", run("a", 6)), None]])

    assert await told(script, 3) == ["ADDED a", "ADDED b", "MODIFIED a"]
    assert script.streamed_from == ["5"]


async def test_a_stream_that_ends_is_followed_from_where_it_was() -> None:
    streams = [[event("MODIFIED", run("a", 6))], [event("BOOKMARK", run("", 9))], [event("DELETED", run("a", 12))]]
    script = Script([[page(5, run("a", 3))]], streams)

    assert await told(script, 3) == ["ADDED a", "MODIFIED a", "DELETED a"]
    assert script.streamed_from == ["5", "6", "9"]


async def test_a_stream_that_breaks_is_followed_from_where_it_was() -> None:
    broken = [event("MODIFIED", run("a", 6)), Unanswered("cut")]
    script = Script([[page(5, run("a", 3))]], [broken, [event("MODIFIED", run("a", 8))]])

    assert await told(script, 3) == ["ADDED a", "MODIFIED a", "MODIFIED a"]
    assert script.streamed_from == ["5", "6"]


@pytest.mark.parametrize("gone", [Gone("too old"), event("ERROR", status(410))], ids=["answer", "in the stream"])
async def test_after_a_gap_only_what_has_changed_is_told_and_what_has_gone(gone: Any) -> None:
    before = [page(5, run("same", 1), run("changed", 2), run("vanished", 3))]
    after = [page(9, run("same", 1), run("changed", 7)), page(9, run("new", 8))]
    script = Script([before, after], [[gone], [None]])

    want = ["ADDED same", "ADDED changed", "ADDED vanished", "MODIFIED changed", "ADDED new", "DELETED vanished"]
    assert await told(script, 6) == want


async def test_an_error_in_the_stream_does_not_end_the_watch() -> None:
    script = Script([[page(5)]], [[event("ERROR", status(500))], [event("ADDED", run("a", 6))]])

    assert await told(script, 1) == ["ADDED a"]
    assert script.streamed_from == ["5", "5"]


async def test_a_list_that_fails_is_tried_again_for_as_long_as_it_takes_and_less_and_less_often() -> None:
    script = Script([*[Forbidden("no role yet")] * 20, [page(5, run("a", 3))]], [])

    assert await told(script, 1) == ["ADDED a"]
    pauses = [later - earlier for earlier, later in zip(script.times, script.times[1:], strict=False)]
    assert len(pauses) == 20
    assert max(pauses) <= 5
    assert min(pauses[-5:]) >= 2.5
    assert max(pauses[:3]) < 0.5
