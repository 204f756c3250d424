"""What a runner says: of a step, of a failure, of a whole attempt. The wire form of all three is compact JSON."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from .base import Identifier, Line, Observed, Sentence, StrEnum
from .data import Rows, Warnings
from .evidence import ErrorKind, Evidence
from .names import PROTOCOL_VERSION
from .reveal import MOST_REVEALS, Reveal
from .target import Fingerprint, Selector


class StepOutcome(StrEnum):
    DONE = "Done"
    SKIPPED = "Skipped"
    FAILED = "Failed"


class StepReport(Observed):
    """One execution of one step."""

    node_id: Identifier
    title: Line
    action: Line
    outcome: StepOutcome
    started_at: datetime
    finished_at: datetime
    wait_time: float
    """Its ceiling in seconds."""
    waited: float
    """Seconds of it used until the target was there and the post-conditions held."""
    selector: Line = ""
    """The selector that matched."""
    url: Line = ""
    """Address of the page afterwards, without query."""
    input: Line = ""
    """The values typed, masked where secret."""
    branch: Line = ""
    """Where a condition went."""
    records: int = 0
    """Records extracted."""
    screenshot: Line = ""
    """Key of the picture."""
    message: Sentence = ""
    """Why it was skipped or failed, or what it took to do it."""
    resume_at: datetime | None = None
    """For a delay: when it was to go on; finished_at says when it did."""
    fingerprint: Fingerprint | None = None
    """The element used."""


class Evidencing(StrEnum):
    COMPLETE = "Complete"
    PARTIAL = "Partial"


class FailureReport(Observed):
    """A step failed: the number of the failure within the attempt and what was seen."""

    attempt: int
    """Attempt that it belongs to."""
    sequence: int
    """1 for the first failure of the attempt, counted up."""
    node_id: Identifier
    """The step."""
    evidence: Evidence
    """What was seen, small enough for a status and a termination message."""
    steps_done: int = 0
    """Steps done before."""
    irreversible_done: bool = False
    """An irreversible step has run in this attempt."""
    safe_nodes: Annotated[tuple[Identifier, ...], Field(max_length=8)] = ()
    """Steps from which this session could resume, the latest first: reachable again, no irreversible step between."""
    path: Annotated[tuple[Identifier, ...], Field(max_length=24)] = ()
    """The last steps done, in order, as far as they could be done again: nothing irreversible and no login since."""
    on_page: int = 0
    """How many of them, counted from the end, were done on the page that is shown now."""

    @property
    def asks(self) -> bool:
        """Whether the step stops for somebody's input: nothing has failed so far."""
        return self.evidence.error.kind is ErrorKind.ASKED


class RecoveryOutcome(StrEnum):
    SUCCEEDED = "Succeeded"
    FAILED = "Failed"


class Band(StrEnum):
    """What may be done with an element that was found anew."""

    APPLY = "Apply"
    """Sure enough to act on it."""
    PROPOSE = "Propose"
    """For a person to look at."""
    REFUSE = "Refuse"
    """The element may be gone."""


class FoundElement(Observed):
    """An element that was found anew by its fingerprint."""

    band: Band
    """What may be done with it."""
    confidence: Annotated[float, Field(ge=0, le=1)] = 0.0
    """How sure it is that this is the element."""
    selectors: Annotated[tuple[Selector, ...], Field(max_length=5)] = ()
    """Ways to find it, the best first; each matches it and nothing else. None where the step's own still do."""
    reveals: Annotated[tuple[Reveal, ...], Field(max_length=MOST_REVEALS)] = ()
    """For one that was out of sight: the controls that bring it into sight, in their order."""
    was: Line = ""
    """The element as it was, in a few words."""
    now: Line = ""
    """The element as it is."""
    runner_up: Line = ""
    """The next best one."""
    reason: Sentence = ""
    """What the answer rests on."""


class RecoveryReport(Observed):
    """How carrying out a directive ended: did the step that had failed pass?"""

    sequence: int
    """The failure that the directive answered."""
    outcome: RecoveryOutcome
    """Whether the step that had failed passed."""
    detail: Sentence = ""
    """What was done: which control was pressed, which element was found, why it was given up."""
    found: FoundElement | None = None
    """The element, for a repaired selector."""


class Isolation(Observed):
    """What the runner found of its own sandbox at start."""

    level: Line
    """Strict, RuntimeClass, Compat or Unknown."""
    detail: Line = ""
    """What was read: namespaces, root, seccomp filters of a renderer."""


class AttemptOutcome(StrEnum):
    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    STOPPED = "Stopped"


SESSION_REFUSED, SERVER_UNAVAILABLE = "SessionRefused", "ServerUnavailable"
UNOPENED = frozenset({SESSION_REFUSED, SERVER_UNAVAILABLE})
"""Reasons of a runner that was never let in: its report is about itself, not about the attempt."""


class AttemptReport(Observed):
    """How an attempt ended; the pod's termination message. At most names.TERMINATION_MESSAGE_BYTES as JSON."""

    v: int = PROTOCOL_VERSION
    outcome: AttemptOutcome
    reason: Line = ""
    """One CamelCase word: Completed, StepFailed, NoDirective, Directed, StopRequested, BrowserLaunch, ..."""
    started_at: datetime | None = None
    """When the first step began."""
    finished_at: datetime | None = None
    steps_done: int = 0
    steps_total: int = 0
    records: int = 0
    rows: Rows = ()
    """How many rows each output has, where the attempt has succeeded."""
    warnings: Warnings = ()
    """What of the workflow's outputs the data do not hold to."""
    irreversible_done: bool = False
    under_way: Identifier | None = None
    """The step that was under way when the attempt was cut off."""
    failure: FailureReport | None = None
    """The failure that ended it."""
    recoveries: Annotated[tuple[RecoveryReport, ...], Field(max_length=16)] = ()
    """How each directive ended."""
    isolation: Isolation | None = None
    evidence: Evidencing = Evidencing.COMPLETE


class Outputs(Observed):
    """What a run extracted, by output name: a list of records or a single record."""

    values: dict[str, Any] = Field(default_factory=dict)
