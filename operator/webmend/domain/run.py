"""A run of a workflow: what is asked for, and all that is known of it."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from .advice import Consultation
from .base import (
    Duration,
    EarlierName,
    Identifier,
    Line,
    Model,
    Name,
    ObjectName,
    Observed,
    Sentence,
    StrEnum,
    Text,
)
from .condition import Condition
from .data import Rows, Warnings
from .directive import Carried, Directive
from .duration import seconds
from .failure import Failure
from .phase import Phase
from .report import Evidencing, FailureReport, FoundElement, Isolation, RecoveryReport
from .rule import Rule
from .workflow import Input


class Trigger(StrEnum):
    MANUAL = "Manual"
    AUTOMATIC = "Automatic"
    SCHEDULE = "Schedule"
    API = "API"
    REPLAY = "Replay"


RequestId = Annotated[str, Field(min_length=1, max_length=64)]


class WorkflowRef(Model):
    """The workflow that is run."""

    name: Name
    """Its name, in the namespace of the run."""


class SecretRef(Model):
    """A Secret that holds values."""

    secret_ref: ObjectName
    """Its name; each key is the name of an input."""


class InputsFrom(SecretRef):
    """A Secret with values of inputs."""

    omit: Annotated[tuple[Identifier, ...], Field(max_length=64)] = ()
    """Keys that are passed over, so that inputs gives their values."""


class Answer(Model):
    """What somebody answered to a run that asked for input: new values, or the action chosen."""

    RULES: ClassVar = (
        Rule(
            message="an answer has either inputs and inputsFrom, or modalAction",
            cel="((has(self.inputs) && size(self.inputs) > 0) || has(self.inputsFrom)) != has(self.modalAction)",
            holds=lambda answer: bool(answer.inputs or answer.inputs_from) != (answer.modal_action is not None),
        ),
    )

    request_id: RequestId
    """The question that it answers: status.inputRequest.requestId."""
    inputs: Annotated[dict[str, Text], Field(max_length=64)] = Field(default_factory=dict)
    """Corrected values."""
    inputs_from: SecretRef | None = None
    """Corrected values that are secret."""
    modal_action: Annotated[str, Field(min_length=1, max_length=256)] | None = None
    """The action chosen of those that were offered: status.inputRequest.actions."""


class Debug(Model):
    """How a run lets somebody look into it. The installation must allow it (runner.allowDebug)."""

    RULES: ClassVar = (
        Rule(
            message="holdOnFailure is between 1s and 1h",
            cel="duration(self.holdOnFailure) >= duration('1s') && duration(self.holdOnFailure) <= duration('1h')",
            holds=lambda debug: 1 <= seconds(debug.hold_on_failure) <= 3600,
            at="holdOnFailure",
        ),
    )

    hold_on_failure: Duration
    """How long the browser of an attempt that fails stays open at most, for a look with Chromium's developer tools."""


class RunSpec(Model):
    """What is asked for. Immutable once the run has started, but for stop and added answers."""

    workflow_ref: WorkflowRef
    """The workflow."""
    version: Annotated[int, Field(ge=1)] | None = None
    """Its version; default the active one at the start of each attempt."""
    inputs: Annotated[dict[str, Text], Field(max_length=64)] = Field(default_factory=dict)
    """Values of the workflow's inputs."""
    inputs_from: InputsFrom | None = None
    """A Secret with further values; its keys win over inputs."""
    trigger: Trigger = Trigger.MANUAL
    """Who or what started it. That of a replay becomes Replay where it is Manual."""
    replay_of: EarlierName | None = None
    """The run that this one repeats: one of the same workflow that is over. What is left out here is taken over from it
    before the first attempt: the version that it ran, each input, inputsFrom, startFrom, dryRun, priority."""
    confirm_irreversible: bool = False
    """Repeat the run although it has taken an irreversible step, or may have."""
    start_at: datetime | None = None
    """Not before this time."""
    start_from: Identifier | None = None
    """Begin with this step; the steps before it are left out. Not one in a loop."""
    dry_run: bool = False
    """End well before the first irreversible step, and do not take it."""
    stop: bool = False
    """Ask the run to stop."""
    priority: Annotated[int, Field(ge=-1000, le=1000)] = 0
    """Higher goes first in a queue; of the same, the older one."""
    debug: Debug | None = None
    """How the run lets somebody look into it; a replay does not take it over."""
    answers: Annotated[tuple[Answer, ...], Field(max_length=16)] = ()
    """Answers to questions that the run has asked, each given once."""


class AttemptCause(StrEnum):
    """Which budget an attempt draws on."""

    FIRST = "First"
    SITE = "Site"
    PLATFORM = "Platform"


class AttemptState(StrEnum):
    RUNNING = "Running"
    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    STOPPED = "Stopped"
    INTERRUPTED = "Interrupted"


