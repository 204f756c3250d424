"""The runner protocol of domain/session.py over HTTP in front of a fake server: what real runners meet in tests."""

from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support import loopback
from tests.support.session import FakeServer
from webmend.domain.base import Observed
from webmend.domain.report import FailureReport, Outputs, RecoveryReport
from webmend.domain.session import (
    Announcement,
    ArtifactKey,
    CodeRequest,
    CodeValue,
    CredentialRequest,
    EnrolmentGrant,
    EnrolmentRequest,
    Problem,
    RotationRequest,
    SavedState,
    Settlement,
    StepBatch,
)
from webmend.ports.session import ServerUnavailable, SessionRefused

TOKEN = "the-token"
PREFIX = "/sessions/{uid}/attempts/{number:int}"


def served(fake: FakeServer) -> AbstractAsyncContextManager[str]:
    """The base address under which the fake answers, on loopback."""
    return loopback.served(app(fake), log_level="error", lifespan="off")


def app(fake: FakeServer) -> Starlette:
    """The protocol as an ASGI application."""
    protocol = _Protocol(fake)
    routes = [
        Route(f"{PREFIX}/open", protocol.open, methods=["POST"]),
        Route(f"{PREFIX}/renew", protocol.renew, methods=["POST"]),
        Route(f"{PREFIX}/steps", protocol.steps, methods=["POST"]),
        Route(f"{PREFIX}/under-way", protocol.under_way, methods=["POST"]),
        Route(f"{PREFIX}/failure", protocol.failure, methods=["POST"]),
        Route(f"{PREFIX}/directive", protocol.directive),
        Route(f"{PREFIX}/recoveries", protocol.recoveries, methods=["POST"]),
        Route(f"{PREFIX}/credentials", protocol.credentials, methods=["POST"]),
        Route(f"{PREFIX}/certificate", protocol.certificate, methods=["POST"]),
        Route(f"{PREFIX}/state", protocol.state),
        Route(f"{PREFIX}/state", protocol.keep_state, methods=["PUT"]),
        Route(f"{PREFIX}/codes", protocol.codes, methods=["POST"]),
        Route(f"{PREFIX}/rotation", protocol.rotation, methods=["POST"]),
        Route(f"{PREFIX}/enrolment", protocol.enrolment, methods=["POST"]),
        Route(f"{PREFIX}/settlement", protocol.settlement, methods=["POST"]),
        Route(f"{PREFIX}/artifacts/{{name}}", protocol.artifact, methods=["PUT"]),
        Route(f"{PREFIX}/outputs", protocol.outputs, methods=["PUT"]),
    ]
    handlers = {SessionRefused: _refused, ServerUnavailable: _unavailable}
    return Starlette(routes=routes, exception_handlers=handlers)


class _Protocol:
    def __init__(self, fake: FakeServer):
        self._fake = fake

    async def open(self, request: Request) -> Response:
        self._check(request)
        return _json(await self._fake.open())

    async def renew(self, request: Request) -> Response:
        self._check(request)
        await self._fake.renew()
        return Response(status_code=204)

    async def steps(self, request: Request) -> Response:
        self._check(request)
        await self._fake.report_steps(StepBatch.model_validate_json(await request.body()).steps)
        return Response(status_code=204)

    async def under_way(self, request: Request) -> Response:
        self._check(request)
        await self._fake.announce(Announcement.model_validate_json(await request.body()))
        return Response(status_code=204)

    async def failure(self, request: Request) -> Response:
        self._check(request)
        await self._fake.report_failure(FailureReport.model_validate_json(await request.body()))
        return Response(status_code=204)

    async def directive(self, request: Request) -> Response:
        self._check(request)
        query = request.query_params
        directive = await self._fake.directive(
            int(query["sequence"]), float(query["wait"]), int(query.get("revision", 0))
        )
        return _json(directive) if directive else Response(status_code=204)

    async def recoveries(self, request: Request) -> Response:
        self._check(request)
        await self._fake.report_recovery(RecoveryReport.model_validate_json(await request.body()))
        return Response(status_code=204)

    async def credentials(self, request: Request) -> Response:
        self._check(request)
        return _json(await self._fake.credential(CredentialRequest.model_validate_json(await request.body())))

    async def certificate(self, request: Request) -> Response:
        self._check(request)
        return _json(await self._fake.client_certificate())

    async def state(self, request: Request) -> Response:
        self._check(request)
        return _json(await self._fake.state())

    async def keep_state(self, request: Request) -> Response:
        self._check(request)
        await self._fake.keep_state(SavedState.model_validate_json(await request.body()))
        return Response(status_code=204)

    async def codes(self, request: Request) -> Response:
        self._check(request)
        wish = CodeRequest.model_validate_json(await request.body())
        return _json(CodeValue(value=await self._fake.code(wish, 60)))

    async def rotation(self, request: Request) -> Response:
        self._check(request)
        return _json(await self._fake.rotate(RotationRequest.model_validate_json(await request.body())))

    async def enrolment(self, request: Request) -> Response:
        self._check(request)
        wish = EnrolmentRequest.model_validate_json(await request.body())
        return _json(EnrolmentGrant(code=await self._fake.enrol(wish)))

    async def settlement(self, request: Request) -> Response:
        self._check(request)
        await self._fake.settle(Settlement.model_validate_json(await request.body()))
        return Response(status_code=204)

    async def artifact(self, request: Request) -> Response:
        self._check(request)
        kind = request.headers["content-type"]
        return _json(
            ArtifactKey(key=await self._fake.put_artifact(request.path_params["name"], await request.body(), kind))
        )

    async def outputs(self, request: Request) -> Response:
        self._check(request)
        await self._fake.put_outputs(Outputs.model_validate_json(await request.body()))
        return Response(status_code=204)

    def _check(self, request: Request) -> None:
        """The caller is the runner of this attempt and speaks our version."""
        plan, path = self._fake.plan, request.path_params
        if request.headers.get("authorization") != f"Bearer {TOKEN}" or request.headers.get("webmend-protocol") != "1":
            raise SessionRefused("the token or the protocol is not ours")
        if (path["uid"], path["number"]) != (plan.session_id, plan.attempt):
            raise SessionRefused("there is no such attempt")


def _json(model: Observed) -> Response:
    return JSONResponse(model.stored())


def _refused(_request: Request, refused: Exception) -> Response:
    problem = Problem(title="Forbidden", status=403, detail=str(refused))
    return JSONResponse(problem.stored(), status_code=403, media_type="application/problem+json")


def _unavailable(_request: Request, away: Exception) -> Response:
    return Response(status_code=503)
