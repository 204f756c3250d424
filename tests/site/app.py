"""The whole site in one application."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tests.site import djangoadmin
from tests.site.clinic import app as clinic
from tests.site.clock import Clock, SystemClock
from tests.site.control import Control
from tests.site.tenants import Tenants

CLINIC_STATIC = Path(clinic.__file__).with_name("static")


def create(clock: Clock | None = None) -> Starlette:
    """The clinic of each tenant, the Django admin and the control; call it before an event loop runs."""
    tenants = Tenants.predefined(clock or SystemClock())
    return Starlette(
        routes=[
            Route("/", _to_the_plain_clinic),
            Mount("/_control", routes=Control(tenants).routes()),
            Mount("/_static", StaticFiles(directory=CLINIC_STATIC)),
            Mount("/django/static", StaticFiles(packages=[("django.contrib.admin", "static")])),
            Mount("/django", djangoadmin.application()),
            Mount("/{tenant}", clinic.create(tenants)),
        ]
    )


async def _to_the_plain_clinic(request: Request) -> Response:
    return RedirectResponse("/plain/")
