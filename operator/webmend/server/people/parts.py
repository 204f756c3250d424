"""What the /run routes call."""

from dataclasses import dataclass

from webmend.ports.artifacts import Artifacts
from webmend.ports.clock import Clock
from webmend.ports.cluster import Cluster
from webmend.server.definitions import Definitions

from .access import Access
from .answering import Answering
from .deeds import Deeds
from .lookup import Lookup
from .results import Results
from .users import Users


@dataclass(frozen=True)
class People:
    """The parts, put together by `assembled`."""

    users: Users
    lookup: Lookup
    access: Access
    results: Results
    answering: Answering
    deeds: Deeds


def assembled(cluster: Cluster, definitions: Definitions, artifacts: Artifacts, clock: Clock) -> People:
    """The parts of one server."""
    lookup, deeds = Lookup(cluster), Deeds(cluster, artifacts, clock)
    return People(
        users=Users(cluster, clock),
        lookup=lookup,
        access=Access(cluster, clock),
        results=Results(definitions, artifacts),
        answering=Answering(cluster, lookup, definitions, deeds, clock),
        deeds=deeds,
    )
