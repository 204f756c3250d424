"""The routes of channels, and of what is on its way to them."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from webmend.domain.api_channels import ChannelItem, ChannelList
from webmend.domain.delivery import DeliveryDetails, DeliveryPage
from webmend.ports.cluster import CHANNELS
from webmend.server.admission import Served
from webmend.server.people.access import GET, LIST, PATCH
from webmend.server.problems import Refused

from . import asking
from .admission import Named, Person, who_may
from .answers import said
from .channels import item
from .operations import described

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

every = APIRouter(prefix="/api/v1")
one = APIRouter(prefix="/api/v1/namespaces/{namespace}/channels/{channel}")
may_get, may_patch = (who_may(verb, CHANNELS, "channel") for verb in (GET, PATCH))
CanGet = Annotated[Named, Depends(may_get)]
CanPatch = Annotated[Named, Depends(may_patch)]


@every.get("/channels", **described("listChannels", LIST, ChannelList, kind=CHANNELS, query=asking.SPACES))
async def list_channels(request: Request, parts: Served, person: Person) -> Response:
    """The channels that people are told by, by namespace and name."""
    asking.check_known(request, ("namespace",))
    return said(await parts.api.channels.listed(person, asking.namespaces_of(request)))


@every.get("/deliveries", **described("listDeliveries", LIST, DeliveryPage, kind=CHANNELS, query=asking.DELIVERIES))
async def list_deliveries(request: Request, parts: Served, person: Person) -> Response:
    """What is or was on its way to channels, page by page, the latest first."""
    asked, limit = asking.deliveries_of(request), asking.limit_of(request)
    page = await parts.api.deliveries.page(person, asked, limit, request.query_params.get("cursor", ""))
    return asking.with_link(request, said(page), page.next)


@one.get("", **described("getChannel", GET, ChannelItem, kind=CHANNELS))
async def get_channel(parts: Served, named: CanGet) -> Response:
    """A channel as it is now."""
    return said(item(await parts.api.channels.one(*named)))


@one.post("/test", **described("testChannel", PATCH, ChannelItem, kind=CHANNELS, status=202))
async def test_channel(parts: Served, person: Person, named: CanPatch) -> Response:
    """Send a test message; a channel whose receiver had wanted nothing more is enabled by it."""
    return said(await parts.api.channels.test(person, await parts.api.channels.one(*named)), 202)


@one.get("/deliveries/{delivery}", **described("getDelivery", GET, DeliveryDetails, kind=CHANNELS))
async def get_delivery(parts: Served, named: CanGet, delivery: str) -> Response:
    """A delivery with every attempt; also to a channel that has gone."""
    return said(await parts.api.deliveries.one(*named, _id_of(delivery)))


@one.post("/deliveries/{delivery}/replay", **described("replayDelivery", PATCH, DeliveryDetails, kind=CHANNELS))
async def replay_delivery(parts: Served, person: Person, named: CanPatch, delivery: str) -> Response:
    """Make another attempt at once, also of what was delivered: the receiver gets it under the same id."""
    id_ = _id_of(delivery)
    return said(await parts.api.deliveries.replay(person, await parts.api.channels.one(*named), id_))


@one.post("/deliveries/{delivery}/discard", **described("discardDelivery", PATCH, DeliveryDetails, kind=CHANNELS))
async def discard_delivery(parts: Served, person: Person, named: CanPatch, delivery: str) -> Response:
    """Make no more attempts."""
    id_ = _id_of(delivery)
    return said(await parts.api.deliveries.discard(person, await parts.api.channels.one(*named), id_))


def _id_of(text: str) -> UUID:
    if not _ID.fullmatch(text):
        raise Refused(404, "there can be no delivery of that id")
    return UUID(text)
