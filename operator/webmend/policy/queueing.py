"""Which runs may begin an attempt now: so many at once for a login, a workflow, a group, a namespace, all together.

The others wait, by priority and then by age, each for one limit at a time: the first that is reached. Who waits for one
stands in nobody's way at another.
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
    """Keys of those that it waits for."""
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


def limits(run: Run, workflow: Workflow, settings: QueueSettings) -> tuple[Limit, ...]:
    """What limits the run, in the order in which it waits."""
    space, spec = run.namespace, workflow.spec
    own = [
        Limit(Reason.CREDENTIAL_BUSY, f"login/{space}/{each.secret_ref}", f"credential {each.alias}", each.concurrency)
        for each in spec.credentials
    ]
    group = spec.concurrency.group
    shared = (
        (Reason.GROUP_BUSY, f"group/{space}/{group}", f"group {group}")
        if group
        else (Reason.WORKFLOW_BUSY, f"workflow/{space}/{workflow.name}", f"workflow {workflow.name}")
    )
    others = (
        (*shared, spec.concurrency.max),
        (Reason.NAMESPACE_BUSY, f"namespace/{space}", f"namespace {space}", settings.per_namespace),
        (Reason.INSTALLATION_BUSY, "all", "installation", settings.max),
    )
    return (*own, *(Limit(reason, key, name, most) for reason, key, name, most in others if most))


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
