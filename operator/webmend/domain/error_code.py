"""The user's own codes for kinds of failure: suggested by webmend or written by hand, approved by a person."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from .base import Duration, Identifier, Line, Model, Name, ObjectName, Observed, Sentence, StrEnum
from .failure import SUB_TYPES, Category, SubType
from .rule import Rule, only_with
from .version import Author
from .workflow import CodeAction

SAMPLES = 10
"""How many runs are named as samples; the latest stay."""


class CodeState(StrEnum):
    SUGGESTED = "Suggested"
    """webmend has seen the failure and waits for a person's word. It has no effect."""
    APPROVED = "Approved"
    """Failures of this kind are given the code, and its action is taken."""
    REJECTED = "Rejected"
    """It is no code of its own, and is not suggested again."""
    MERGED = "Merged"
    """Failures of this kind are given the code that mergedInto names."""


MOVES: dict[CodeState, frozenset[CodeState]] = {
    CodeState.SUGGESTED: frozenset({CodeState.APPROVED, CodeState.REJECTED, CodeState.MERGED}),
    CodeState.APPROVED: frozenset({CodeState.REJECTED, CodeState.MERGED}),
    CodeState.REJECTED: frozenset({CodeState.APPROVED, CodeState.MERGED}),
    CodeState.MERGED: frozenset({CodeState.APPROVED, CodeState.REJECTED}),
}
"""A person may change their mind, but nothing becomes a suggestion again."""


def _is_of_category(match: "CodeMatch") -> bool:
    if match.category is None or match.sub_type is None:
        return True
    return match.sub_type is SubType.OTHER or match.sub_type in SUB_TYPES[match.category]


# Spelt out, since CEL estimates the cost of a look-up in a map of lists as if the lists had no end.
_OF_CATEGORY = " || ".join(
    f"(self.category == '{category}' && self.subType in {list(map(str, named))})"
    for category, named in SUB_TYPES.items()
    if named
)


class CodeMatch(Model):
    """Which failures are of this kind: those for which everything given here holds."""

    RULES: ClassVar = (
        Rule(
            message="at least one of category, fingerprint, words is given",
            cel="has(self.category) || has(self.fingerprint) || (has(self.words) && size(self.words) > 0)",
            holds=lambda m: m.category is not None or m.fingerprint is not None or bool(m.words),
        ),
        only_with("sub_type", "category"),
        Rule(
            message="subType is one of the category's",
            cel=f"!has(self.category) || !has(self.subType) || self.subType == 'OTHER' || {_OF_CATEGORY}",
            holds=_is_of_category,
            at="subType",
        ),
    )

    category: Category | None = None
    """Its category."""
    sub_type: SubType | None = None
    """Its sub-type."""
    fingerprint: Annotated[str, Field(pattern="^[0-9a-f]{12}$", max_length=12)] | None = None
    """Exactly this category, sub-type, site, step and message, but for numbers, names and values in the message."""
    workflows: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    """Names of the workflows it may be of; none: any."""
    site: Annotated[str, Field(min_length=1, max_length=253)] | None = None
    """Host of the page on which it happened, with the port where that is an unusual one."""
    node_id: Identifier | None = None
    """The step that failed."""
    words: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=256)], ...], Field(max_length=16)] = ()
    """Words or phrases that all stand in what was said of it (message, evidence, alerts of the page); case does not
    matter, and no character is special."""


class ErrorCodeSpec(Model):
    """A kind of failure, and what to do about it."""

    RULES: ClassVar = (
        Rule(
            message="mergedInto goes with the state Merged, and only with that",
            cel="has(self.mergedInto) == (has(self.state) && self.state == 'Merged')",
            holds=lambda spec: (spec.merged_into is not None) == (spec.state is CodeState.MERGED),
            at="mergedInto",
        ),
        Rule(
            message="count and after go only with the action Retry",
            cel="!(has(self.count) || has(self.after)) || (has(self.action) && self.action == 'Retry')",
            holds=lambda spec: (spec.count is None and spec.after is None) or spec.action is CodeAction.RETRY,
            at="action",
        ),
    )

    code: Annotated[str, Field(min_length=1, max_length=63)] | None = None
    """What failures of this kind are given as error.code; default the name of this object."""
    description: Sentence = ""
    """What goes wrong, for people."""
    match: CodeMatch
    """Which failures are of this kind: those for which everything given here holds."""
    state: CodeState = CodeState.APPROVED
    """A person approves, rejects or merges a suggestion by changing this."""
    merged_into: ObjectName | None = None
    """Name of the ErrorCode that this one is merged into."""
    action: CodeAction = CodeAction.ALERT
    """What to do, unless the workflow's errorHandling.errorCodes says otherwise for this code."""
    count: Annotated[int, Field(ge=1, le=10)] | None = None
    """How many retries, with Retry; default 1."""
    after: Duration | None = None
    """How long to wait before a retry; default none."""
    author: Author = Author.USER
    """Who wrote it first."""


class CodeSample(Observed):
    """A run that failed so."""

    key: Annotated[str, Field(max_length=128)]
    """Identity of the failure; one is counted once."""
    workflow: Line
    """Its workflow."""
    run: Line
    """Its name."""
    at: datetime
    """When it was seen."""


class ErrorCodeStatus(Observed):
    """How often it was seen."""

    occurrences: int = 0
    """How many failures were of this kind, since the object was made."""
    first_seen: datetime | None = None
    """When the first was seen."""
    last_seen: datetime | None = None
    """When the latest was seen."""
    samples: Annotated[tuple[CodeSample, ...], Field(max_length=SAMPLES)] = ()
    """The latest runs that failed so."""


class ErrorCode(Observed):
    """An ErrorCode object, as far as decisions need it."""

    namespace: str
    name: str
    uid: str = ""
    resource_version: str = ""
    created: datetime | None = None
    spec: ErrorCodeSpec
    status: ErrorCodeStatus = ErrorCodeStatus()

    @property
    def code(self) -> str:
        """What failures of this kind are given."""
        return self.spec.code or self.name
