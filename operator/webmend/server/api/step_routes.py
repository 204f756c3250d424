"""The routes of steps."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from webmend.domain.slow_steps import StepList
from webmend.server.admission import Served
from webmend.server.people.access import LIST

from . import asking
from .admission import Person
from .answers import said
from .operations import described

steps = APIRouter(prefix="/api/v1/steps")


@steps.get("/slowest", **described("listSlowestSteps", LIST, StepList, query=asking.RANKING_STEPS))
async def slowest_steps(request: Request, parts: Served, person: Person) -> Response:
    """The steps of the runs that are meant that take up the most time, take the longest, or fail most often."""
    asked, order = asking.filter_of(request, asking.RANKING), asking.step_order_of(request)
    return said(await parts.api.steps.slowest(person, asked, order, asking.limit_of(request)))
