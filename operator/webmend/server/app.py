"""The server as an ASGI application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from . import routes
from .limits import BodyLimit
from .metrics import Measured
from .parts import Outside, Parts, assembled
from .people.routes import runs
from .problems import HANDLERS


def create_app(outside: Outside) -> FastAPI:
    """The application; its lifespan holds the watch of runs. `app.state.parts` are its parts."""
    parts = assembled(outside)
    app = FastAPI(
        title="webmend server",
        openapi_url=None,
        lifespan=_lifespan,
        exception_handlers=dict(HANDLERS),
        redirect_slashes=False,
    )
    app.state.parts = parts
    for router in (routes.sessions, routes.questions, runs, routes.probes):
        app.include_router(router)
    app.add_middleware(BodyLimit)
    app.add_middleware(Measured, metrics=parts.metrics)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    parts: Parts = app.state.parts
    parts.one_time_codes.begin()
    background = [asyncio.create_task(parts.watch.run()), asyncio.create_task(parts.fingerprints.run())]
    try:
        yield
    finally:
        for task in background:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)
