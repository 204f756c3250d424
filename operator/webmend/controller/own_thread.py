"""A coroutine in an event loop and a thread of its own."""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable

STOPPING = 5.0
"""Seconds that a coroutine gets to end when it is asked to."""
LEAVING = 1.0
"""Seconds that the tasks which it has left get to end when they are cancelled."""

Main = Callable[[asyncio.Event], Awaitable[None]]
"""Runs until it ends by itself or the event, which belongs to its own loop, is set."""


async def in_own_thread(main: Main, name: str) -> None:
    """Run `main` there and wait for its end; raises what it raised. When cancelled, ask it to stop, and wait a little.

    The thread is a daemon: one that hangs does not keep the process from ending.
    """
    ours = asyncio.get_running_loop()
    ended: asyncio.Future[None] = ours.create_future()
    stop = _Stop()
    thread = threading.Thread(target=_run, args=(main, stop, ours, ended), name=name, daemon=True)
    thread.start()
    try:
        await asyncio.shield(ended)
    finally:
        stop.ask()
        await asyncio.wait({ended}, timeout=STOPPING)


class _Stop:
    """A request to stop, made in one thread and heard in the loop of another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = False
        self._ask: Callable[[], object] | None = None

    def heard_by(self, loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
        with self._lock:
            self._ask = lambda: loop.call_soon_threadsafe(event.set)
            if self._asked:
                event.set()

    def ask(self) -> None:
        with self._lock:
            self._asked = True
            if self._ask is not None:
                with contextlib.suppress(RuntimeError):  # its loop has ended already
                    self._ask()


def _run(main: Main, stop: _Stop, ours: asyncio.AbstractEventLoop, ended: "asyncio.Future[None]") -> None:
    loop = asyncio.new_event_loop()
    error: BaseException | None = None
    try:
        loop.run_until_complete(_body(main, stop))
    except BaseException as raised:  # handed over to the waiting loop, whatever it is
        error = raised
    finally:
        _leave(loop)
    with contextlib.suppress(RuntimeError):  # nobody waits any more
        ours.call_soon_threadsafe(_settle, ended, error)


async def _body(main: Main, stop: _Stop) -> None:
    event = asyncio.Event()
    stop.heard_by(asyncio.get_running_loop(), event)
    await main(event)


def _leave(loop: asyncio.AbstractEventLoop) -> None:
    """Cancel what is left in the loop and close it; a task that does not end in time is left behind."""
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.wait(tasks, timeout=LEAVING))
    loop.close()


def _settle(ended: "asyncio.Future[None]", error: BaseException | None) -> None:
    if ended.done():
        return
    if error is None:
        ended.set_result(None)
    else:
        ended.set_exception(error if isinstance(error, Exception) else RuntimeError(repr(error)))
