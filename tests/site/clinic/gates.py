"""Faults that keep a request from its page, in the order in which they are asked.

A gate lets the request pass by returning nothing.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from tests.site.clinic.pages import path_in, render, tenant_of

Gate = Callable[[Request], Awaitable[Response | None]]


async def slow_first_byte(request: Request) -> None:
    """The server is overloaded: whatever it answers comes late."""
    tenant = tenant_of(request)
    if tenant.faults.slow_first_byte_seconds:
        await tenant.clock.sleep(tenant.faults.slow_first_byte_seconds)


async def unavailable(request: Request) -> Response | None:
    """The server behind the proxy is down; the proxy may say when to come back."""
    tenant, faults = tenant_of(request), tenant_of(request).faults
    if not faults.unavailable_always and tenant.counters.requests > faults.unavailable_first:
        return None
    page = render(request, "unavailable.html", status=503)
    if faults.retry_after_seconds is not None:
        page.headers["Retry-After"] = str(faults.retry_after_seconds)
    return page


async def maintenance(request: Request) -> Response | None:
    """The site is down on purpose and says so."""
    return render(request, "maintenance.html", status=503) if tenant_of(request).faults.maintenance else None


async def broken(request: Request) -> Response | None:
    """A part of the application raises."""
    path = tenant_of(request).faults.broken_path
    return render(request, "error.html", status=500) if path and path_in(request).startswith(path) else None


GATES: tuple[Gate, ...] = (
    slow_first_byte,
    unavailable,
    maintenance,
    broken,
)


async def stopped_at(request: Request) -> Response | None:
    """The answer of the first gate that does not let the request pass."""
    for gate in GATES:
        if answer := await gate(request):
            return answer
    return None
