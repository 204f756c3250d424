"""The portal as an application that is mounted below the name of a tenant."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from tests.site.clinic import access, demands, patients, registration
from tests.site.clinic.gates import stopped_at
from tests.site.clinic.pages import render
from tests.site.tenant import Action, Tenant
from tests.site.tenants import Tenants

ROUTES = (
    Route("/", patients.today),
    Route("/login", access.login_page),
    Route("/login", access.login, methods=["POST"]),
    Route("/login/code", demands.code_page),
    Route("/login/code", demands.give_code, methods=["POST"]),
    Route("/account/password", demands.password_page),
    Route("/account/password", demands.change_password, methods=["POST"]),
    Route("/account/password/later", demands.put_off, methods=["POST"]),
    Route("/account/second-factor", demands.second_factor_page),
    Route("/account/second-factor", demands.confirm_second_factor, methods=["POST"]),
    Route("/account/second-factor/later", demands.put_off, methods=["POST"]),
    Route("/inbox", demands.inbox),
    Route("/logout", access.logout, methods=["POST"]),
    Route("/patients", patients.search),
    Route("/open", patients.open_record),
    Route("/patients/new", registration.new_patient_page),
    Route("/patients/new", registration.new_patient, methods=["POST"]),
    Route("/patients/{id}", patients.record),
    Route("/patients/{id}/statement.csv", patients.statement),
    Route("/patients/{id}/report", patients.report),
    Route("/patients/{id}/report", patients.order_report, methods=["POST"]),
    Route("/patients/{id}/report/status", patients.report_status),
)


def create(tenants: Tenants) -> Starlette:
    """The clinic of whichever tenant the path begins with."""
    return Starlette(
        routes=list(ROUTES),
        middleware=[Middleware(TenantMiddleware, tenants=tenants)],
        exception_handlers={404: not_found},
    )


class TenantMiddleware(BaseHTTPMiddleware):
    """Finds the tenant, lets its faults have their way with the request, and logs the answer."""

    def __init__(self, app: ASGIApp, tenants: Tenants) -> None:
        super().__init__(app)
        self._tenants = tenants

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        name = request.path_params["tenant"]
        tenant = self._tenants.get(name)
        if tenant is None:
            return PlainTextResponse(f"There is no tenant {name}.\n", status_code=404)
        tenant.counters.requests += 1
        request.state.tenant = tenant
        response = await stopped_at(request) or await call_next(request)
        log(tenant, request, response)
        return response


def log(tenant: Tenant, request: Request, response: Response) -> None:
    """Remember the request, the form that came with it, and its answer."""
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    submission = getattr(request.state, "submission", None)
    tenant.log.append(Action(tenant.clock.now(), request.method, path, response.status_code, submission))


async def not_found(request: Request, error: Exception) -> Response:
    sentence = error.detail if isinstance(error, HTTPException) else ""
    return render(request, "not_found.html", status=404, sentence=sentence)
