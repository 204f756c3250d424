"""Settings of an installation: chart values, handed to operator and server as one JSON file."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from .base import Duration, Line, Model, Origin, StrEnum
from .duration import seconds
from .failure import SubType


class RecoverySettings(Model):
    """How failures are met."""

    backoff_base: Duration = "10m"
    """Delay before the first further attempt; doubled for each one after it."""
    backoff_jitter: Annotated[float, Field(ge=0, lt=1)] = 0.2
    """Share by which a delay may be shorter or longer."""
    directive_timeout: Duration = "30s"
    """How long a runner with a failed step waits to be told what to do."""
    lease: Duration = "60s"
    """How long a runner may act without having been heard; a further attempt waits for it where no end was seen."""
    input_timeout: Duration = "15s"
    """How long somebody who is asked may take, where the workflow does not say (inputRequiredTimeoutSeconds)."""
    input_timeouts: dict[str, Duration] = Field(default_factory=dict)
    """The same for single namespaces, by name."""
    upstream_delay: Duration = "5s"
    """How long to wait before a step is tried again after a transient fault of the site."""
    platform_retries: Annotated[int, Field(ge=0, le=10)] = 3
    """Further attempts after faults of our own."""
    platform_delay: Duration = "5s"
    """Delay before such an attempt; doubled for each one after it."""
    loading_delays: dict[SubType, Duration] = Field(
        default_factory=lambda: {
            SubType.SPINNER_VISIBLE: "15s",
            SubType.CONTENT_AREA_EMPTY: "15s",
            SubType.NAVIGATION_IN_PROGRESS: "15s",
            SubType.COMPONENT_LOADING: "10s",
            SubType.PARTIAL_PAGE_LOAD: "10s",
            SubType.LAZY_CONTENT_PENDING: "10s",
        }
    )
    """Delay injected when a page is still loading, by sub-type."""
    pending_timeout: Duration = "10m"
    """How long a run waits for a workflow, version or Secret that does not exist before it fails."""
    schedule_timeout: Duration = "10m"
    """How long a runner pod may take to start, where nothing says what is in its way, before its attempt has failed."""
    blocked_timeout: Duration = "24h"
    """How long a run waits for a quota, an admission policy, an image, a node or a namespace before it fails."""
    interrupt_timeout: Duration = "24h"
    """How long somebody may take to decide about a step with onInterrupt: ask that was cut off; then the run fails."""

    def of_namespace(self, namespace: str) -> Self:
        """The settings for runs of a namespace."""
        return self.with_(input_timeout=self.input_timeouts.get(namespace, self.input_timeout))


class QueueSettings(Model):
    """How many runs at once; the others wait, by priority and then by age."""

    max: Annotated[int, Field(ge=0, le=100_000)] = 0
    """Runs of the whole installation; 0: as many as there are."""
    per_namespace: Annotated[int, Field(ge=0, le=100_000)] = 0
    """Runs in each namespace; 0: as many as there are."""


class EnrichmentSettings(Model):
    """How steps without a description get one (errorHandling.nodeDescriptionEnrichment)."""

    cycle: Duration = "24h"
    """How often workflows are looked at."""
    workflows: Annotated[int, Field(ge=1, le=10_000)] = 50
    """Workflows described in a cycle, those first that often fail without anybody knowing why."""
    min_length: Annotated[int, Field(ge=1, le=1024)] = 30
    """Characters from which a description says something; a step or workflow with a shorter one is described."""


class HistorySettings(Model):
    """When finished runs may go. Their record stays; without a recorder there is none, and nothing is deleted."""

    recorder: bool = False
    """Whether a recorder is installed: it keeps the record of every run, and says so in its condition Recorded. Runs
    are then held until they are recorded (finalizer webmend.io/recorded), and limits (spec.history) are kept."""
    hold: Duration = "1h"
    """How long after its end a run is held that nobody records. It is not deleted then: others may delete it."""
    cycle: Duration = "1m"
    """How often finished runs are looked at."""


class MetricsSettings(Model):
    """What Prometheus is told."""

    per_workflow: bool = False
    """Tell workflows apart by labels `namespace` and `workflow`: about 60 series for each of them."""
    max_workflows: Annotated[int, Field(ge=1, le=10_000)] = 200
    """Workflows that are told apart, those first that are seen first; the others are counted as `__other__`."""


class RetentionSettings(Model):
    """How long the history keeps runs whose objects have gone, with what they have left; 0s: for ever. Counted from
    their creation."""

    succeeded: Duration = "2160h"
    """Runs that have succeeded: three months."""
    failed: Duration = "4320h"
    """Runs that have failed, and those that nobody has seen end: half a year, as long as patterns are looked for."""
    stopped: Duration = "2160h"
    """Runs that somebody has stopped: three months."""
    events: Duration = "2160h"
    """Events that people were told of, with their deliveries, counted from when they happened: three months. What is
    still to be delivered stays."""
    cycle: Duration = "1h"
    """How often what is kept no longer is looked for."""


class ReliabilitySettings(Model):
    """From when on a workflow needs attention."""

    window: Duration = "168h"
    """How far back its runs are looked at, where nothing else is asked for: most schedules come round in a week."""
    min_runs: Annotated[int, Field(ge=1, le=10_000)] = 5
    """Runs that must have succeeded or failed before a share of them says anything."""
    failures_in_a_row: Annotated[int, Field(ge=2, le=100)] = 3
    """Runs that have failed one after the other, from which on somebody has to act: two may be a bad hour of a site."""
    action_below: Annotated[float, Field(ge=0, le=1)] = 0.8
    """Share of runs that succeed below which somebody has to act: more than one in five has failed."""
    watch_below: Annotated[float, Field(ge=0, le=1)] = 0.95
    """Share of runs that succeed below which a workflow is to be watched."""
    mended_above: Annotated[float, Field(ge=0, le=1)] = 0.2
    """Share of succeeded runs that had to be mended above which a workflow is to be watched: the site is changing."""


class ModelSettings(Model):
    """A language model that is asked where the rules do not say why a step failed."""

    url: Annotated[str, Field(pattern=r"^https?://[^/\s]+", max_length=256)]
    """Base address of an endpoint that speaks the chat completions of OpenAI's API; it ends in /v1."""
    name: Annotated[str, Field(min_length=1, max_length=256)]
    """The model's name there."""
    timeout: Duration = "10s"
    """How long a failed step waits for its answer; after that the rules' answer stands."""


