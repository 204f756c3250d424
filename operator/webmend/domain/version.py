"""Versions of a workflow's graph and the repairs that they carry."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from .base import Duration, Identifier, Line, Model, Name, Observed, Sentence, StrEnum, Text
from .graph import Graph
from .reveal import MOST_REVEALS, Reveal
from .rule import Rule, one_of
from .target import Selector


class RepairKind(StrEnum):
    WAIT_TIME = "WaitTime"
    SELECTOR = "Selector"
    DESCRIPTION = "Description"
    REVEAL = "Reveal"


FIELDS: dict[RepairKind, str] = {
    RepairKind.WAIT_TIME: "wait_time",
    RepairKind.SELECTOR: "selector",
    RepairKind.DESCRIPTION: "description",
    RepairKind.REVEAL: "reveals",
}
"""What each kind of repair gives."""


class Repair(Model):
    """One thing mended in one step, laid over the user's graph."""

    RULES: ClassVar = (
        one_of("wait_time", "selector", "description", "reveals"),
        Rule(
            message="a repair has the field that its kind names",
            cel=(
                "has(self.waitTime) == (self.kind == 'WaitTime') && has(self.selector) == (self.kind == 'Selector') "
                "&& has(self.description) == (self.kind == 'Description') "
                "&& has(self.reveals) == (self.kind == 'Reveal')"
            ),
            holds=lambda repair: getattr(repair, FIELDS[repair.kind]) is not None,
            at="kind",
        ),
    )

    kind: RepairKind
    """What was mended."""
    node_id: Identifier
    """The step."""
    node_digest: Annotated[str, Field(max_length=64)]
    """Digest of the user's own step that was mended: a step that the user has touched since takes no old repair."""
    wait_time: Duration | None = None
    """The new waitTime, for WaitTime."""
    selector: Selector | None = None
    """The selector put first, for Selector."""
    alternatives: Annotated[tuple[Selector, ...], Field(max_length=4)] = ()
    """Further selectors of the same element, put after it, for Selector."""
    description: Sentence | None = None
    """What the step does and what success looks like, for Description."""
    reveals: Annotated[tuple[Reveal, ...], Field(min_length=1, max_length=MOST_REVEALS)] | None = None
    """The controls that bring the step's element into sight, each a step of its own before it, for Reveal."""
    note: Sentence
    """What was done and why, for people."""


class Author(StrEnum):
    USER = "User"
    WEBMEND = "Webmend"


class Decision(StrEnum):
    APPROVED = "Approved"
    REJECTED = "Rejected"


class VersionSpec(Model):
    """A snapshot of a graph. Immutable but for decision, which is set once."""

    RULES: ClassVar = (
        one_of("graph", "revert_to"),
        Rule(
            message="revertTo names an earlier version",
            cel="!has(self.revertTo) || self.revertTo < self.number",
            holds=lambda spec: spec.revert_to is None or spec.revert_to < spec.number,
            at="revertTo",
        ),
    )

    workflow: Name
    """Name of the workflow."""
    number: Annotated[int, Field(ge=1)]
    """Number, counted up from 1."""
    author: Author
    """Who made it."""
    note: Sentence
    """Why it was made."""
    run: Line | None = None
    """Name of the run it came from."""
    recovery: Annotated[str, Field(max_length=128)] | None = None
    """Identity of the recovery it came from: one recovery makes one version."""
    source_digest: Annotated[str, Field(max_length=64)] = ""
    """Digest of the user's graph that it lies over."""
    description: Text = ""
    """What the workflow does, told from its steps, where the user says nothing."""
    graph: Graph | None = None
    """The steps, repairs included; absent in a revert."""
    repairs: Annotated[tuple[Repair, ...], Field(max_length=200)] = ()
    """The repairs that the graph carries."""
    revert_to: Annotated[int, Field(ge=1)] | None = None
    """Make a version equal to the one with this number. Repairs that it throws away are not made again."""
    review: bool = False
    """It takes effect only after approval."""
    decision: Decision | None = None
    """A person's word on a proposed repair: what is approved is laid over the version in force, what is rejected is
    not proposed again."""


class WorkflowVersion(Observed):
    """A WorkflowVersion object, as far as decisions need it."""

    namespace: str
    name: str
    uid: str = ""
    created: datetime | None = None
    spec: VersionSpec
