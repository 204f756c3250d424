import asyncio
import contextlib
import threading

import pytest

from webmend.controller.own_thread import in_own_thread


async def until(event: threading.Event) -> None:
    await asyncio.to_thread(event.wait, 5)
    assert event.is_set()


async def test_it_runs_in_another_thread_and_its_end_is_waited_for() -> None:
    threads: list[int] = []

    async def main(stop: asyncio.Event) -> None:
        threads.append(threading.get_ident())

    await in_own_thread(main, "test")
    assert threads != [threading.get_ident()]
    assert len(threads) == 1


async def test_what_it_raises_is_raised_here() -> None:
    async def main(stop: asyncio.Event) -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await in_own_thread(main, "test")


async def test_when_cancelled_it_is_asked_to_stop_and_its_end_is_waited_for() -> None:
    started, ended = threading.Event(), threading.Event()

    async def main(stop: asyncio.Event) -> None:
        started.set()
        await stop.wait()
        await asyncio.sleep(0.05)
        ended.set()

    running = asyncio.create_task(in_own_thread(main, "test"))
    await until(started)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert ended.is_set()


async def test_a_request_to_stop_that_comes_before_the_start_is_heard() -> None:
    ended = threading.Event()

    async def main(stop: asyncio.Event) -> None:
        await stop.wait()
        ended.set()

    running = asyncio.create_task(in_own_thread(main, "test"))
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await until(ended)


async def test_a_task_that_it_leaves_and_that_cannot_be_cancelled_does_not_keep_its_end_back() -> None:
    tasks: list[asyncio.Task[None]] = []

    async def stubborn() -> None:
        while True:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(60)

    async def main(stop: asyncio.Event) -> None:
        tasks.append(asyncio.create_task(stubborn()))
        await asyncio.sleep(0)

    async with asyncio.timeout(5):
        await in_own_thread(main, "test")
    assert not tasks[0].done()
