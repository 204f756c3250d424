import asyncio

import pytest

from webmend.controller.work_queue import WorkQueue


async def test_keys_come_in_the_order_in_which_they_were_added() -> None:
    queue: WorkQueue[str] = WorkQueue()
    for key in ("a", "b", "c"):
        queue.add(key)
    assert [await queue.take() for _ in range(3)] == ["a", "b", "c"]


async def test_a_key_added_twice_waits_once() -> None:
    queue: WorkQueue[str] = WorkQueue()
    queue.add("a")
    queue.add("a")
    assert len(queue) == 1


async def test_a_key_added_while_it_is_worked_on_comes_again_when_that_is_done() -> None:
    queue: WorkQueue[str] = WorkQueue()
    queue.add("a")
    assert await queue.take() == "a"
    queue.add("a")
    queue.add("a")
    assert len(queue) == 0
    queue.done("a")
    assert len(queue) == 1
    assert await queue.take() == "a"
    queue.done("a")
    assert len(queue) == 0


async def test_a_worker_waits_for_a_key() -> None:
    queue: WorkQueue[str] = WorkQueue()
    taking = asyncio.create_task(queue.take())
    await asyncio.sleep(0)
    assert not taking.done()
    queue.add("a")
    assert await taking == "a"


@pytest.mark.looptime
async def test_no_two_workers_ever_have_the_same_key() -> None:
    queue: WorkQueue[int] = WorkQueue()
    in_work: set[int] = set()
    done: list[int] = []

    async def work() -> None:
        while True:
            key = await queue.take()
            assert key not in in_work
            in_work.add(key)
            await asyncio.sleep(0.1)
            in_work.remove(key)
            done.append(key)
            queue.done(key)

    workers = [asyncio.create_task(work()) for _ in range(4)]
    for tick in range(100):
        queue.add(tick % 3)
        await asyncio.sleep(0.01)
    await asyncio.sleep(1)
    for worker in workers:
        worker.cancel()
    assert set(done) == {0, 1, 2}
    assert len(queue) == 0
