"""Which runs may begin an attempt now: so many at once for a login, a workflow, a group, a namespace, all together.

The others wait, by priority and then by age, at the first limit that is reached. Who waits keeps its place at that one
and at those before it, so that whoever is next is held up by those that act, and by nobody else. It stands in nobody's
way at those after it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webmend.domain.run import Run
from webmend.domain.settings import QueueSettings
from webmend.domain.workflow import Workflow

NAMED = 3
"""Runs named in a sentence."""
EXACT = 10
"""The place in a queue up to which it is told exactly; further back it changes all the time, and nobody is near."""


class Reason(StrEnum):
    """What a run is Pending for."""

    CREDENTIAL_BUSY = "CredentialBusy"
    WORKFLOW_BUSY = "WorkflowBusy"
    GROUP_BUSY = "GroupBusy"
    NAMESPACE_BUSY = "NamespaceBusy"
    INSTALLATION_BUSY = "InstallationBusy"


REASONS = frozenset(map(str, Reason))
"""By which a run is known to wait in a queue."""


@dataclass(frozen=True)
class Limit:
    """So many runs at once."""

    reason: Reason
    key: str
    """What tells it from every other; the same for all runs that share it."""
    name: str
    """What is shared, for a sentence."""
    most: int


@dataclass(frozen=True)
class Rival:
    """Another run that is not over."""

    uid: str
    name: str
    uses: frozenset[str] = frozenset()
    """Keys of its limits, while an attempt of it is under way."""
    waits_for: frozenset[str] = frozenset()
    """Keys of those at which it has a place in the queue."""
    place: tuple[int, datetime, str] = (0, datetime.min, "")
    """Where it stands among those that wait."""


@dataclass(frozen=True)
class Busy:
    """A limit is reached."""

    reason: Reason
    place: int
    """1 for the run that is next."""
    sentence: str


def place(run: Run) -> tuple[int, datetime, str]:
    """Where a run stands among those that wait: by priority, then by age."""
    return -run.spec.priority, run.created, run.name


def limits(run: Run, workflow: Workflow | None, settings: QueueSettings) -> tuple[Limit, ...]:
    """What limits the run, in the order in which it waits. A run whose workflow is gone counts all the same."""
    space = run.namespace
    shared = (
        Limit(Reason.NAMESPACE_BUSY, f"namespace/{space}", f"namespace {space}", settings.per_namespace),
        Limit(Reason.INSTALLATION_BUSY, "all", "installation", settings.max),
    )
    own = _own(space, workflow) if workflow else ()
    return tuple(limit for limit in (*own, *shared) if limit.most)


def places(of: Iterable[Limit], reason: str) -> frozenset[str]:
    """Keys of the limits at which a run that waits for this reason has its place: to the last one of that reason."""
    known = tuple(of)
    reached = [place_ for place_, limit in enumerate(known) if limit.reason == reason]
    return frozenset(limit.key for limit in known[: reached[-1] + 1]) if reached else frozenset()


def _own(space: str, workflow: Workflow) -> tuple[Limit, ...]:
    """Those that the workflow sets."""
    spec, group = workflow.spec, workflow.spec.concurrency.group
    logins = [
        Limit(Reason.CREDENTIAL_BUSY, f"login/{space}/{each.secret_ref}", f"credential {each.alias}", each.concurrency)
        for each in spec.credentials
    ]
    most = spec.concurrency.max or 0
    if group:
        return (*logins, Limit(Reason.GROUP_BUSY, f"group/{space}/{group}", f"group {group}", most))
    key, name = f"workflow/{space}/{workflow.name}", f"workflow {workflow.name}"
    return (*logins, Limit(Reason.WORKFLOW_BUSY, key, name, most))


def busy(run: Run, of: Iterable[Limit], rivals: Iterable[Rival]) -> Busy | None:
    """The first limit that the run has to wait for. `rivals`: all other runs that share one of its limits."""
    known = tuple(rivals)
    return next((found for limit in of if (found := _busy(run, limit, known))), None)


def next_in_line(freed: Iterable[str], rivals: Iterable[Rival], count: int) -> tuple[Rival, ...]:
    """Those that should look again once these limits may have room: the first so many of each."""
    waiting = sorted((rival for rival in rivals if rival.waits_for), key=lambda each: each.place)
    found = (rival for key in freed for rival in [each for each in waiting if key in each.waits_for][:count])
    return tuple(dict.fromkeys(found))


def _busy(run: Run, limit: Limit, rivals: tuple[Rival, ...]) -> Busy | None:
    using = sorted(rival.name for rival in rivals if limit.key in rival.uses)
    ahead = sum(limit.key in rival.waits_for and rival.place < place(run) for rival in rivals)
    if len(using) + ahead < limit.most:
        return None
    by = f"in use by {', '.join(using[:NAMED])}{' and others' if len(using) > NAMED else ''}" if using else "asked for"
    sentence = f"The {limit.name} is {by}, and {limit.most} may use it at once; {_told(ahead + 1)} in the queue"
    return Busy(limit.reason, ahead + 1, sentence)


def _told(place_: int) -> str:
    """A place in words."""
    return f"place {place_}" if place_ <= EXACT else f"about place {-(-place_ // EXACT) * EXACT}"
