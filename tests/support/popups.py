"""Pop-ups in memory: the fake of ports/popups.py."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from webmend.domain.evidence import ErrorFacts, ErrorKind
from webmend.domain.graph import Node
from webmend.domain.popup import Control, Cover
from webmend.domain.target import Selector
from webmend.ports.browser import StepFailed
from webmend.ports.popups import Declined

MOST_LOOKS = 100


@dataclass
class PopUp:
    """Something laid over the page: what it shows, and which of its controls do away with it."""

    text: str
    closing: tuple[str, ...] = ()
    """Names of the controls that close it."""
    idle: tuple[str, ...] = ()
    """Names of those that do nothing."""
    escapable: bool = False
    known_to_rules: bool = False
    """The maintained rules close it."""
    busy: bool = False
    passes_after: int = MOST_LOOKS
    """It goes by itself after so many looks."""
    facts: dict[str, object] = field(default_factory=dict)
    """Further fields of its Cover."""

    def cover(self) -> Cover:
        names = (*self.closing, *self.idle)
        controls = tuple(Control(handle=n, name=name, selector=f"button#b{n}") for n, name in enumerate(names))
        facts = {"text": self.text, "controls": controls, "busy": self.busy, "modal": True, **self.facts}
        return Cover.model_validate(facts)


@dataclass
class FakePopUps:
    """A stack of pop-ups, the last one on top."""

    stack: list[PopUp] = field(default_factory=list)
    elements: dict[str, Control] = field(default_factory=dict)
    """What declared selectors match; pressing it does away with the pop-up on top."""
    pressed: list[str] = field(default_factory=list)
    """Names of what was pressed, and Escape."""
    has_rules: bool = True
    rules_hide: bool = False
    """They hide what they know, and press nothing."""
    asked_rules: int = 0
    refuses: dict[str, str] = field(default_factory=dict)
    """By name, why a control cannot be pressed."""

    async def cover(self, node: Node, patience: float = 0.0) -> Cover | None:
        while self.stack and self.stack[-1].passes_after <= 0:
            self.stack.pop()
        if not self.stack:
            return None
        self.stack[-1].passes_after -= 1
        return self.stack[-1].cover()

    async def declared(self, selectors: Sequence[Selector]) -> tuple[Control, ...]:
        return tuple(self.elements[str(selector)] for selector in selectors if str(selector) in self.elements)

    async def press(self, control: Control) -> None:
        if control.name in self.refuses:
            raise StepFailed(ErrorFacts(kind=ErrorKind.COVERED, message=self.refuses[control.name]))
        self.pressed.append(control.name)
        if self.stack and (control in self.elements.values() or control.name in self.stack[-1].closing):
            self.stack.pop()

    async def escape(self) -> None:
        self.pressed.append("Escape")
        if self.stack and self.stack[-1].escapable:
            self.stack.pop()

    async def decline_cookies(self) -> Declined:
        self.asked_rules += 1
        if not self.has_rules:
            return Declined(available=False)
        if not (self.stack and self.stack[-1].known_to_rules):
            return Declined()
        self.stack.pop()
        return Declined(rule="klaro", done=True, hidden=self.rules_hide)
