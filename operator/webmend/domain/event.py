"""What people are told of: the kinds of event, and what each of them carries."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from .base import Identifier, Line, Name, Observed, Sentence, StrEnum
from .data import Warnings
from .failure import Category, Failure, SubType
from .run import InputReason, RecoveryKind, Trigger
from .version import Author
from .workflow import Input

MOST_MENDED = 8
"""Bodies stay short: receivers expect less than 20 kB."""


class EventType(StrEnum):
    """What has happened."""

    EXECUTION_STARTED = "execution.started"
    """The first step of a run has begun."""
    EXECUTION_SUCCEEDED = "execution.succeeded"
    """A run has succeeded, and nothing had to be mended."""
    EXECUTION_RECOVERED = "execution.recovered"
    """A run has succeeded after something was mended; it is told in place of execution.succeeded."""
    EXECUTION_FAILED = "execution.failed"
    """A run has failed for good."""
    EXECUTION_REQUEUED = "execution.requeued"
    """An attempt has failed, and another one follows."""
    EXECUTION_INPUT_REQUIRED = "execution.input_required"
    """A run asks somebody, and waits for the answer."""
    EXECUTION_PASSWORD_UPDATED = "execution.password_updated"  # noqa: S105 - a name, not a password
    """A run has changed a password as the site demanded."""
    EXECUTION_STOPPED = "execution.stopped"
    """A run was stopped by somebody."""
    WORKFLOW_VERSION_CREATED = "workflow.version_created"
    """A workflow has a new version."""
    WORKFLOW_VERSION_REVERTED = "workflow.version_reverted"
    """A workflow has gone back to an earlier version, by a new one that is equal to it."""
    WORKFLOW_DATA_CHANGE = "workflow.data_change"
    """A run has extracted far less than the last good one."""
    WORKFLOW_DATA_INVALID = "workflow.data_invalid"
    """What a run has extracted breaks a rule of spec.outputs."""
    ERROR_CODE_SUGGESTED = "error_code.suggested"
    """A kind of failure has been seen that has no code of its own yet."""
    CHANNEL_DISABLED = "channel.disabled"
    """A channel is told nothing more, since its receiver wants nothing more."""
    CHANNEL_TEST = "channel.test"
    """Somebody has asked for a test message. Only the channel itself is told."""


class About(Observed):
    """What is said with every event."""

    sequence: int = 0
    """Grows with each event of the installation. Events may arrive in another order."""
    namespace: Name
    """Namespace of what it is about."""


class AboutWorkflow(About):
    """What is said with every event about a workflow."""

    workflow: Name
    """Name of the workflow."""


class AboutRun(AboutWorkflow):
    """What is said with every event about a run."""

    run: Line
    """Name of the run."""
    session_id: Line
    """Its id, constant over all attempts."""
    version: int | None = None
    """The workflow's version that the attempt runs."""
    attempt: int = 0
    """Number of the attempt."""
    trigger: Trigger
    """Who or what started the run."""
    type: Line = ""
    """The workflow's word for its kind."""
    site: Annotated[str, Field(max_length=253)] = ""
    """Host that it works on."""
    labels: dict[str, str] = Field(default_factory=dict)
    """Labels of the run."""
    dry_run: bool = False
    """Whether it ends before the first irreversible step."""
    replay_of: Line = ""
    """The run that it repeats."""
    created_at: datetime
    """When it was asked for."""
    started_at: datetime | None = None
    """When its first step began."""
    artifacts: Line = ""
    """Prefix of its pictures and files in the artifact store."""


class Ended(AboutRun):
    """What is said of a run that is over."""

    finished_at: datetime | None = None
    """When it ended."""
    duration_ms: int | None = None
    """From the start of its first step to its end, in milliseconds."""
    steps_done: int = 0
    """Steps done in the last attempt."""
    records: int = 0
    """Records extracted."""
    message: Sentence = ""
    """How it ended, in a sentence."""


class Mended(Observed):
    """One thing that was mended."""

    kind: RecoveryKind
    """What was done."""
    node_id: Identifier | None = None
    """The step that had failed."""
    what: Sentence
    """What was done and why, in a sentence."""
    category: Category | None = None
    """What had gone wrong."""
    version: int | None = None
    """The version of the workflow that came of it."""


class Recovered(Ended):
    """What is said of a run that was mended."""

    mended: Annotated[tuple[Mended, ...], Field(max_length=MOST_MENDED)] = ()
    """What was mended, in its order; the latest of many."""


class AboutFailure(AboutRun):
    """What is said of a failure, also under the names that consumers of other tools know."""

    llm_error_category: Annotated[Category | None, Field(alias="llm_error_category")] = None
    """error.category."""
    llm_error_sub_type: Annotated[SubType | None, Field(alias="llm_error_sub_type")] = None
    """error.subType."""
    error: Failure | None = None
    """Why it failed."""
    screenshot: Line = ""
    """Key of the picture of the failure in the artifact store."""


class Failed(Ended, AboutFailure):
    """What is said of a run that has failed."""


