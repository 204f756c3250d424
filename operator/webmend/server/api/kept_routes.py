"""The routes of versions and error codes that the history has."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from webmend.domain.kept import KeptCodePage, KeptVersionPage, VersionRecord
from webmend.ports.cluster import ERROR_CODES, VERSIONS
from webmend.server.admission import Served
from webmend.server.people.access import GET, LIST

from . import asking
from .admission import Named, Person, number_of, who_may
from .answers import said
from .operations import described

every = APIRouter(prefix="/api/v1/history")
one = APIRouter(prefix="/api/v1/namespaces/{namespace}/workflows/{workflow}/history")
may_get = who_may(GET, VERSIONS, "workflow")


@every.get(
    "/versions", **described("listKeptVersions", LIST, KeptVersionPage, kind=VERSIONS, query=asking.KEPT_VERSIONS)
)
async def list_kept_versions(request: Request, parts: Served, person: Person) -> Response:
    """Versions of workflows, those that have gone too, the latest first."""
    asked, limit = asking.narrow_filter_of(request, asking.KEPT_VERSIONS), asking.limit_of(request)
    page = await parts.api.kept.versions(person, asked, limit, request.query_params.get("cursor", ""))
    return asking.with_link(request, said(page), page.next)


@every.get(
    "/errorcodes", **described("listKeptErrorCodes", LIST, KeptCodePage, kind=ERROR_CODES, query=asking.KEPT_CODES)
)
async def list_kept_codes(request: Request, parts: Served, person: Person) -> Response:
    """Error codes as they were last, those that have gone too, the latest first."""
    asked, limit = asking.narrow_filter_of(request, asking.KEPT_CODES), asking.limit_of(request)
    page = await parts.api.kept.codes(person, asked, limit, request.query_params.get("cursor", ""))
    return asking.with_link(request, said(page), page.next)


@one.get("/{number}", **described("getKeptVersion", GET, VersionRecord, kind=VERSIONS))
async def get_kept_version(request: Request, parts: Served, named: Annotated[Named, Depends(may_get)]) -> Response:
    """A version with its steps, also after it, or its workflow, has gone."""
    return said(await parts.api.kept.version(*named, number_of(request)))
