"""The server as an ASGI application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from . import routes
from .api.routers import ROUTERS
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
    for router in (routes.sessions, routes.questions, runs, *ROUTERS, routes.probes):
        app.include_router(router)
    app.add_middleware(BodyLimit)
    app.add_middleware(Measured)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    parts: Parts = app.state.parts
    parts.one_time_codes.begin()
    told = parts.telling
    telling = (told.spreader, told.deliverer, told.standings) if told else ()
    recording = (parts.recorder, parts.announcer, parts.keeper, parts.pruning, parts.forgetting)
    running = (*parts.watches, parts.fingerprints, *recording, *telling)
    background = [asyncio.create_task(part.run()) for part in running if part]
    try:
        yield
    finally:
        for task in background:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)
