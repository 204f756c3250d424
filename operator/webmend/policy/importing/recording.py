"""What every recording is read into, whatever wrote it: steps in order, what they act on, what could not be carried."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from webmend.domain.target import Target

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Around a look-up in a text. They are noncharacters of Unicode, which no text holds: what a page shows or a person has
typed can then never be taken for a template."""
MOST_EXPECTED = 8
"""What a step of a workflow can have."""
_REFERENCE = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")


def clean(text: str) -> str:
    """The text without what would stand for a look-up, and without halves of characters, which no file can hold."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.translate({ord(OPEN): None, ord(CLOSE): None})


def reference(path: str) -> str:
    """A look-up such as inputs.patient, to be put into the text of a step."""
    return f"{OPEN}{path}{CLOSE}"


def references(text: str) -> tuple[str, ...]:
    """The look-ups in a text."""
    return tuple(_REFERENCE.findall(text))


def as_template(text: str) -> str:
    """The text with its look-ups as a workflow writes them."""
    return _REFERENCE.sub(r"{{ \1 }}", text)


@dataclass(frozen=True)
class Note:
    """Something that people should know of the import. Its text holds no value that was typed."""

    line: int
    text: str
    is_loss: bool = False
    """Whether the workflow does not do everything that was recorded."""

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


@dataclass(frozen=True)
class Step:
    """One thing that was done."""

    line: int
    action: str
    """The name of an action of the domain."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    target: Target | None = None
    name: str = ""
    description: str = ""
    wait: float | None = None
    """Seconds it may take."""
    expect: tuple[Mapping[str, Any], ...] = ()
    run_if: Mapping[str, Any] | None = None
    irreversible: bool = False
    page: str = ""
    """Address of the page that it was done on, as far as is known."""
    key: str = ""
    """What edges call it."""
    next: str | None = None
    """Key of the step to go on with; none: the one after it."""
    branches: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Recording:
    """What a file holds."""

    kind: str
    """What wrote it, for people."""
    title: str
    description: str = ""
    steps: tuple[Step, ...] = ()
    notes: tuple[Note, ...] = ()
    skipped: Mapping[str, str | None] = field(default_factory=dict)
    """Keys of steps that could not be carried, and of what to go on with in their place."""
    inputs: tuple[Mapping[str, Any], ...] = ()
    """What the recording itself declares."""
    credentials: Mapping[str, str] = field(default_factory=dict)
    """Aliases that the recording itself declares, and the origin of each."""
    browser: Mapping[str, Any] = field(default_factory=dict)
    error_handling: Mapping[str, Any] = field(default_factory=dict)


class Tape:
    """Puts a recording together, step by step."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.notes: list[Note] = []
        self.skipped: dict[str, str | None] = {}
        self.page = ""
        """Address of the page that is shown, as far as is known."""
        self.loose: list[tuple[int, str]] = []
        """Edges (place of a step; next, or a branch) that lead to whatever step comes next."""

    def add(self, step: Step) -> None:
        """Go on with this step."""
        key = step.key or f"#{len(self.steps)}"
        self.tie(key)
        self.steps.append(replace(step, key=key, page=step.page or self.page))

    def tie(self, key: str) -> None:
        """Let the loose edges lead to the step of that key."""
        for place, edge in self.loose:
            self.lead(place, edge, key)
        self.loose = []

    def lead(self, place: int, edge: str, key: str) -> None:
        """Let one edge of a step lead to the step of that key."""
        step = self.steps[place]
        changed = {"next": key} if edge == "next" else {"branches": {**step.branches, edge: key}}
        self.steps[place] = replace(step, **changed)

    def expect(self, line: int, *wanted: Mapping[str, Any]) -> None:
        """What was seen to hold after the last step; with none to hold after, a step that waits for it."""
        if self.steps and self.steps[-1].action not in ("condition", "loop", "end") and not self.loose:
            last = self.steps[-1]
            if len(last.expect) >= MOST_EXPECTED:
                return self.lose(line, f"more than {MOST_EXPECTED} things are to hold after one step")
            self.steps[-1] = replace(last, expect=(*last.expect, *(w for w in wanted if w not in last.expect)))
        else:
            self.add(Step(line, "wait", {"page": "Loaded"}, expect=tuple(wanted)))
        return None

    def lose(self, line: int, text: str) -> None:
        """Something could not be carried."""
        self.notes.append(Note(line, text, is_loss=True))

    def note(self, line: int, text: str) -> None:
        """Something was carried otherwise than people may think."""
        self.notes.append(Note(line, text))
