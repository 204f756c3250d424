"""What the plan of a run looks at, and what it may ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from webmend.domain.advice import Consultation, Prompt
from webmend.domain.error_code import CodeSample, ErrorCode, ErrorCodeSpec
from webmend.domain.evidence import SiteFacts
from webmend.domain.run import Run, RunStatus
from webmend.domain.version import VersionSpec, WorkflowVersion
from webmend.domain.workflow import CredentialTrouble, GoodRun, Pause, Workflow
from webmend.policy.event import EmitEvent
from webmend.policy.queueing import Rival

ALONE = SiteFacts()
"""No other run has met anything."""


@dataclass(frozen=True)
class JobFacts:
    """The Job of the current attempt."""

    name: str
    uid: str
    owner_uid: str
    """UID of the object that owns it: ours only when it is the run's."""
    failed_reason: str = ""
    """Reason of its Failed (or FailureTarget) condition, such as DeadlineExceeded."""
    deleting: bool = False
    suspended: bool = False
    """It makes no pods for now, and its controller deletes those that there are."""
    started_at: datetime | None = None
    """When its controller took it up, or took it up again after it was suspended."""
    queue: str = ""
    """The LocalQueue of Kueue that its label names."""


@dataclass(frozen=True)
class PodFacts:
    """A pod of that Job."""

    name: str
    uid: str
    phase: str
    """Pending, Running, Succeeded, Failed or Unknown."""
    created: datetime
    reason: str = ""
    """status.reason, such as Evicted or NodeLost."""
    message: str = ""
    exit_code: int | None = None
    terminated_reason: str = ""
    """Reason of the runner container's end, such as OOMKilled or Error."""
    termination_message: str = ""
    """What the runner wrote at its end."""
    waiting_reason: str = ""
    """Why the container does not start, such as ErrImagePull or CreateContainerError."""
    waiting_message: str = ""
    unschedulable: str = ""
    """Message of the scheduler when no node takes the pod."""
    disrupted: str = ""
    """Reason of the DisruptionTarget condition, such as EvictionByEvictionAPI."""
    started: bool = False
    """The runner container has started."""
    node: str = ""
    """The node that it is on."""
    ends_at: datetime | None = None
    """It was deleted, and its period of grace is over at this time."""


@dataclass(frozen=True)
class Refusal:
    """The cluster did not let the attempt's Job be made, or the Job's pod."""

    job: str
    """Name of the Job."""
    message: str
    """What the API server said."""
    at: datetime
    """When it said so last."""
    times: int = 1
    """How often it has, as far as this process knows."""


@dataclass(frozen=True)
class RunFacts:
    """Everything that the plan of one run looks at."""

    run: Run
    workflow: Workflow | None = None
    versions: tuple[WorkflowVersion, ...] = ()
    """Every version of the workflow."""
    original: Run | None = None
    """The run that this one repeats, if it is there; looked up only until what is left out has been taken over."""
    codes: tuple[ErrorCode, ...] = ()
    """The error codes of the namespace."""
    job: JobFacts | None = None
    """The Job of the current attempt, if it is there."""
    job_seen: bool = False
    """This process has seen that Job before: when it is not there now, somebody deleted it."""
    refusal: Refusal | None = None
    """Why the attempt has no Job, or the Job no pod, as far as that was told."""
    pods: tuple[PodFacts, ...] = ()
    """The pods of that Job."""
    server_ready: bool = True
    """Looked up only when an attempt is about to start; otherwise True."""
    missing_secrets: tuple[str, ...] = ()
    """Secrets that the run needs and that do not exist; looked up only when an attempt is about to start."""
    site: SiteFacts = ALONE
    """What other runs have met on the host of the failure that the run is held by."""
    consultations: tuple[Consultation, ...] = ()
    """What a model was asked about this run since this process leads, answered or not."""
    secret_versions: Mapping[str, str] = field(default_factory=dict)
    """A word for each of those Secrets that exist, another one after every change; looked up likewise."""
    rivals: tuple[Rival, ...] = ()
    """Other runs that use, or wait for, something that limits this one; looked up likewise."""
    troubles: tuple[tuple[str, CredentialTrouble], ...] = ()
    """What the site has refused of late, by Secret; looked up likewise."""
    epoch: int = 0
    """Fencing epoch of the operator that asks."""


@dataclass(frozen=True)
class CreateJob:
    """Make the Job. An existing one of that name and of this run is the same Job."""

    body: Mapping[str, Any]


@dataclass(frozen=True)
class DeleteJob:
    """Delete the Job if it still has this UID."""

    name: str
    uid: str


@dataclass(frozen=True)
class CreateVersion:
    """Make the WorkflowVersion, owned by the workflow."""

    name: str
    spec: VersionSpec


@dataclass(frozen=True)
class NoteCode:
    """Count a failure with an error code, once."""

    name: str
    sample: CodeSample
    make: ErrorCodeSpec | None = None
    """Make the code first, where there is none of that name."""


@dataclass(frozen=True)
class PauseWorkflow:
    """Have the run's workflow start no more runs by itself."""

    pause: Pause


@dataclass(frozen=True)
class NoteTrouble:
    """Have no run use the Secret again until it is changed."""

    secret: str
    trouble: CredentialTrouble


@dataclass(frozen=True)
class NoteGoodRun:
    """Have the run's workflow name it as the one whose data are good."""

    good: GoodRun


@dataclass(frozen=True)
class ChangeRun:
    """Merge this into the run's metadata and spec."""

    change: Mapping[str, Any]


@dataclass(frozen=True)
class NoteReplay:
    """Have the run of that name and UID say that this one repeats it."""

    name: str
    uid: str


@dataclass(frozen=True)
class AskModel:
    """Ask a model why a step failed, without waiting for it, and look again when it has answered."""

    attempt: int
    sequence: int
    prompt: Prompt


Action = (
    CreateJob
    | DeleteJob
    | CreateVersion
    | EmitEvent
    | NoteCode
    | NoteReplay
    | PauseWorkflow
    | NoteTrouble
    | NoteGoodRun
    | ChangeRun
    | AskModel
)


@dataclass(frozen=True)
class RunPlan:
    """What to do now.

    Order: versions are made, error codes, replays, refused credentials and good data noted, the workflow paused, Jobs
    deleted, the run itself changed, the status stored (only if it differs from the stored one), Events told, Jobs made,
    a model asked. A Job is never made before the status that intends it is stored, and never left behind by one that
    says that the run is over.
    """

    status: RunStatus
    """The whole status as it should be."""
    actions: tuple[Action, ...] = ()
    due: datetime | None = None
    """When to plan again though nothing has changed."""
    reason: str = ""
    """Why this is the plan, in a sentence; also when there is nothing to do."""
