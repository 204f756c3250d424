"""What the /api/v1 routes call."""

from collections.abc import Callable
from dataclasses import dataclass

from webmend.domain.settings import Settings
from webmend.ports.artifacts import Artifacts
from webmend.ports.clock import Clock
from webmend.ports.cluster import Cluster
from webmend.ports.outbox import Outbox
from webmend.ports.store import Store
from webmend.server.definitions import Definitions
from webmend.server.live_runs import LiveRuns
from webmend.server.people.parts import People

from .channels import Channels
from .codes import ErrorCodes
from .deliveries import Deliveries
from .history import RunHistory
from .insights import Insights
from .kept import KeptObjects
from .left_behind import LeftBehind
from .links import Links
from .objects import Objects
from .questions import Questions
from .run_actions import RunActions
from .runs import Runs
from .scope import Scope
from .steps import StepHistory
from .versions import WorkflowVersions
from .workflows import Workflows


@dataclass(frozen=True)
class Api:
    """The parts, put together by `assembled`."""

    runs: Runs
    history: RunHistory
    steps: StepHistory
    insights: Insights
    kept: KeptObjects
    left_behind: LeftBehind
    links: Links
    run_actions: RunActions
    workflows: Workflows
    versions: WorkflowVersions
    codes: ErrorCodes
    questions: Questions
    channels: Channels
    deliveries: Deliveries


def assembled(
    cluster: Cluster,
    artifacts: Artifacts,
    store: Store | None,
    people: People,
    definitions: Definitions,
    clock: Clock,
    live: LiveRuns,
    settings: Settings,
    outbox: Outbox | None,
    ring: Callable[[], None],
) -> Api:
    """The parts of one server. `ring`: called when a delivery has come due."""
    namespaces, deeds = settings.namespaces, people.deeds
    objects, scope = Objects(cluster, namespaces), Scope(people.access, namespaces, store)
    left_behind = LeftBehind(artifacts)
    return Api(
        runs=Runs(cluster, store, namespaces),
        history=RunHistory(store, scope, clock),
        steps=StepHistory(store, scope, clock),
        insights=Insights(store, scope, live, settings, clock),
        kept=KeptObjects(store, scope),
        left_behind=left_behind,
        links=Links(left_behind, deeds, clock),
        run_actions=RunActions(objects, definitions, people.access, deeds),
        workflows=Workflows(objects, scope, people.access, deeds),
        versions=WorkflowVersions(objects, deeds),
        codes=ErrorCodes(objects, scope, deeds),
        questions=Questions(scope, clock),
        channels=Channels(objects, scope, deeds, clock),
        deliveries=Deliveries(outbox, scope, deeds, clock, ring),
    )
