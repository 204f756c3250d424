"""What the API makes of bodies without an end, of names that are paths, and of namespaces that are not its own."""

from collections.abc import AsyncIterator

import pytest

from tests.support.cluster import FakeCluster
from tests.support.installation import portal
from tests.support.person import Person
from tests.support.server import Server
from webmend.ports.cluster import RUNS, WORKFLOWS
from webmend.server.api.objects import Objects
from webmend.server.limits import MESSAGE_BYTES
from webmend.server.problems import Refused

pytestmark = pytest.mark.looptime

RUNS_OF_CLINIC = "/api/v1/namespaces/clinic/runs"
PIECE = b"x" * 65_536
GIGABYTE = 1024**3


class Body:
    """A gigabyte, and how much of it was read."""

    def __init__(self) -> None:
        self.read = 0

    async def pieces(self) -> AsyncIterator[bytes]:
        while self.read < GIGABYTE:
            self.read += len(PIECE)
            yield PIECE


async def test_a_body_that_says_how_long_it_is_is_not_read(server: Server) -> None:
    body, headers = Body(), {**Person(server, "create").headers, "Content-Length": str(GIGABYTE)}

    answer = await server.http.post(RUNS_OF_CLINIC, headers=headers, content=body.pieces())

    assert (answer.status_code, body.read) == (413, 0)


async def test_one_that_does_not_say_is_read_no_further_than_it_may_be_long(server: Server) -> None:
    body = Body()

    answer = await server.http.post(RUNS_OF_CLINIC, headers=Person(server, "create").headers, content=body.pieces())

    assert answer.status_code == 413
    assert body.read <= MESSAGE_BYTES + 2 * len(PIECE)


@pytest.mark.parametrize(("rights", "status"), [(None, 401), ((), 403)])
async def test_nothing_is_read_of_somebody_who_may_not(
    server: Server, rights: tuple[str, ...] | None, status: int
) -> None:
    body, headers = Body(), {} if rights is None else Person(server, *rights).headers

    answer = await server.http.post(RUNS_OF_CLINIC, headers=headers, content=body.pieces())

    assert (answer.status_code, body.read) == (status, 0)


@pytest.mark.parametrize(
    "path",
    [
        "clinic/runs/..%2fportal-1/stop",
        "clinic/runs/%2e%2e/stop",
        "clinic/runs/portal-1%00/stop",
        "clinic/runs/portal-1%0d%0aX:y/stop",
        "clinic%2f..%2fother/runs/portal-1/stop",
        "Clinic/runs/portal-1/stop",
        "../../run/x/interrupt",
        "clinic/runs/portal-1/stop/",
        "clinic/runs//stop",
    ],
)
async def test_a_name_that_is_none_leads_nowhere(server: Server, path: str) -> None:
    await server.installed.install(portal())
    await server.installed.run()

    answer = await Person(server, "stop").post(f"/namespaces/{path}")

    assert answer.status_code == 404
    assert "stop" not in (await server.cluster.get(RUNS, "clinic", "portal-1"))["spec"]


async def test_a_namespace_that_is_not_served_is_not_touched() -> None:
    cluster = FakeCluster()
    await cluster.create(WORKFLOWS, "other", {"metadata": {"name": "portal"}, "spec": portal().spec.stored()})
    objects = Objects(cluster, ("clinic",))

    with pytest.raises(Refused, match="does not serve the namespace other"):
        await objects.get(WORKFLOWS, "other", "portal")
    with pytest.raises(Refused, match="does not serve the namespace other"):
        await objects.create(WORKFLOWS, "other", {"metadata": {"name": "second"}})
    assert await objects.list(WORKFLOWS, None) == []
