"""What is kept of versions and error codes for good, after their objects have gone."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from .base import Line, Name, Observed, Sentence
from .error_code import CodeState
from .failure import Category, SubType
from .version import Author, Decision
from .workflow import CodeAction

Description = Annotated[str, Field(max_length=4096)]


class KeptVersion(Observed):
    """A version of a workflow, as a list shows it."""

    id: UUID
    """Its place in the history: a later one has a greater one."""
    uid: Line
    """UID of its object."""
    seen: int = Field(default=0, exclude=True)
    """Resource version of the object that this was read from."""
    namespace: Name
    workflow: Name
    number: int
    created_at: datetime
    author: Author
    note: Sentence = ""
    """Why it was made."""
    run: Line | None = None
    """Name of the run that it came from."""
    revert_to: int | None = None
    """Number of the version that it is equal to."""
    review: bool = False
    """It takes effect only after approval."""
    decision: Decision | None = None


class VersionRecord(KeptVersion):
    """A version with its steps."""

    spec: dict[str, Any] = Field(default_factory=dict)
    """As stored in its object."""


class KeptVersionPage(Observed):
    """A part of a list of versions."""

    items: tuple[KeptVersion, ...]
    next: str | None = None
    """Cursor of the next page; none where this is the last."""


class KeptCode(Observed):
    """An error code, as it was seen last."""

    id: UUID
    """Its place in the history: a later one has a greater one."""
    uid: Line
    """UID of its object."""
    seen: int = Field(default=0, exclude=True)
    """Resource version of the object that this was read from."""
    namespace: Name
    name: Line
    code: Line
    """What failures of its kind are given."""
    description: Sentence = ""
    state: CodeState
    merged_into: Line | None = None
    action: CodeAction
    author: Author
    category: Category | None = None
    sub_type: SubType | None = None
    match: dict[str, Any] = Field(default_factory=dict)
    """Which failures are of its kind, as stored in its object."""
    created_at: datetime
    occurrences: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None


class KeptCodePage(Observed):
    """A part of a list of error codes."""

    items: tuple[KeptCode, ...]
    next: str | None = None
    """Cursor of the next page; none where this is the last."""
