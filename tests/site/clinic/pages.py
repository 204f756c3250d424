"""What every page of the portal shares: its tenant, its templates, its way on."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Self, TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.templating import Jinja2Templates

from tests.site.tenant import Session, Tenant

_TEMPLATES = Jinja2Templates(directory=Path(__file__).with_name("templates"))

T = TypeVar("T")


def tenant_of(request: Request) -> Tenant:
    """The clinic that was asked."""
    tenant: Tenant = request.state.tenant
    return tenant


def path_in(request: Request) -> str:
    """The requested path without its tenant: "/patients" for "/plain/patients"."""
    return request.url.path.removeprefix(f"/{tenant_of(request).name}")


def render(request: Request, template: str, status: int = 200, **context: object) -> Response:
    """The page of this template; templates know `base` (the tenant's path), `faults` and the `session`, if any."""
    tenant = tenant_of(request)
    session: Session | None = getattr(request.state, "session", None)
    shared = {"base": f"/{tenant.name}", "faults": tenant.faults, "session": session}
    return _TEMPLATES.TemplateResponse(request, template, shared | context, status_code=status)


def go(request: Request, path: str) -> RedirectResponse:
    """Send the browser on to a path of the same tenant, as after a form was sent."""
    return RedirectResponse(f"/{tenant_of(request).name}{path}", status_code=303)


@dataclass(frozen=True)
class Page(Generic[T]):
    """A part of a long list, with its number counted from 1."""

    items: Sequence[T]
    number: int
    count: int

    @classmethod
    def of(cls, everything: Sequence[T], wanted: str | None, size: int) -> Self:
        """The wanted page; the first where that is no number, the nearest where there is no such page."""
        count = max(1, -(-len(everything) // size))
        number = min(max(int(wanted), 1), count) if wanted and wanted.isdecimal() else 1
        return cls(everything[(number - 1) * size : number * size], number, count)
