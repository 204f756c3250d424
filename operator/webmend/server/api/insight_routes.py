"""The routes of what stands out."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from webmend.domain.capacity import Capacity
from webmend.domain.failure_pattern import FailurePatternList
from webmend.domain.peak_hours import PeakHours
from webmend.domain.standing import StandingList
from webmend.server.admission import Served
from webmend.server.people.access import LIST

from . import asking
from .admission import Person
from .answers import said
from .operations import described

insights = APIRouter(prefix="/api/v1")


@insights.get(
    "/runs/failures", **described("listFailurePatterns", LIST, FailurePatternList, query=(*asking.FILTER, asking.LIMIT))
)
async def list_failure_patterns(request: Request, parts: Served, person: Person) -> Response:
    """What failed runs have in common: category, sub-type, step and site; the most frequent first."""
    asked = asking.filter_of(request, ("limit",))
    return said(await parts.api.insights.failures(person, asked, asking.limit_of(request)))


@insights.get("/runs/peak-hours", **described("getPeakHours", LIST, PeakHours, query=(*asking.FILTER, asking.ZONE)))
async def get_peak_hours(request: Request, parts: Served, person: Person) -> Response:
    """At which hours of the week runs were created."""
    asked = asking.filter_of(request, ("timeZone",))
    return said(await parts.api.insights.peak_hours(person, asked, asking.zone_of(request)))


@insights.get(
    "/workflows/standing",
    **described("listStandings", LIST, StandingList, query=(*asking.FILTER, asking.RELIABILITY)),
)
async def list_standings(request: Request, parts: Served, person: Person) -> Response:
    """How reliable workflows are and why, those that need attention most first."""
    asked = asking.filter_of(request, ("reliability",))
    return said(await parts.api.insights.standings(person, asked, asking.reliability_of(request)))


@insights.get("/capacity", **described("getCapacity", LIST, Capacity, query=asking.SPACES))
async def get_capacity(request: Request, parts: Served, person: Person) -> Response:
    """How many runs wait and why, how many are under way, and how many may be."""
    asking.check_known(request, ("namespace",))
    return said(await parts.api.insights.capacity(person, asking.namespaces_of(request)))