class Requeued(AboutFailure):
    """What is said of a run that is tried again."""

    next_attempt: int
    """Number of the attempt that follows."""
    max_attempts: int = 0
    """Most attempts that the site's budget allows."""
    scheduled_at: datetime | None = None
    """When it starts."""
    message: Sentence = ""
    """Why, in a sentence."""


class InputRequired(AboutRun):
    """What is asked of somebody."""

    request_id: Annotated[str, Field(max_length=64)]
    """Name of the question; the answer names it."""
    reason: InputReason | None = None
    """Why somebody is asked."""
    message: Sentence = ""
    """What went wrong, or what is wanted, in a sentence."""
    node_id: Identifier | None = None
    """The step that waits."""
    inputs: dict[str, Line] = Field(default_factory=dict)
    """The values that the step used, secret ones masked."""
    fields: tuple[Input, ...] = ()
    """What a step asks for, where it is not new values of the workflow's inputs."""
    actions: tuple[Line, ...] = ()
    """The controls that may be chosen."""
    screenshot: Line = ""
    """Key of the picture of the page in the artifact store."""
    asked_at: datetime
    """When it was asked."""
    expires_at: datetime | None = None
    """Until when it can be answered; none where that time is over already."""


class PasswordUpdated(AboutRun):
    """What is said of a changed password; never the password."""

    node_id: Identifier | None = None
    """The step that met the demand."""
    message: Sentence = ""
    """What was done, in a sentence."""


class DataWarned(AboutRun):
    """What is wrong with the data of a run."""

    warnings: Warnings
    """What does not hold."""


class VersionCreated(AboutWorkflow):
    """What is said of a version."""

    version: int
    """Its number."""
    author: Author
    """Who made it."""
    note: Sentence = ""
    """Why it was made."""
    run: Line = ""
    """Name of the run it came from."""
    review: bool = False
    """It takes effect only after approval."""


class VersionReverted(VersionCreated):
    """What is said of a version that equals an earlier one."""

    reverted_to: int
    """Number of the version that it is equal to."""


class ErrorCodeSuggested(About):
    """What is said of a suggested error code."""

    name: Line
    """Name of the ErrorCode."""
    code: Line
    """What failures of this kind are given, once it is approved."""
    description: Sentence = ""
    """What goes wrong."""
    category: Category | None = None
    """Category of these failures."""
    sub_type: SubType | None = None
    """Their sub-type."""
    site: Annotated[str, Field(max_length=253)] = ""
    """Host on which they happen."""
    workflows: tuple[Name, ...] = ()
    """Workflows that they happen in."""


class ChannelDisabled(About):
    """What is said of a channel that is told nothing more."""

    channel: Line
    """Name of the NotificationChannel."""
    reason: Line
    """Why, in one CamelCase word."""
    message: Sentence = ""
    """Why, in a sentence, and how it is enabled again."""


class ChannelTest(About):
    """What a test message says."""

    channel: Line
    """Name of the NotificationChannel."""
    channel_uid: Line
    """Its UID."""


CARRIES: dict[EventType, type[About]] = {
    EventType.EXECUTION_STARTED: AboutRun,
    EventType.EXECUTION_SUCCEEDED: Ended,
    EventType.EXECUTION_RECOVERED: Recovered,
    EventType.EXECUTION_FAILED: Failed,
    EventType.EXECUTION_REQUEUED: Requeued,
    EventType.EXECUTION_INPUT_REQUIRED: InputRequired,
    EventType.EXECUTION_PASSWORD_UPDATED: PasswordUpdated,
    EventType.EXECUTION_STOPPED: Ended,
    EventType.WORKFLOW_VERSION_CREATED: VersionCreated,
    EventType.WORKFLOW_VERSION_REVERTED: VersionReverted,
    EventType.WORKFLOW_DATA_CHANGE: DataWarned,
    EventType.WORKFLOW_DATA_INVALID: DataWarned,
    EventType.ERROR_CODE_SUGGESTED: ErrorCodeSuggested,
    EventType.CHANNEL_DISABLED: ChannelDisabled,
    EventType.CHANNEL_TEST: ChannelTest,
}
"""What each kind of event carries."""


class Event(Observed):
    """Something that has happened, as it waits to be told and is kept."""

    id: UUID
    """The same whenever and by whomever the same thing is seen."""
    type: EventType
    at: datetime
    """When it happened."""
    namespace: Name
    workflow: Line = ""
    """Name of the workflow; empty where it is about none."""
    category: Category | None = None
    """Category of the failure, where it is about one."""
    data: dict[str, Any]
    """What CARRIES says, as JSON."""


class Posted(Observed):
    """An event in its place among all others."""

    sequence: int
    """A later one has a greater one."""
    event: Event

    def body(self) -> dict[str, Any]:
        """What receivers get, as JSON: the form that Standard Webhooks recommends."""
        event = self.event.stored()
        data = {"sequence": self.sequence, **self.event.data}
        return {"type": event["type"], "timestamp": event["at"], "data": data}
