"""The parts of the server, put together."""

from dataclasses import dataclass, field

from webmend.adapters.inbox import HttpInbox
from webmend.domain.settings import Settings
from webmend.ports.artifacts import Artifacts
from webmend.ports.clock import Clock
from webmend.ports.cluster import Cluster
from webmend.ports.inbox import Inbox

from .answered import Answered
from .audit import Audit
from .credentials import Credentials
from .definitions import Definitions
from .enrolment import Enrolment
from .files import Files
from .fingerprints import Fingerprints
from .identity import Identity
from .memory import Memory
from .metrics import Metrics
from .one_time_codes import OneTimeCodes
from .people import parts as people
from .plans import Plans
from .prerequisites import Prerequisites
from .readiness import Readiness
from .rotation import Rotation
from .runs import RunWatch
from .sent_codes import SentCodes
from .session_status import SessionReports
from .settlement import Settlements
from .step_log import StepLog
from .tokens import Tokens
from .vault import Vault
from .waiting_room import WaitingRoom


@dataclass(frozen=True)
class Outside:
    """The world that the server works in."""

    cluster: Cluster
    artifacts: Artifacts
    clock: Clock
    settings: Settings
    inbox: Inbox = field(default_factory=HttpInbox)


@dataclass(frozen=True)
class Parts:
    """What the routes call."""

    identity: Identity
    plans: Plans
    steps: StepLog
    reports: SessionReports
    waiting_room: WaitingRoom
    credentials: Credentials
    one_time_codes: OneTimeCodes
    sent_codes: SentCodes
    rotation: Rotation
    enrolment: Enrolment
    settlements: Settlements
    files: Files
    prerequisites: Prerequisites
    fingerprints: Fingerprints
    watch: RunWatch
    readiness: Readiness
    metrics: Metrics
    answered: Answered
    people: people.People


def assembled(outside: Outside) -> Parts:
    """The parts of one server."""
    cluster, artifacts, clock, settings = outside.cluster, outside.artifacts, outside.clock, outside.settings
    memory, metrics, room, vault = Memory(), Metrics(), WaitingRoom(), Vault(cluster)
    tokens, definitions, steps = Tokens(cluster, clock), Definitions(cluster), StepLog(artifacts)
    identity, fingerprints = Identity(cluster, tokens, clock), Fingerprints(definitions, artifacts, steps)
    audit, codes = Audit(artifacts, clock), OneTimeCodes(clock)
    answered = Answered(identity, definitions, vault)
    public = people.assembled(cluster, definitions, artifacts, clock)
    metrics.gauge("webmend_server_waiting_runners", "Runners that wait for a directive", lambda: room.waiting)
    return Parts(
        identity=identity,
        plans=Plans(definitions, vault, fingerprints, answered, memory, clock, settings),
        steps=steps,
        reports=SessionReports(cluster, artifacts, identity, memory),
        waiting_room=room,
        credentials=Credentials(definitions, vault, memory, audit, codes, clock),
        one_time_codes=codes,
        sent_codes=SentCodes(definitions, vault, audit, outside.inbox, settings.code_sources, clock),
        rotation=Rotation(definitions, vault, audit, clock),
        enrolment=Enrolment(definitions, vault, audit, codes, clock),
        settlements=Settlements(definitions, vault, audit),
        files=Files(artifacts),
        prerequisites=Prerequisites(tokens, vault, settings),
        fingerprints=fingerprints,
        watch=RunWatch(cluster, settings.namespaces, (room.hear, memory.hear, fingerprints.hear, public.lookup.hear)),
        readiness=Readiness(cluster, artifacts, settings),
        metrics=metrics,
        answered=answered,
        people=public,
    )
