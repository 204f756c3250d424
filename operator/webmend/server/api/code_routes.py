"""The routes of error codes, and of the questions that wait for an answer."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from webmend.domain.api_workflows import CodeChange, ErrorCodeItem, ErrorCodePage, NewMerge, OpenQuestions
from webmend.domain.error_code import CodeState, ErrorCode
from webmend.ports.cluster import ERROR_CODES, WORKFLOWS
from webmend.server.admission import Served
from webmend.server.people.access import APPROVE, GET, LIST, PATCH

from . import asking
from .admission import Named, Person, sent, who_may
from .answers import said
from .codes import etag, item
from .operations import described

every = APIRouter(prefix="/api/v1")
one = APIRouter(prefix="/api/v1/namespaces/{namespace}/errorcodes/{code}")
may_get, may_patch = (who_may(verb, ERROR_CODES, "code") for verb in (GET, PATCH))
may_approve = who_may(APPROVE, WORKFLOWS, "code", any_one=True)


@every.get("/errorcodes", **described("listErrorCodes", LIST, ErrorCodePage, kind=ERROR_CODES, query=asking.CODES))
async def list_error_codes(request: Request, parts: Served, person: Person) -> Response:
    """The error codes, of the states asked for, by namespace and name."""
    asking.check_known(request, ("namespace", "state"))
    return said(await parts.api.codes.listed(person, asking.namespaces_of(request), asking.states_of(request)))


@every.get("/questions", **described("listQuestions", LIST, OpenQuestions, query=asking.SPACES))
async def list_questions(request: Request, parts: Served, person: Person) -> Response:
    """The runs that wait for an answer, the most urgent first."""
    asking.check_known(request, ("namespace",))
    return said(await parts.api.questions.listed(person, asking.namespaces_of(request)))


@one.get("", **described("getErrorCode", GET, ErrorCodeItem, kind=ERROR_CODES))
async def get_error_code(parts: Served, named: Annotated[Named, Depends(may_get)]) -> Response:
    """An error code as it is now; the header ETag names its state."""
    code = await parts.api.codes.one(*named)
    return said(item(code), ETag=etag(code))


@one.patch("", **described("editErrorCode", PATCH, ErrorCodeItem, kind=ERROR_CODES, takes=CodeChange, guards=True))
async def edit_error_code(
    request: Request,
    parts: Served,
    person: Person,
    named: Annotated[Named, Depends(may_patch)],
    asked: Annotated[CodeChange, Depends(sent(CodeChange, may_patch))],
) -> Response:
    """Change what an error code says, matches, or asks for."""
    code, match = await parts.api.codes.one(*named), request.headers.get("if-match", "")
    return said(await parts.api.codes.edit(person, code, asked, match))


@one.post("/approve", **described("approveErrorCode", APPROVE, ErrorCodeItem, kind=WORKFLOWS, takes=CodeChange))
async def approve_error_code(
    parts: Served,
    person: Person,
    named: Annotated[Named, Depends(may_approve)],
    asked: Annotated[CodeChange, Depends(sent(CodeChange, may_approve))],
) -> Response:
    """Have failures of its kind get the code from now on, with what else is to be another way."""
    return said(await parts.api.codes.decide(person, await _code(parts, named), CodeState.APPROVED, asked))


@one.post("/reject", **described("rejectErrorCode", APPROVE, ErrorCodeItem, kind=WORKFLOWS))
async def reject_error_code(parts: Served, person: Person, named: Annotated[Named, Depends(may_approve)]) -> Response:
    """Never use it, nor suggest it again."""
    return said(await parts.api.codes.decide(person, await _code(parts, named), CodeState.REJECTED))


@one.post("/merge", **described("mergeErrorCode", APPROVE, ErrorCodeItem, kind=WORKFLOWS, takes=NewMerge))
async def merge_error_code(
    parts: Served,
    person: Person,
    named: Annotated[Named, Depends(may_approve)],
    asked: Annotated[NewMerge, Depends(sent(NewMerge, may_approve))],
) -> Response:
    """Have failures of its kind get another code from now on."""
    return said(await parts.api.codes.merge(person, await _code(parts, named), asked))


async def _code(parts: Served, named: Named) -> ErrorCode:
    return await parts.api.codes.one(*named)
