"""The parts of the server, put together."""

from dataclasses import dataclass

from webmend.adapters.inbox import HttpInbox
from webmend.domain.settings import Settings
from webmend.ports.artifacts import Artifacts
from webmend.ports.clock import Clock
from webmend.ports.cluster import CHANNELS, RUNS, Cluster
from webmend.ports.inbox import Inbox
from webmend.ports.notifier import Poster
from webmend.ports.outbox import Outbox
from webmend.ports.store import Store

from . import measured
from .announcer import READ, Announcer
from .answered import Answered
from .api import parts as api
from .audit import Audit
from .client_certificates import ClientCertificates
from .credentials import Credentials
from .definitions import Definitions
from .enrolment import Enrolment
from .files import Files
from .fingerprints import Fingerprints
from .forgetting import Forgetting
from .identity import Identity
from .keeper import Keeper
from .live_runs import LiveRuns
from .memory import Memory
from .metrics import Metrics
from .one_time_codes import OneTimeCodes
from .people import parts as people
from .plans import Plans
from .prerequisites import Prerequisites
from .pruning import Pruning
from .readiness import Readiness
from .recorder import Recorder
from .rotation import Rotation
from .saved_sessions import SavedSessions
from .sent_codes import SentCodes
from .session_status import SessionReports
from .settlement import Settlements
from .step_log import StepLog
from .telling import parts as telling
from .telling.delivering import USUAL, Pace
from .tokens import Tokens
from .vault import Vault
from .waiting_room import WaitingRoom
from .watch import Watch


@dataclass(frozen=True)
class Outside:
    """The world that the server works in."""

    cluster: Cluster
    artifacts: Artifacts
    clock: Clock
    settings: Settings
    inbox: Inbox | None = None
    """Where code sources are; none: they are fetched by HTTP."""
    store: Store | None = None
    """Where runs are recorded; none: they are not."""
    outbox: Outbox | None = None
    """Where what is on its way to channels is kept; none: nobody is told."""
    poster: Poster | None = None
    """How messages leave; none: as the settings say."""
    pace: Pace = USUAL
    """How soon messages are tried again."""


@dataclass(frozen=True)
class Parts:
    """What the routes call."""

    identity: Identity
    plans: Plans
    steps: StepLog
    reports: SessionReports
    waiting_room: WaitingRoom
    credentials: Credentials
    client_certificates: ClientCertificates
    saved_sessions: SavedSessions
    one_time_codes: OneTimeCodes
    sent_codes: SentCodes
    rotation: Rotation
    enrolment: Enrolment
    settlements: Settlements
    files: Files
    prerequisites: Prerequisites
    fingerprints: Fingerprints
    watches: tuple[Watch, ...]
    recorder: Recorder | None
    announcer: Announcer | None
    keeper: Keeper | None
    pruning: Pruning | None
    forgetting: Forgetting | None
    telling: telling.Telling | None
    readiness: Readiness
    metrics: Metrics
    answered: Answered
    people: people.People
    api: api.Api


def assembled(outside: Outside) -> Parts:
    """The parts of one server."""
    cluster, clock, settings, metrics = outside.cluster, outside.clock, outside.settings, Metrics()
    artifacts = measured.artifacts(outside.artifacts, metrics)
    store = measured.store(outside.store, metrics) if outside.store else None
    memory, room, vault = Memory(), WaitingRoom(), Vault(cluster)
    tokens, definitions, steps = Tokens(cluster, clock), Definitions(cluster), StepLog(artifacts)
    identity, fingerprints = Identity(cluster, tokens, clock), Fingerprints(definitions, artifacts, steps)
    audit, codes = Audit(artifacts, clock), OneTimeCodes(clock)
    credentials = Credentials(definitions, vault, memory, audit, codes, clock)
    inbox = outside.inbox or HttpInbox(settings.runner.egress_proxy)
    answered = Answered(identity, definitions, vault)
    public = people.assembled(cluster, definitions, artifacts, clock)
    live = LiveRuns()
    told = _telling(outside)
    ring, due = (told.posted.ring, told.due.ring) if told else (_nobody, _nobody)
    outbox = outside.outbox if told else None
    calls = api.assembled(cluster, artifacts, store, public, definitions, clock, live, settings, outbox, due)
    listeners = [room.hear, memory.hear, fingerprints.hear, public.lookup.hear, live.hear, calls.questions.hear]
    announcer = Announcer(store, clock, ring) if store else None
    keeper = Keeper(store, clock) if store else None
    recorder = Recorder(store, cluster, definitions, steps, clock, ring) if store else None
    metrics.gauge("webmend_server_waiting_runners", "Runners that wait for a directive", lambda: room.waiting)
    if recorder:
        listeners.append(recorder.hear)
        metrics.gauge("webmend_recorder_waiting_runs", "Runs not recorded as they are now", lambda: recorder.waiting)
    watches = [Watch(cluster, RUNS, settings.namespaces, *listeners)]
    if announcer and keeper:
        hearing = {kind: (announcer.listener(kind), keeper.listener(kind)) for kind in READ}
        watches += [Watch(cluster, kind, settings.namespaces, *both) for kind, both in hearing.items()]
    if told:
        watches.append(Watch(cluster, CHANNELS, settings.namespaces, told.standings.hear))
    return Parts(
        identity=identity,
        plans=Plans(definitions, vault, fingerprints, answered, memory, clock, settings),
        steps=steps,
        reports=SessionReports(cluster, artifacts, identity, memory),
        waiting_room=room,
        credentials=credentials,
        client_certificates=ClientCertificates(definitions, vault, audit, credentials.count),
        saved_sessions=SavedSessions(definitions, vault, audit),
        one_time_codes=codes,
        sent_codes=SentCodes(definitions, vault, audit, inbox, settings.code_sources, clock),
        rotation=Rotation(definitions, vault, audit, clock),
        enrolment=Enrolment(definitions, vault, audit, codes, clock),
        settlements=Settlements(definitions, vault, audit),
        files=Files(artifacts),
        prerequisites=Prerequisites(tokens, vault, settings),
        fingerprints=fingerprints,
        watches=tuple(watches),
        recorder=recorder,
        announcer=announcer,
        keeper=keeper,
        pruning=Pruning(store, cluster, artifacts, settings.retention, clock) if store else None,
        forgetting=Forgetting(outside.outbox, settings.retention, clock) if outside.outbox else None,
        telling=told,
        readiness=Readiness(cluster, artifacts, settings),
        metrics=metrics,
        answered=answered,
        people=public,
        api=calls,
    )


def _telling(outside: Outside) -> telling.Telling | None:
    if outside.store is None or outside.outbox is None or not outside.settings.notifications.enabled:
        return None
    world = (outside.cluster, outside.store, outside.outbox, outside.clock, outside.settings)
    return telling.assembled(*world, outside.poster, outside.pace)


def _nobody() -> None:
    """Nobody is to be told."""
