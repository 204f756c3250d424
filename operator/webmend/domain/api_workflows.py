"""What the public API is asked for and answers about workflows, their versions, error codes and open questions."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import Field, JsonValue

from .api import VersionNumber
from .base import Duration, Identifier, Line, Model, Name, ObjectName, Observed, Sentence
from .error_code import CodeMatch, ErrorCodeSpec, ErrorCodeStatus
from .graph import Graph
from .rule import Rule
from .run import InputRequest
from .version import Author, Decision, Repair
from .workflow import CodeAction, WorkflowState

Patch = dict[str, JsonValue]


class WorkflowSummary(Observed):
    """A workflow as a list shows it."""

    namespace: Name
    name: Name
    type: Line = ""
    site: Line = ""
    state: WorkflowState
    active_version: int = 0
    latest_version: int = 0
    next_schedule_time: datetime | None = None
    accepted: bool | None = None
    """Whether runs of it can start; none where that is not known yet."""
    message: Sentence = ""
    """Why they cannot."""
    managed_by: Line = ""
    """The GitOps tool that keeps it as its repository says; empty: none."""


class WorkflowPage(Observed):
    """A part of a list of workflows."""

    items: tuple[WorkflowSummary, ...]
    next: str | None = None
    """Cursor of the next page; none where this is the last."""


class WorkflowDetails(Observed):
    """A workflow as it is now."""

    summary: WorkflowSummary
    spec: dict[str, Any]
    status: dict[str, Any]


class SettingsChange(Model):
    """A merge patch (RFC 7386) of a workflow's settings: what is left out stays, null is the default."""

    RULES: ClassVar = (
        Rule(
            message="at least one of errorHandling, state, schedule is given",
            cel="",
            holds=lambda change: bool(change.model_fields_set),
        ),
    )

    error_handling: Annotated[Patch, Field(max_length=64)] | None = None
    """Fields of spec.errorHandling."""
    state: WorkflowState | None = None
    """spec.state."""
    schedule: Annotated[Patch, Field(max_length=16)] | None = None
    """Fields of spec.schedule; null: it has none."""


class SettingsOutcome(Observed):
    """What became of a change of settings."""

    applied: bool
    """Whether it was made; not in a dry run, and not where a GitOps tool owns the workflow."""
    managed_by: Line = ""
    """The tool that owns it: commit the patch to its repository."""
    patch: dict[str, Any]
    """The merge patch of the manifest."""
    message: Sentence


class NewClone(Model):
    """A copy that somebody wants."""

    name: Annotated[str, Field(min_length=1, max_length=50)]
    """Name of the copy: at most 50 characters, of a-z, 0-9 and - within."""
    version: VersionNumber | None = None
    """The version whose graph it has; default the one that takes effect."""


class WorkflowMade(Observed):
    """A workflow that was made."""

    namespace: Name
    name: Name
    message: Sentence


class VersionSummary(Observed):
    """A version as a list shows it."""

    workflow: Name
    number: int
    author: Author
    note: Sentence
    run: Line = ""
    """The run that it came from."""
    created: datetime | None = None
    revert_to: int | None = None
    active: bool
    """New runs use it."""
    waits: bool
    """It takes effect only once a person has approved it."""
    decision: Decision | None = None


class VersionList(Observed):
    """The versions of a workflow, the latest first."""

    items: tuple[VersionSummary, ...]


class VersionDetails(Observed):
    """A version with its steps."""

    summary: VersionSummary
    graph: Graph
    repairs: tuple[Repair, ...] = ()


class ChangeOfField(Observed):
    """A field of a step; an empty text is a field that is not there."""

    path: str
    old: str
    new: str


class ChangeOfStep(Observed):
    """What has become of one step."""

    kind: str
    """Added, Removed, Moved or Changed."""
    node_id: Identifier
    title: str
    fields: tuple[ChangeOfField, ...] = ()
    after: str = ""
    """For a step that was added or has moved: the step before it; empty: it is the first."""


class VersionDiff(Observed):
    """How two versions differ, step by step."""

    workflow: Name
    old: int
    new: int
    changes: tuple[ChangeOfStep, ...]


class NewRevert(Model):
    """Why a version is to be in force again."""

    note: Sentence = ""
    """For those who read the versions later."""


class VersionTold(Observed):
    """A version that was made or decided on."""

    workflow: Name
    number: int
    message: Sentence


class ErrorCodeItem(Observed):
    """An error code."""

    namespace: Name
    name: ObjectName
    code: Line
    """What failures of its kind are given."""
    spec: ErrorCodeSpec
    status: ErrorCodeStatus = ErrorCodeStatus()


class ErrorCodePage(Observed):
    """The error codes of the namespaces asked for."""

    items: tuple[ErrorCodeItem, ...]


class CodeChange(Model):
    """What is to be another way in an error code; what is left out stays, what is null is as it is by default."""

    code: Annotated[str, Field(min_length=1, max_length=63)] | None = None
    """What failures of its kind are given; null: the name of the object."""
    description: Sentence | None = None
    match: CodeMatch | None = None
    """Which failures are of its kind; replaces the one that it has."""
    action: CodeAction | None = None
    count: Annotated[int, Field(ge=1, le=10)] | None = None
    after: Duration | None = None


class NewMerge(Model):
    """The code that failures of this kind get from now on."""

    into: ObjectName
    """Name of another ErrorCode of the namespace."""


class OpenQuestion(Observed):
    """A run that waits for an answer."""

    namespace: Name
    run: str
    session_id: str
    workflow: Name
    question: InputRequest


class OpenQuestions(Observed):
    """The runs that wait for an answer, the most urgent first."""

    items: tuple[OpenQuestion, ...]
