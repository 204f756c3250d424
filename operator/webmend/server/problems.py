"""Refusals as RFC 9457 has them, and everything else that can go wrong as one."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from itertools import islice
from typing import Any, TypeVar

import structlog
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from webmend.domain.session import Problem
from webmend.ports.cluster import ClusterError, Unavailable
from webmend.ports.store import StoreFailed

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "1"
_log = structlog.get_logger()

Parsed = TypeVar("Parsed", bound=BaseModel)


class Refused(Exception):
    """The answer is no: an HTTP status, and why in a sentence that the caller may read."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


def response(refused: Refused) -> JSONResponse:
    """The refusal as an answer."""
    problem = Problem(title=HTTPStatus(refused.status).phrase, status=refused.status, detail=refused.detail[:1024])
    return JSONResponse(problem.stored(), refused.status, refused.headers, MEDIA_TYPE)


def parse(model: type[Parsed], body: bytes) -> Parsed:
    """The body as a value; refuses what is none, naming the fields and never what stands in them."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise Refused(422, told(error.errors(include_input=False, include_url=False))) from None


def told(errors: Iterable[Any]) -> str:
    """What is wrong with which field."""
    return "; ".join(f"{'.'.join(map(str, e['loc'])) or 'body'}: {e['msg']}" for e in islice(errors, 4))


async def _refused(request: Request, refused: Refused) -> Response:
    if refused.status in (401, 403):
        _log.warning("refused", path=request.url.path, status=refused.status, detail=refused.detail)
    return response(refused)


async def _http(request: Request, error: HTTPException) -> Response:
    return response(Refused(error.status_code, str(error.detail), error.headers))


async def _bad_parameters(request: Request, error: RequestValidationError) -> Response:
    return response(Refused(422, told(error.errors())))


async def _gone(request: Request, error: ClientDisconnect) -> Response:
    return response(Refused(400, "the connection ended before the body did"))


async def _cluster(request: Request, error: ClusterError) -> Response:
    if isinstance(error, Unavailable):
        _log.warning("the cluster does not answer", path=request.url.path, error=str(error))
        return response(Refused(503, "the Kubernetes API does not answer", {"Retry-After": RETRY_SECONDS}))
    return await _defect(request, error)


async def _store(request: Request, error: OSError) -> Response:
    _log.error("the artifact store fails", path=request.url.path, error=str(error))
    return response(Refused(503, "the artifact store fails", {"Retry-After": RETRY_SECONDS}))


async def _history(request: Request, error: StoreFailed) -> Response:
    _log.warning("the history does not answer", path=request.url.path, error=str(error))
    return response(Refused(503, "the history does not answer", {"Retry-After": RETRY_SECONDS}))


async def _defect(request: Request, error: Exception) -> Response:
    _log.error("defect", path=request.url.path, exc_info=error)
    return response(Refused(500, "a defect of the server; its log says more"))


HANDLERS: Mapping[Any, Any] = {
    Refused: _refused,
    HTTPException: _http,
    RequestValidationError: _bad_parameters,
    ClientDisconnect: _gone,
    ClusterError: _cluster,
    StoreFailed: _history,
    OSError: _store,
    Exception: _defect,
}
"""What answers to which exception; the most special one wins."""
