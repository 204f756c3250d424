"""The two servers beside the browser, each in a process of its own, as they are beside a pod."""

import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from tests.support.session import FakeServer
from tests.support.session_http import app as protocol
from webmend.domain.session import SessionPlan

from . import pages

_SPAWN = multiprocessing.get_context("spawn")


@contextmanager
def site() -> Iterator[str]:
    """The address of the site that is walked through."""
    with _served(_serve_pages) as url:
        yield url


@contextmanager
def session_server(plan: SessionPlan) -> Iterator[str]:
    """The address of a server that speaks the runners' protocol and hands out this plan."""
    with _served(_serve_plan, plan.model_dump_json(by_alias=True)) as url:
        yield url


@contextmanager
def _served(serve: object, *arguments: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = _SPAWN.Process(target=serve, args=(listener, *arguments), daemon=True)  # type: ignore[arg-type]
        process.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            process.terminate()
            process.join()


def _serve_pages(listener: socket.socket) -> None:
    _run(pages.app(), listener)


def _serve_plan(listener: socket.socket, plan: str) -> None:
    _run(protocol(FakeServer(SessionPlan.model_validate_json(plan))), listener)


def _run(app: object, listener: socket.socket) -> None:
    uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off")).run(sockets=[listener])  # type: ignore[arg-type]