class NotificationSettings(Model):
    """How people are told (kind NotificationChannel)."""

    enabled: bool = True
    """Whether the server tells channels anything."""
    allow: tuple[Line, ...] = ()
    """Where messages may go besides public addresses over https: ranges, addresses, names, *.NAME."""
    ports: tuple[Annotated[int, Field(ge=1, le=65535)], ...] = (443,)
    """Ports of public addresses."""


class IsolationLevel(StrEnum):
    STRICT = "strict"
    RUNTIME_CLASS = "runtimeClass"
    COMPAT = "compat"


class RunnerSettings(Model):
    """How runner pods are made."""

    image: Line
    """Image of the runner."""
    image_pull_policy: Annotated[str, Field(pattern="^(Always|IfNotPresent|Never)$")] = "IfNotPresent"
    """When it is pulled."""
    image_pull_secrets: tuple[Line, ...] = ()
    """Secrets for pulling it."""
    isolation: IsolationLevel = IsolationLevel.STRICT
    """How the browser is isolated."""
    runtime_class_name: Line = ""
    """RuntimeClass for runtimeClass isolation."""
    server_url: Line
    """Where runners reach the server."""
    egress_proxy: Line = ""
    """Address of the proxy through which browsers reach sites, and the server code sources; empty: without one."""
    allow_debug: bool = False
    """Whether a run may ask to be looked into (spec.debug): whoever may forward a port of its pod then sees all that
    its browser knows, logins too."""
    ttl_seconds: Annotated[int, Field(ge=0)] = 3600
    """How long a finished Job stays."""


class Settings(Model):
    """All settings of an installation."""

    namespaces: tuple[Line, ...] = ()
    """Namespaces that are served; none: all."""
    own_namespace: Line = "webmend-system"
    """Where operator and server live."""
    operator_service_account: Line = "webmend-operator"
    """ServiceAccount of the operator, there: the only one to whom the server says which Secrets are missing."""
    runner: RunnerSettings
    """How runner pods are made."""
    recovery: RecoverySettings = RecoverySettings()
    """How failures are met."""
    queue: QueueSettings = QueueSettings()
    """How many runs at once."""
    enrichment: EnrichmentSettings = EnrichmentSettings()
    """How steps without a description get one."""
    history: HistorySettings = HistorySettings()
    """When finished runs may go."""
    metrics: MetricsSettings = MetricsSettings()
    """What Prometheus is told."""
    retention: RetentionSettings = RetentionSettings()
    """How long the history keeps runs."""
    reliability: ReliabilitySettings = ReliabilitySettings()
    """From when on a workflow needs attention."""
    notifications: NotificationSettings = NotificationSettings()
    """How people are told."""
    model: ModelSettings | None = None
    """The model that is asked where the rules do not know; none: nobody is asked."""
    code_sources: tuple[Origin, ...] = ()
    """Origins from which the server may fetch codes that sites send by SMS or e-mail; none: no code sources."""
    server_required: bool = True
    """Whether attempts wait for the server; false only where no server is installed (tests of the operator alone)."""

    @model_validator(mode="after")
    def _leaves_time_for_the_directive(self) -> Self:
        if self.model and seconds(self.model.timeout) * 2 > seconds(self.recovery.directive_timeout):
            raise ValueError("model.timeout is more than half of recovery.directiveTimeout, for which a runner waits")
        return self
