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
    """How long a runner pod may wait for a node or an image before its attempt counts as failed."""

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


class ModelSettings(Model):
    """A language model that is asked where the rules do not say why a step failed."""

    url: Annotated[str, Field(pattern=r"^https?://[^/\s]+", max_length=256)]
    """Base address of an endpoint that speaks the chat completions of OpenAI's API; it ends in /v1."""
    name: Annotated[str, Field(min_length=1, max_length=256)]
    """The model's name there."""
    timeout: Duration = "10s"
    """How long a failed step waits for its answer; after that the rules' answer stands."""


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
