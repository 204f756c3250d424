"""The routes of the versions of a workflow."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from webmend.domain.api_workflows import NewRevert, VersionDetails, VersionDiff, VersionList, VersionTold
from webmend.domain.version import Decision
from webmend.ports.cluster import VERSIONS, WORKFLOWS
from webmend.server.admission import Served
from webmend.server.people.access import APPROVE, GET, LIST, REVERT

from . import asking
from .admission import Named, Person, number_of, sent, who_may
from .answers import said
from .making import request_of
from .operations import described

versions = APIRouter(prefix="/api/v1/namespaces/{namespace}/workflows/{workflow}/versions")
may_list = who_may(LIST, VERSIONS, "workflow", any_one=True)
may_get = who_may(GET, VERSIONS, "workflow")
may_revert, may_approve = (who_may(verb, WORKFLOWS, "workflow") for verb in (REVERT, APPROVE))
CanApprove = Annotated[Named, Depends(may_approve)]


@versions.get("", **described("listVersions", LIST, VersionList, kind=VERSIONS))
async def list_versions(parts: Served, named: Annotated[Named, Depends(may_list)]) -> Response:
    """The versions of a workflow, the latest first."""
    return said(await parts.api.versions.listed(*named))


@versions.get("/{number}", **described("getVersion", GET, VersionDetails, kind=VERSIONS))
async def get_version(request: Request, parts: Served, named: Annotated[Named, Depends(may_get)]) -> Response:
    """A version with its steps."""
    return said(await parts.api.versions.details(*named, number_of(request)))


@versions.get("/{number}/diff", **described("diffVersions", GET, VersionDiff, kind=VERSIONS, query=asking.AGAINST))
async def diff_versions(
    request: Request, parts: Served, person: Person, named: Annotated[Named, Depends(may_get)]
) -> Response:
    """How a version differs from another one (`against`; by default the one before), step by step."""
    asking.check_known(request, ("against",))
    new = number_of(request)
    old = number_of(request, request.query_params.get("against", str(max(1, new - 1))))
    return said(await parts.api.versions.diff(*named, old, new))


@versions.post(
    "/{number}/revert",
    **described("revertToVersion", REVERT, VersionTold, kind=WORKFLOWS, takes=NewRevert, status=201, makes=True),
)
async def revert_to_version(
    request: Request,
    parts: Served,
    person: Person,
    named: Annotated[Named, Depends(may_revert)],
    asked: Annotated[NewRevert, Depends(sent(NewRevert, may_revert))],
) -> Response:
    """Make a new version that is equal to this one."""
    request_ = request_of(person, request, asked)
    return said(await parts.api.versions.revert(person, *named, number_of(request), asked, request_), 201)


@versions.post("/{number}/approve", **described("approveVersion", APPROVE, VersionTold, kind=WORKFLOWS))
async def approve_version(request: Request, parts: Served, person: Person, named: CanApprove) -> Response:
    """Let a proposed version take effect."""
    return said(await parts.api.versions.decide(person, *named, number_of(request), Decision.APPROVED))


@versions.post("/{number}/reject", **described("rejectVersion", APPROVE, VersionTold, kind=WORKFLOWS))
async def reject_version(request: Request, parts: Served, person: Person, named: CanApprove) -> Response:
    """Never let a proposed version take effect, nor propose it again."""
    return said(await parts.api.versions.decide(person, *named, number_of(request), Decision.REJECTED))