class Attempt(Observed):
    """One Job."""

    number: int
    """1 for the first."""
    cause: AttemptCause
    """Which budget it draws on."""
    state: AttemptState
    """How it stands."""
    version: int
    """The workflow's version that it runs."""
    job_name: Line
    """Its Job."""
    epoch: int = 0
    """Fencing epoch of the operator that started it."""
    intended_at: datetime
    """When it was decided on."""
    started_at: datetime | None = None
    """When its first step began."""
    finished_at: datetime | None = None
    """When it ended."""
    reason: Line = ""
    """Why it ended, in one CamelCase word."""
    error: Failure | None = None
    """Why it failed."""
    carried: Carried | None = None
    """A delay brought from the attempt before."""
    announces: bool = False
    """Its runner says so before it begins a step that must not happen twice, or that says onInterrupt."""
    secrets: Annotated[dict[str, Line], Field(max_length=16)] = Field(default_factory=dict)
    """A word for each Secret of its logins as it was at the start; another one after every change."""
    screenshot: Line = ""
    """Key of the picture of its failure."""


class RecoveryKind(StrEnum):
    """What was done about a failure."""

    WAIT_AND_RETRY = "WaitAndRetry"
    """Page loading, tier 1: wait in the session, try the step again."""
    WAIT_AND_RESUME = "WaitAndResume"
    """Page loading, tier 2: go back to an earlier safe step of the same session."""
    REQUEUE = "Requeue"
    """A further attempt after a back-off (page loading, tier 3, and a site that is down)."""
    WAIT_IN_NEW_ATTEMPT = "WaitInNewAttempt"
    """Nobody could answer in the session: a new attempt brings the delay."""
    RETRY_PLATFORM = "RetryPlatform"
    """A fault of our own: a further attempt within its own budget."""
    REPAIR_SELECTOR = "RepairSelector"
    """The element was found anew by its fingerprint, or brought into sight by the control that hid it."""
    DISMISS_POPUP = "DismissPopup"
    """What covered the page was closed."""
    REQUEST_INPUT = "RequestInput"
    """Somebody was asked for new values, or for a decision."""
    ROTATE_PASSWORD = "RotatePassword"  # noqa: S105
    """The password was changed as the site demanded."""
    ENROL_SECOND_FACTOR = "EnrolSecondFactor"
    """The second factor that the site demanded was set up."""
    LOG_IN_AGAIN = "LogInAgain"
    """The login was refused, and tried again with what a cut-off change had left pending."""
    RETRY_UPSTREAM = "RetryUpstream"
    """A transient fault of the site: the step was tried once more."""
    RETRY_BY_CODE = "RetryByCode"
    """The user's own error code says to try again."""
    NOTIFY = "Notify"
    """Nothing was done: people are told why."""


class RecoveryState(StrEnum):
    PENDING = "Pending"
    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    NOT_ATTEMPTED = "NotAttempted"


class Recovery(Observed):
    """One thing done about one failure, with its reason and its outcome."""

    attempt: int
    """Attempt in which the failure happened."""
    sequence: int
    """Number of the failure within the attempt."""
    kind: RecoveryKind
    """What was done."""
    tier: int | None = None
    """Page-loading tier."""
    node_id: Identifier | None = None
    """The step that had failed."""
    what: Sentence
    """What was done and why, in a sentence; for NotAttempted, why nothing was."""
    delay: float = 0.0
    """Seconds waited in the session."""
    state: RecoveryState = RecoveryState.PENDING
    """Whether it helped."""
    error: Failure | None = None
    """The failure that it answered."""
    decided_at: datetime
    """When it was decided."""
    finished_at: datetime | None = None
    """When its outcome was known."""
    duration: Line = ""
    """From the decision to the outcome."""
    detail: Sentence = ""
    """What the runner did: the control pressed, the element found, why it gave up."""
    found: FoundElement | None = None
    """The element, for RepairSelector."""
    version: int | None = None
    """The version of the workflow that came of it."""

    def key(self) -> str:
        """Its identity within the run."""
        return f"a{self.attempt}-s{self.sequence}"


class InputReason(StrEnum):
    """Why somebody is asked."""

    INPUT_REQUIRED = "input_required"
    INCORRECT_FORM_INPUT = "incorrect_form_input"
    MULTIPLE_MATCHING_RESULTS = "multiple_matching_results"
    NON_DISMISSIBLE_POPUP = "non_dismissible_popup"


class InputRequest(Observed):
    """What somebody is asked: while the session is held open, or after an attempt was cut off."""

    request_id: RequestId
    """Name of the question; an answer names it."""
    attempt: int
    """Attempt whose session is held, or that was cut off."""
    sequence: int
    """Failure that led to it."""
    node_id: Identifier | None = None
    """The step that failed."""
    reason: InputReason
    """Why somebody is asked."""
    message: Sentence = ""
    """What went wrong, in a sentence."""
    inputs: Annotated[dict[str, Line], Field(max_length=64)] = Field(default_factory=dict)
    """The values that the step used, secret ones masked."""
    fields: Annotated[tuple[Input, ...], Field(max_length=16)] = ()
    """What a step asks for, where it is not new values of the workflow's inputs."""
    actions: Annotated[tuple[Line, ...], Field(max_length=16)] = ()
    """The controls that the dialog offers; after an attempt was cut off, Run again and End."""
    screenshot: Line = ""
    """Key of the picture."""
    asked_at: datetime
    """When it was asked."""
    expires_at: datetime
    """When the session, or the run, is given up without an answer."""


