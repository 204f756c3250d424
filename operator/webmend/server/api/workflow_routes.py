"""The routes of workflows: which there are, how they are set, and copies of them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from webmend.domain.api_workflows import (
    NewClone,
    SettingsChange,
    SettingsOutcome,
    WorkflowDetails,
    WorkflowMade,
    WorkflowPage,
)
from webmend.ports.cluster import WORKFLOWS
from webmend.server.admission import Served
from webmend.server.people.access import CREATE, GET, LIST, PATCH

from . import asking
from .admission import Named, Person, sent, who_may
from .answers import said
from .making import request_of
from .operations import described
from .workflows import details, etag

every = APIRouter(prefix="/api/v1/workflows")
one = APIRouter(prefix="/api/v1/namespaces/{namespace}/workflows/{workflow}")
may_get, may_patch = (who_may(verb, WORKFLOWS, "workflow") for verb in (GET, PATCH))
may_create = who_may(CREATE, WORKFLOWS, "workflow", any_one=True)


@every.get("", **described("listWorkflows", LIST, WorkflowPage, kind=WORKFLOWS, query=asking.PAGES))
async def list_workflows(request: Request, parts: Served, person: Person) -> Response:
    """The workflows, page by page, by namespace and name."""
    asking.check_known(request, ("namespace", *asking.PAGE))
    named, limit = asking.namespaces_of(request), asking.limit_of(request)
    page = await parts.api.workflows.page(person, named, limit, request.query_params.get("cursor", ""))
    return asking.with_link(request, said(page), page.next)


@one.get("", **described("getWorkflow", GET, WorkflowDetails, kind=WORKFLOWS))
async def get_workflow(parts: Served, named: Annotated[Named, Depends(may_get)]) -> Response:
    """A workflow as it is now; the header ETag names its state."""
    stored = await parts.api.workflows.stored(*named)
    return said(details(stored), ETag=etag(stored))


@one.patch(
    "/settings",
    **described(
        "changeSettings", PATCH, SettingsOutcome, kind=WORKFLOWS, takes=SettingsChange, query=asking.DRY, guards=True
    ),
)
async def change_settings(
    request: Request,
    parts: Served,
    person: Person,
    named: Annotated[Named, Depends(may_patch)],
    asked: Annotated[SettingsChange, Depends(sent(SettingsChange, may_patch))],
) -> Response:
    """Change which recoveries are allowed, the state, the schedule, by a merge patch (RFC 7386).

    Where Argo CD or Flux owns the workflow, and in a dry run, the patch is handed out and nothing is changed.
    """
    asking.check_known(request, ("dryRun",))
    stored, match = await parts.api.workflows.stored(*named), request.headers.get("if-match", "")
    return said(await parts.api.workflows.change(person, stored, asked, match, asking.is_dry(request)))


@one.post(
    "/clone", **described("cloneWorkflow", CREATE, WorkflowMade, kind=WORKFLOWS, takes=NewClone, status=201, makes=True)
)
async def clone_workflow(
    request: Request,
    parts: Served,
    person: Person,
    named: Annotated[Named, Depends(may_create)],
    asked: Annotated[NewClone, Depends(sent(NewClone, may_create))],
) -> Response:
    """Make a copy of a workflow under another name, as a Draft; the caller needs `get` on the original too."""
    made = await parts.api.workflows.clone(person, *named, asked, request_of(person, request, asked))
    return said(made, 201, Location=f"/api/v1/namespaces/{made.namespace}/workflows/{made.name}")
