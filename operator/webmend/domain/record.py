"""What is kept of a run for good, after its object has gone."""

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import AfterValidator, Field, TypeAdapter, computed_field

from .base import Identifier, Line, Name, Observed, Sentence
from .failure import Category, Fault, SubType
from .phase import Phase
from .report import StepReport
from .rule import Rule
from .run import Attempt, Recovery, Trigger

_ATTEMPTS, _RECOVERIES = TypeAdapter(tuple[Attempt, ...]), TypeAdapter(tuple[Recovery, ...])


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


Moment = Annotated[datetime, AfterValidator(_aware)]
"""A time; of UTC where it says no offset."""


class RunSummary(Observed):
    """A run as a list shows it: all that can be filtered by."""

    id: UUID
    """Its place in the history: a later run has a greater one."""
    uid: Line
    """UID of its object; the id of its session."""
    seen: int = 0
    """Resource version of the object that this was read from; 0 where it was none that can be compared."""
    namespace: Name
    name: Line
    workflow: Name
    """Name of its workflow."""
    type: Line = ""
    """The workflow's word for its kind, at that time."""
    site: Annotated[str, Field(max_length=253)] = ""
    """Host that it works on."""
    labels: dict[str, str] = Field(default_factory=dict)
    """The labels of its object."""
    version: int | None = None
    """The workflow's version that its last attempt ran."""
    phase: Phase = Phase.PENDING
    reason: Line = ""
    message: Sentence = ""
    trigger: Trigger = Trigger.MANUAL
    replay_of: Line = ""
    """The run that it repeats."""
    dry_run: bool = False
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    duration_ms: int | None = None
    """From the start of its first step to its end."""
    duration_bucket: int | None = Field(default=None, exclude=True)
    """The class that the duration is counted in."""
    attempt: int = 0
    """Number of the last attempt."""
    steps_total: int = 0
    steps_done: int = 0
    """Of the last attempt."""
    records: int = 0
    """Records extracted."""
    recovered: bool = False
    """Something had to be mended on the way to success."""
    category: Category | None = None
    """Of the failure, where it has failed."""
    sub_type: SubType | None = None
    code: Line = ""
    """The user's own error code that fits it."""
    fault: Fault | None = None
    node_id: Identifier | None = None
    """The step that failed."""
    artifacts: Line = ""
    """Prefix of its artifacts in their store."""


class RecordedStep(StepReport):
    """One execution of one step, in its place."""

    attempt: int
    sequence: int
    """1 for the first of the attempt."""


class RunRecord(Observed):
    """All that is kept of a run."""

    summary: RunSummary
    inputs: dict[str, str] = Field(default_factory=dict)
    """Values of the workflow's inputs, secret ones masked."""
    status: dict[str, Any] = Field(default_factory=dict)
    """The status of its object, as stored."""
    steps: tuple[RecordedStep, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Every attempt, as the status has it."""
        return _ATTEMPTS.validate_python(self.status.get("attempts", ()))

    @computed_field  # type: ignore[prop-decorator]
    @property
    def recoveries(self) -> tuple[Recovery, ...]:
        """Everything that was done about failures, as the status has it."""
        return _RECOVERIES.validate_python(self.status.get("recoveries", ()))


class RunPage(Observed):
    """A part of a list of runs."""

    items: tuple[RunSummary, ...]
    next: str | None = None
    """Cursor of the next page; none where this is the last."""


class RunFilter(Observed):
    """Which runs are meant. Several values of one field: any of them; several fields: all of them."""

    RULES: ClassVar = (
        Rule(
            message="since is before until",
            cel="!has(self.since) || !has(self.until) || self.since < self.until",
            holds=lambda asked: asked.since is None or asked.until is None or asked.since < asked.until,
            at="since",
        ),
        Rule(
            message="since and until are of the years 1970 to 9998",
            cel="[self.?since, self.?until].all(each, !each.hasValue() || (each.value().getFullYear() >= 1970 "
            "&& each.value().getFullYear() <= 9998))",
            holds=lambda asked: all(each is None or 1970 <= each.year <= 9998 for each in (asked.since, asked.until)),
            at="since",
        ),
    )

    namespaces: tuple[str, ...] | None = None
    """None: all of them."""
    workflows: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    versions: tuple[int, ...] = ()
    categories: tuple[Category, ...] = ()
    sub_types: tuple[SubType, ...] = ()
    codes: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    labels: dict[str, str] = Field(default_factory=dict)
    """Each of them, with this value."""
    recovered: bool | None = None
    since: Moment | None = None
    """Created at this time or later."""
    until: Moment | None = None
    """Created before this time."""
    min_duration_ms: int | None = None
    max_duration_ms: int | None = None
    text: str = ""
    """Stands in its name, its workflow's name or its message, whatever the case."""