class JudgedAnswer(Observed):
    """What became of an answer."""

    request_id: RequestId
    """The question that it named."""
    accepted: bool
    """Whether the run went on with it."""
    node_id: Identifier | None = None
    """The step that asked by itself; none where new values of the workflow's inputs were asked for."""
    message: Sentence = ""
    """Why it was refused."""


class Steps(Observed):
    """How far an attempt has come."""

    total: int = 0
    """Steps in the graph."""
    done: int = 0
    """Steps done in the current attempt."""
    current: Line = ""
    """The step that failed or is waited for."""


class StepUnderWay(Observed):
    """A step that has begun."""

    node_id: Identifier
    """The step."""
    number: int
    """How many steps had begun in the attempt, with it."""


class SessionStatus(Observed):
    """What the server reports of the session under way. Written by the server alone."""

    attempt: int = 0
    """The attempt."""
    opened_at: datetime | None = None
    """When the runner opened its session."""
    under_way: StepUnderWay | None = None
    """The step that was announced last, until it is known to be over."""
    irreversible: Identifier | None = None
    """The irreversible step that has begun, the first of the attempt."""
    failure: FailureReport | None = None
    """The failure that the runner waits on."""
    recoveries: Annotated[tuple[RecoveryReport, ...], Field(max_length=32)] = ()
    """How the directives of this attempt ended."""


class RunStatus(Observed):
    """All that is known of a run."""

    observed_generation: int = 0
    """Generation of the spec that this was said of."""
    session_id: Line = ""
    """The run's UID, constant over its attempts."""
    phase: Phase | None = None
    """Where it stands."""
    reason: Annotated[str, Field(max_length=64)] = ""
    """Why it stands there, in one CamelCase word."""
    message: Sentence = ""
    """Why it stands there, in a sentence."""
    version: int | None = None
    """The workflow's version of the current attempt."""
    attempt: int = 0
    """Number of the current attempt."""
    max_attempts: int = 0
    """Most attempts that the site's budget allows."""
    started_at: datetime | None = None
    """When the first step of the first attempt began."""
    finished_at: datetime | None = None
    """When the run ended."""
    duration: Line = ""
    """From the start of the first step to the end."""
    next_attempt_time: datetime | None = None
    """When the next attempt starts."""
    job_name: Line = ""
    """Job of the current attempt."""
    steps: Steps = Steps()
    """How far the current attempt has come."""
    records: int = 0
    """Records extracted."""
    rows: Rows = ()
    """The same for each output."""
    warnings: Warnings = ()
    """What of spec.outputs the data do not hold to; the good ones are then still those of an earlier run."""
    recovered: bool = False
    """Something had to be mended on the way to success."""
    error: Failure | None = None
    """Why it failed."""
    irreversible: bool | None = None
    """An irreversible step has been taken, or may have been. Known once an attempt has ended."""
    replays: Annotated[tuple[Line, ...], Field(max_length=16)] = ()
    """The latest runs that repeat this one. All of them: kubectl get wmr -l webmend.io/replay-of=NAME."""
    attempts: Annotated[tuple[Attempt, ...], Field(max_length=32)] = ()
    """Every attempt; of those that the cluster never let begin, the last."""
    recoveries: Annotated[tuple[Recovery, ...], Field(max_length=64)] = ()
    """Everything that was done about failures."""
    consultations: Annotated[tuple[Consultation, ...], Field(max_length=32)] = ()
    """When a model was asked why a step failed, and what it said."""
    directive: Directive | None = None
    """What the waiting runner is told."""
    input_request: InputRequest | None = None
    """What somebody is asked: while the session is held open, or after an attempt was cut off."""
    answers: Annotated[tuple[JudgedAnswer, ...], Field(max_length=16)] = ()
    """What became of the answers, each judged once."""
    session: SessionStatus | None = None
    """What the server reports of the session under way."""
    isolation: Isolation | None = None
    """How the browser of the last attempt was isolated."""
    evidence: Evidencing | None = None
    """Whether all evidence was kept."""
    artifacts: Line = ""
    """Key prefix of the run's artifacts in the store."""
    conditions: Annotated[tuple[Condition, ...], Field(max_length=16)] = ()
    """Started, Succeeded, Finished, Recovering, InputRequired, AnswerRefused, Blocked, Recorded, Stalled."""


class Run(Observed):
    """A WorkflowRun object, as far as decisions need it."""

    namespace: str
    name: str
    uid: str
    generation: int = 1
    resource_version: str = ""
    created: datetime
    annotations: dict[str, str] = Field(default_factory=dict)
    labels: dict[str, str] = Field(default_factory=dict)
    queue: str = ""
    """The LocalQueue of Kueue that it names by its label."""
    finalizers: tuple[str, ...] = ()
    deleting: bool = False
    spec: RunSpec
    status: RunStatus = RunStatus()


def current_attempt(status: RunStatus) -> Attempt | None:
    """The latest attempt, if any was decided on."""
    return status.attempts[-1] if status.attempts else None
