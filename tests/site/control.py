"""The site's control: faults put by tenant, what happened there read back."""

from dataclasses import asdict

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.site.faults import Faults
from tests.site.tenant import Tenant
from tests.site.tenants import NameRefused, Tenants


class Control:
    """The control endpoints of one site."""

    def __init__(self, tenants: Tenants) -> None:
        self._tenants = tenants

    def routes(self) -> list[Route]:
        return [
            Route("/health", self.health),
            Route("/reset", self.reset_all, methods=["POST"]),
            Route("/tenants", self.overview),
            Route("/tenants/{name}", self.read),
            Route("/tenants/{name}", self.put, methods=["PUT"]),
            Route("/tenants/{name}/reset", self.reset, methods=["POST"]),
        ]

    async def health(self, request: Request) -> Response:
        return JSONResponse({"tenants": len(self._tenants.faults())})

    async def overview(self, request: Request) -> Response:
        return JSONResponse({name: faults.model_dump() for name, faults in self._tenants.faults().items()})

    async def read(self, request: Request) -> Response:
        tenant = self._tenants.get(request.path_params["name"])
        return JSONResponse(_body(tenant)) if tenant else _unknown(request)

    async def put(self, request: Request) -> Response:
        try:
            faults = Faults.model_validate_json(await request.body() or b"{}")
            return JSONResponse(_body(self._tenants.put(request.path_params["name"], faults)))
        except (ValidationError, NameRefused) as error:
            return JSONResponse({"error": str(error)}, status_code=422)

    async def reset(self, request: Request) -> Response:
        tenant = self._tenants.get(request.path_params["name"])
        return JSONResponse(_body(self._tenants.put(tenant.name, tenant.faults))) if tenant else _unknown(request)

    async def reset_all(self, request: Request) -> Response:
        self._tenants.reset()
        return Response(status_code=204)


def _unknown(request: Request) -> Response:
    return JSONResponse({"error": f"there is no tenant {request.path_params['name']!r}"}, status_code=404)


def _body(tenant: Tenant) -> dict[str, object]:
    log = [asdict(action) | {"time": action.time.isoformat()} for action in tenant.log]
    return {
        "name": tenant.name,
        "faults": tenant.faults.model_dump(),
        "counters": asdict(tenant.counters),
        "log": log,
    }
