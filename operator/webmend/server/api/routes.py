"""The routes of what a run has left behind."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse

from webmend.domain.analytics import SummaryList
from webmend.domain.left_behind import ArtifactLink, ArtifactList, NewLink, RunData
from webmend.domain.record import RunPage, RunRecord
from webmend.server.admission import Served
from webmend.server.people.access import EXPORT, GET, LIST

from . import asking
from .admission import Person, ReadNamed, ReadRun, reader, sent
from .answers import said
from .left_behind import BYTES, content_type
from .operations import described

INERT = {
    "Cache-Control": "no-store",
    "Content-Disposition": "attachment",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""For bodies that come from sites: no browser may run them under our name."""

tables = APIRouter()
every = APIRouter(prefix="/api/v1/runs")
runs = APIRouter(prefix="/api/v1/namespaces/{namespace}/runs/{run}")


@every.get("", **described("listRuns", LIST, RunPage, query=asking.LISTING))
async def list_runs(request: Request, parts: Served, person: Person) -> Response:
    """The runs that are meant, page by page, the latest first."""
    asked, limit = asking.filter_of(request, asking.PAGE), asking.limit_of(request)
    page = await parts.api.history.page(person, asked, limit, request.query_params.get("cursor", ""))
    return asking.with_link(request, said(page), page.next)


@tables.get("/api/v1/runs.csv", **described("exportRuns", EXPORT, "text/csv", query=asking.FILTER))
async def export_runs(request: Request, parts: Served, person: Person) -> Response:
    """All the runs that are meant, as CSV."""
    lines = await parts.api.history.csv(person, asking.filter_of(request, ()))
    disposition = {"Content-Disposition": 'attachment; filename="runs.csv"', "Cache-Control": "no-store"}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=disposition)


@every.get("/summary", **described("summariseRuns", LIST, SummaryList, query=asking.SUMMING))
async def summarise_runs(request: Request, parts: Served, person: Person) -> Response:
    """What the runs that are meant come to, altogether and by group."""
    asked, by = asking.filter_of(request, asking.GROUPS), asking.grouping_of(request)
    return said(await parts.api.history.summary(person, asked, by, asking.zone_of(request)))


@runs.get("", **described("getRun", GET, RunRecord))
async def get_run(parts: Served, named: ReadNamed) -> Response:
    """All that is kept of a run."""
    return said(await parts.api.history.run(*named))


@runs.get("/data", **described("getRunData", GET, RunData))
async def get_data(parts: Served, run: ReadRun) -> Response:
    """What the run has extracted."""
    return said(await parts.api.left_behind.data(run))


@runs.get("/artifacts", **described("listArtifacts", GET, ArtifactList))
async def list_artifacts(parts: Served, run: ReadRun) -> Response:
    """What the run has left."""
    return said(await parts.api.left_behind.listed(run))


@runs.get("/artifacts/{name:path}", **described("getArtifact", GET, BYTES))
async def get_artifact(parts: Served, run: ReadRun, name: str) -> Response:
    """One of these bodies."""
    body = await parts.api.left_behind.body(run, name)
    return Response(body, media_type=content_type(name), headers=INERT)


@runs.post("/links", **described("createLink", GET, ArtifactLink, takes=NewLink, status=201))
async def create_link(
    parts: Served, person: Person, run: ReadRun, asked: Annotated[NewLink, Depends(sent(NewLink, reader))]
) -> Response:
    """A link to one of these bodies, which opens it for five minutes to whoever has it."""
    made = await parts.api.links.made(person, run, asked.name)
    return said(made, 201, Location=made.path)


@tables.get("/links/{word}")
async def open_link(parts: Served, word: str) -> Response:
    """The body that a link opens. Nobody is asked who they are: the link is signed."""
    key, body = await parts.api.links.opened(word)
    return Response(body, media_type=content_type(key), headers=INERT)
