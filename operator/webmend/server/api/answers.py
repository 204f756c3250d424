"""Answers of the API."""

from fastapi.responses import Response

from webmend.domain.base import Observed


def said(message: Observed, status: int = 200, **headers: str) -> Response:
    """The message as an answer; `headers` with _ for -."""
    body = message.model_dump_json(by_alias=True, exclude_none=True)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(body, status, {"Cache-Control": "no-store", **named}, "application/json")
