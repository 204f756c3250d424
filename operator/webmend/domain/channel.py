"""Channels: who is told of what, and by which way."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from .base import Line, Model, Name, ObjectName, Observed, StrEnum
from .condition import Condition, ConditionStatus, find
from .event import EventType
from .failure import Category
from .rule import one_of

ACCEPTED, READY = "Accepted", "Ready"
"""Types of the conditions: whether its spec can be followed; whether messages get there."""
DISABLED = "Disabled"
"""Reason of Ready where the receiver has said that it wants nothing more."""


class Subject(StrEnum):
    """What a channel can ask to be told of: the kinds of event, and names that other tools have for several of them."""

    EXECUTION_STARTED = "execution.started"
    EXECUTION_SUCCEEDED = "execution.succeeded"
    EXECUTION_RECOVERED = "execution.recovered"
    EXECUTION_FAILED = "execution.failed"
    EXECUTION_REQUEUED = "execution.requeued"
    EXECUTION_INPUT_REQUIRED = "execution.input_required"
    EXECUTION_PASSWORD_UPDATED = "execution.password_updated"  # noqa: S105 - a name, not a password
    EXECUTION_STOPPED = "execution.stopped"
    WORKFLOW_VERSION_CREATED = "workflow.version_created"
    WORKFLOW_VERSION_REVERTED = "workflow.version_reverted"
    WORKFLOW_DATA_CHANGE = "workflow.data_change"
    WORKFLOW_DATA_INVALID = "workflow.data_invalid"
    ERROR_CODE_SUGGESTED = "error_code.suggested"
    CHANNEL_DISABLED = "channel.disabled"
    OLDER_FAILED = "workflow_failed"
    """execution.failed and execution.recovered."""
    OLDER_FINISHED = "workflow_finished"
    """execution.succeeded and execution.recovered."""
    OLDER_DATA_CHANGE = "workflow_data_change"
    """workflow.data_change."""


MEANS: dict[Subject, frozenset[EventType]] = {
    Subject.OLDER_FAILED: frozenset({EventType.EXECUTION_FAILED, EventType.EXECUTION_RECOVERED}),
    Subject.OLDER_FINISHED: frozenset({EventType.EXECUTION_SUCCEEDED, EventType.EXECUTION_RECOVERED}),
    Subject.OLDER_DATA_CHANGE: frozenset({EventType.WORKFLOW_DATA_CHANGE}),
    **{Subject(type_): frozenset({type_}) for type_ in EventType if type_ is not EventType.CHANNEL_TEST},
}
"""Which kinds of event each of them means."""


HookUrl = Annotated[
    str,
    Field(
        max_length=2048,
        pattern=r"^https?://([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\.?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?][!-~]*)?$",
    ),
]


class Webhook(Model):
    """An address that messages are posted to, as Standard Webhooks has it."""

    url: HookUrl
    """Its address. Only public addresses over https, unless the installation allows others (notifications.allow)."""
    secret_ref: ObjectName | None = None
    """Name of a Secret whose values sign each message, each of the form whsec_BASE64 (24 to 64 bytes). While secrets
    are changed it holds the old and the new one. None: messages are not signed."""


class Slack(Model):
    """A channel of Slack."""

    secret_ref: ObjectName
    """Name of a Secret whose key url is the address of an incoming webhook."""


class PagerDuty(Model):
    """A service of PagerDuty (Events API v2). A failure opens an incident of its workflow; the next run that succeeds
    resolves it, and is told whatever else is asked for."""

    secret_ref: ObjectName
    """Name of a Secret whose key routingKey is the integration key of the service."""
    url: HookUrl = "https://events.pagerduty.com/v2/enqueue"
    """Where events are sent."""


class ChannelSpec(Model):
    """Who is told of what."""

    RULES: ClassVar = (one_of("webhook", "slack", "pagerduty"),)

    webhook: Webhook | None = None
    """An address that messages are posted to."""
    slack: Slack | None = None
    """A channel of Slack."""
    pagerduty: PagerDuty | None = None
    """A service of PagerDuty."""
    events: Annotated[tuple[Subject, ...], Field(max_length=32)] = ()
    """What is told; none: everything."""
    workflows: Annotated[tuple[Name, ...], Field(max_length=100)] = ()
    """Names of the workflows whose events are told; none: of all, and what is about no workflow."""
    categories: Annotated[tuple[Category, ...], Field(max_length=16)] = ()
    """Categories of the failures that are told; what is about no failure is not told then. None: of all."""
    labels: Annotated[dict[str, Annotated[str, Field(max_length=63)]], Field(max_length=16)] = Field(
        default_factory=dict
    )
    """Labels that a run must have to be told of, each with this value."""

    @property
    def secret_ref(self) -> str | None:
        """Name of the Secret that its way needs."""
        way = self.webhook or self.slack or self.pagerduty
        return way.secret_ref if way else None

    @property
    def url(self) -> str:
        """Where messages go; empty where only its Secret says so."""
        way = self.webhook or self.pagerduty
        return way.url if way else ""


class ChannelStatus(Observed):
    """Whether messages get there."""

    observed_generation: int = 0
    """Generation of the spec that this was said of."""
    tested: Line = ""
    """The value of the annotation webmend.io/test for which a test message was made last."""
    conditions: Annotated[tuple[Condition, ...], Field(max_length=8)] = ()
    """Accepted and Ready."""


class Channel(Observed):
    """A NotificationChannel object, as far as decisions need it."""

    namespace: str
    name: str
    uid: str = ""
    generation: int = 1
    resource_version: str = ""
    created: datetime
    annotations: dict[str, str] = Field(default_factory=dict)
    spec: ChannelSpec
    status: ChannelStatus = ChannelStatus()

    @property
    def is_disabled(self) -> bool:
        """Whether its receiver has said that it wants nothing more; a change of the spec makes it forgotten."""
        ready = find(self.status.conditions, READY)
        return (
            ready is not None
            and ready.status is ConditionStatus.FALSE
            and ready.reason == DISABLED
            and ready.observed_generation == self.generation
        )
