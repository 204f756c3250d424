"""Who may do what by way of the API: every call of the route table with every kind of credential."""

import re

import httpx
import pytest

from tests.support.artifacts import FakeArtifacts
from tests.support.builders import SETTINGS
from tests.support.clock import VirtualClock
from tests.support.cluster import FakeCluster
from tests.support.person import Person
from tests.support.server import Server
from webmend.server.api.operations import Call, calls, flat
from webmend.server.app import create_app
from webmend.server.parts import Outside

pytestmark = pytest.mark.looptime

APP = create_app(Outside(FakeCluster(), FakeArtifacts(), VirtualClock(), SETTINGS))
CALLS = calls(APP.routes)
KINDS = ("workflowruns", "workflows", "workflowversions", "errorcodes", "notificationchannels")
VERBS = frozenset(
    {"get", "list", "watch", "create", "update", "patch", "delete"}
    | {call.operation.verb for call in CALLS}
)  # fmt: skip
every_call = pytest.mark.parametrize("call", CALLS, ids=[call.operation.id for call in CALLS])


def right(call: Call) -> str:
    return f"{call.operation.verb} {call.operation.kind.plural}"


async def answer(person: Person, call: Call) -> httpx.Response:
    """What is said to that call, about things that are not there; with a body that is none."""
    path = re.sub(r"{(\w+)(:path)?}", lambda found: NAMES.get(found[1], "some"), call.path)
    query = {} if "{namespace}" in call.path else {"namespace": "clinic"}
    return await person.server.http.request(call.method, path, params=query, headers=person.headers)


NAMES = {"namespace": "clinic", "number": "1"}


def test_every_route_of_the_api_says_what_it_needs() -> None:
    stated = {(call.method, call.path) for call in CALLS}
    table = {(method, route.path) for route in flat(APP.routes) for method in route.methods}
    assert {(method, path) for method, path in table if path.startswith("/api/v1/")} == stated
    assert len({call.operation.id for call in CALLS}) == len(CALLS)


@every_call
async def test_nobody_is_told_anything_without_a_token(server: Server, call: Call) -> None:
    person = Person(server, right(call))
    person.headers = {}
    assert (await answer(person, call)).status_code == 401


@every_call
async def test_a_name_in_a_header_is_nobody(server: Server, call: Call) -> None:
    person = Person(server, right(call))
    person.headers = {"X-Forwarded-User": "ada", "X-Remote-User": "ada", "Impersonate-User": "ada"}
    assert (await answer(person, call)).status_code == 401


@every_call
async def test_somebody_without_rights_is_refused(server: Server, call: Call) -> None:
    Person(server, right(call), name="ada")
    assert (await answer(Person(server, name="bob"), call)).status_code == 403


@every_call
async def test_every_other_right_does_not_do(server: Server, call: Call) -> None:
    others = {f"{verb} {kind}" for verb in VERBS for kind in KINDS} - {right(call)}
    assert (await answer(Person(server, *others), call)).status_code == 403


@every_call
async def test_the_right_in_another_namespace_does_not_do(server: Server, call: Call) -> None:
    assert (await answer(Person(server, right(call), namespace="elsewhere"), call)).status_code == 403


@every_call
async def test_who_has_the_right_is_let_in(server: Server, call: Call) -> None:
    told = await answer(Person(server, right(call)), call)
    assert told.status_code not in (401, 403), told.text
