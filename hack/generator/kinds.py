"""The kinds of object, and what the API server is told of each beyond its fields: columns, selectors, changes."""

from dataclasses import dataclass, field

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from webmend.domain.channel import ChannelSpec, ChannelStatus
from webmend.domain.error_code import MOVES, ErrorCodeSpec, ErrorCodeStatus
from webmend.domain.names import ERROR_CODE, NOTIFICATION_CHANNEL, PLURALS, WORKFLOW, WORKFLOW_RUN, WORKFLOW_VERSION
from webmend.domain.phase import TERMINAL, Phase
from webmend.domain.rule import cel_name
from webmend.domain.run import RunSpec, RunStatus
from webmend.domain.version import VersionSpec
from webmend.domain.workflow import WorkflowSpec, WorkflowStatus

from .structural import Schema, rule


@dataclass(frozen=True)
class Column:
    """One column of `kubectl get`."""

    name: str
    path: str
    type: str = "string"
    is_wide: bool = False
    """Shown only with `-o wide`."""


@dataclass(frozen=True)
class Kind:
    """One kind of object."""

    name: str
    short: str
    description: str
    spec: type[BaseModel]
    status: type[BaseModel] | None
    columns: tuple[Column, ...]
    selectable: tuple[str, ...]
    """Fields that `--field-selector` knows."""
    rules: tuple[Schema, ...] = ()
    """Rules about the object as a whole."""
    longest_name: int = 63
    """Characters of a name at most: no more than a label's value, since other objects are labelled with it."""
    defaults: dict[str, str] = field(default_factory=dict)
    """What the API server fills in, by field of the spec. Few: they are frozen into stored objects."""

    @property
    def plural(self) -> str:
        return PLURALS[self.name]


AGE = Column("Age", ".metadata.creationTimestamp", "date")


def _kept(name: str, info: FieldInfo) -> str:
    """CEL for: the field of the spec is as it was, there or not."""
    now, before = f"self.spec.{cel_name(name)}", f"oldSelf.spec.{cel_name(name)}"
    same = f"{now} == {before}"
    return same if info.is_required() else f"has({now}) == has({before}) && (!has({now}) || {same})"


def _fixed(spec: type[BaseModel], names: set[str], message: str, unless: str = "") -> tuple[Schema, ...]:
    """One rule for each field of the spec that may not change, so that a refusal names the field."""
    return tuple(
        rule(message, unless + _kept(name, info), f"spec.{info.alias or name}")
        for name, info in spec.model_fields.items()
        if name in names
    )


WORKFLOWS = Kind(
    name=WORKFLOW,
    short="wmw",
    description="A browser workflow: what it does, with which inputs and logins, and how it may be mended.",
    spec=WorkflowSpec,
    status=WorkflowStatus,
    columns=(
        Column("State", ".spec.state"),
        Column("Version", ".status.activeVersion", "integer"),
        Column("Ready", '.status.conditions[?(@.type=="Ready")].status'),
        AGE,
        Column("Next", ".status.nextScheduleTime", is_wide=True),
        Column("Type", ".spec.type", is_wide=True),
        Column("Site", ".spec.site", is_wide=True),
        Column("Message", '.status.conditions[?(@.type=="Accepted")].message', is_wide=True),
    ),
    selectable=(".spec.state", ".spec.type"),
    longest_name=50,  # versions are named after it
    defaults={"state": "Active"},
)

_OVER = ", ".join(f"'{phase}'" for phase in Phase if phase in TERMINAL)
_STARTED = "the spec of a started run is fixed but for stop and further answers"
_FIXED_OTHERWISE = {"workflow_ref", "replay_of", "stop", "answers"}
_NOT_STARTED = "oldSelf.?status.?attempt.orValue(0) == 0 || "

RUNS = Kind(
    name=WORKFLOW_RUN,
    short="wmr",
    description="A run of a workflow: what was asked for, how it stands, and all that was done to bring it through.",
    spec=RunSpec,
    status=RunStatus,
    columns=(
        Column("Workflow", ".spec.workflowRef.name"),
        Column("Version", ".status.version", "integer"),
        Column("Phase", ".status.phase"),
        Column("Category", ".status.error.category"),
        Column("Attempt", ".status.attempt", "integer"),
        # not of type date: that prints a time to come as <invalid>
        Column("Next", ".status.nextAttemptTime"),
        Column("Duration", ".status.duration"),
        AGE,
        Column("Sub-type", ".status.error.subType", is_wide=True),
        Column("Step", ".status.steps.current", is_wide=True),
        Column("Trigger", ".spec.trigger", is_wide=True),
        Column("Message", ".status.message", is_wide=True),
    ),
    selectable=(".status.phase", ".spec.workflowRef.name", ".spec.trigger"),
    rules=(
        *_fixed(RunSpec, {"workflow_ref"}, "a run stays with its workflow"),
        *_fixed(RunSpec, {"replay_of"}, "a run stays with the one that it repeats"),
        *_fixed(RunSpec, set(RunSpec.model_fields) - _FIXED_OTHERWISE, _STARTED, unless=_NOT_STARTED),
        rule(
            "a run does not repeat itself",
            # where it has a phase, it is too late to say so: a release took such runs before this had any effect
            "self.?status.?phase.hasValue() || !has(self.spec.replayOf) || self.spec.replayOf != self.metadata.name",
            "spec.replayOf",
        ),
        rule(
            "a stop cannot be taken back",
            "!oldSelf.spec.?stop.orValue(false) || self.spec.?stop.orValue(false)",
            "spec.stop",
        ),
        rule(
            "answers are only added",
            "!has(oldSelf.spec.answers) || oldSelf.spec.answers.all(given, has(self.spec.answers) "
            "&& self.spec.answers.exists(kept, kept.requestId == given.requestId))",
            "spec.answers",
        ),
        rule(
            "a run that is over takes no answers",
            f"!(oldSelf.?status.?phase.orValue('') in [{_OVER}]) "
            "|| self.spec.?answers.orValue([]).size() == oldSelf.spec.?answers.orValue([]).size()",
            "spec.answers",
        ),
        rule(
            "a run that is over stays as it ended",
            f"!has(oldSelf.status) || !has(oldSelf.status.phase) || !(oldSelf.status.phase in [{_OVER}]) "
            "|| (has(self.status) && has(self.status.phase) && self.status.phase == oldSelf.status.phase)",
            "status.phase",
        ),
        rule(
            "attempts are counted up",
            "self.?status.?attempt.orValue(0) >= oldSelf.?status.?attempt.orValue(0)",
            "status.attempt",
        ),
    ),
    defaults={"trigger": "Manual"},
)

VERSIONS = Kind(
    name=WORKFLOW_VERSION,
    short="wmv",
    description="A snapshot of a workflow's graph with the repairs that it carries; fixed but for a person's decision.",
    spec=VersionSpec,
    status=None,
    columns=(
        Column("Workflow", ".spec.workflow"),
        Column("Number", ".spec.number", "integer"),
        Column("Author", ".spec.author"),
        Column("Decision", ".spec.decision"),
        AGE,
        Column("Run", ".spec.run", is_wide=True),
        Column("Note", ".spec.note", is_wide=True),
    ),
    selectable=(".spec.workflow", ".spec.author"),
    rules=(
        rule(
            "a version is named WORKFLOW-vNUMBER, so that no number is given twice",
            "self.metadata.name.startsWith(self.spec.workflow + '-v') "
            "&& self.metadata.name.matches('-v[1-9][0-9]{0,8}$') "
            "&& int(self.metadata.name.substring(size(self.spec.workflow) + 2)) == self.spec.number",
            "metadata.name",
        ),
        *_fixed(VersionSpec, set(VersionSpec.model_fields) - {"decision"}, "a version is fixed but for its decision"),
        rule(
            "a decision is taken once",
            "!has(oldSelf.spec.decision) || (has(self.spec.decision) && self.spec.decision == oldSelf.spec.decision)",
            "spec.decision",
        ),
    ),
)

_MOVES = " || ".join(
    f"(oldSelf.spec.state == '{old}' && self.spec.state in {sorted(map(str, MOVES[old]))})" for old in MOVES
)

ERROR_CODES = Kind(
    name=ERROR_CODE,
    short="wme",
    description="Your own code for a kind of failure, suggested or written by hand, and what is done about it.",
    spec=ErrorCodeSpec,
    status=ErrorCodeStatus,
    columns=(
        Column("State", ".spec.state"),
        Column("Category", ".spec.match.category"),
        Column("Sub-type", ".spec.match.subType"),
        Column("Action", ".spec.action"),
        Column("Seen", ".status.occurrences", "integer"),
        AGE,
        Column("Site", ".spec.match.site", is_wide=True),
        Column("Step", ".spec.match.nodeId", is_wide=True),
        Column("Into", ".spec.mergedInto", is_wide=True),
        Column("Description", ".spec.description", is_wide=True),
    ),
    selectable=(".spec.state", ".spec.match.category"),
    rules=(
        *_fixed(ErrorCodeSpec, {"author"}, "an error code stays its author's"),
        rule(
            "a code is approved, rejected or merged; none becomes a suggestion again",
            f"self.spec.state == oldSelf.spec.state || {_MOVES}",
            "spec.state",
        ),
        rule(
            "a code is not merged into itself",
            "!has(self.spec.mergedInto) || self.spec.mergedInto != self.metadata.name",
            "spec.mergedInto",
        ),
    ),
    defaults={"state": "Approved", "action": "Alert"},
)

CHANNELS = Kind(
    name=NOTIFICATION_CHANNEL,
    short="wmn",
    description="Who is told of what happens to runs and workflows, and by which way.",
    spec=ChannelSpec,
    status=ChannelStatus,
    columns=(
        Column("Accepted", '.status.conditions[?(@.type=="Accepted")].status'),
        Column("Ready", '.status.conditions[?(@.type=="Ready")].status'),
        Column("Reason", '.status.conditions[?(@.type=="Ready")].reason'),
        AGE,
        Column("Message", '.status.conditions[?(@.type=="Ready")].message', is_wide=True),
    ),
    selectable=(),
)

KINDS = (WORKFLOWS, RUNS, VERSIONS, ERROR_CODES, CHANNELS)
