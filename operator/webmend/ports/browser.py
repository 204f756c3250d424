"""A browser with one page, as the engine drives it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from webmend.domain.comparison import Comparison
from webmend.domain.evidence import ErrorFacts, Evidence, HistoryFacts, InputFacts, SessionFacts, StepFacts
from webmend.domain.graph import Node
from webmend.domain.report import Isolation
from webmend.domain.target import Fingerprint

from .elements import Elements
from .forms import Forms
from .popups import PopUps
from .trace import Trace

Redact = Callable[[str], str]
"""Takes every known secret out of a text."""


Check = Callable[[Fingerprint], Awaitable[str]]
"""Given what the step's element looks like: why it is not the one that is meant; empty where it may be."""


class StepFailed(Exception):
    """A step could not be done. Carries what the exception said, redacted."""

    def __init__(self, error: ErrorFacts, *, selector: str = "", expectation: str = "", options: tuple[str, ...] = ()):
        super().__init__(error.message)
        self.error = error
        self.selector = selector
        self.expectation = expectation
        self.options = options


@dataclass(frozen=True)
class File:
    """A file that a site has given, or is given."""

    name: str
    """As the step or the site calls it."""
    body: bytes


@dataclass(frozen=True)
class Performed:
    """What doing a step gave."""

    selector: str = ""
    """The selector that matched."""
    waited: float = 0.0
    """Seconds until the target was there and the post-conditions held."""
    fingerprint: Fingerprint | None = None
    """What the element looked like."""
    data: Any = None
    """What was extracted: a list of records or one record."""
    picture: bytes | None = None
    """What a screenshot step took."""
    file: File | None = None
    """What a download step brought."""
    url: str = ""
    """Address of the page afterwards, without query and fragment, redacted."""
    note: str = ""
    """What it took to do it, where that is worth telling."""


@dataclass(frozen=True)
class Question:
    """What the engine knows about a failed step; the browser adds what it sees."""

    node: Node
    """The step with its templates still in it: no values."""
    error: ErrorFacts
    step: StepFacts
    inputs: InputFacts = field(default_factory=InputFacts)
    session: SessionFacts = field(default_factory=SessionFacts)
    history: HistoryFacts = field(default_factory=HistoryFacts)
    fingerprint: Fingerprint | None = None
    """What the element looked like in the last good run."""


class BrowserSession(Protocol):
    """One Chromium, one context, one current page, from start to close."""

    async def declare(self, origins: Sequence[str]) -> None:
        """Credentials will be typed on these origins alone: before the first step, where there will be any."""
        ...

    async def perform(
        self,
        node: Node,
        ceiling: float,
        origins: tuple[str, ...] | None = None,
        check: Check | None = None,
        files: Sequence[File] = (),
    ) -> Performed:
        """Do the step: wait for its target, act, check its post-conditions, at most `ceiling` seconds in all.

        A tab that was opened becomes the current page where it alone has the step's target, or shows what it expects.
        The node's templates are rendered. `origins`: the step types a credential, only on these origins. `check`: asked
        about the step's element before anything is done with it. `files`: what an upload gives to its field. Raises
        StepFailed: MISMATCH where the check lasts.
        """
        ...

    async def holds(self, comparison: Comparison) -> bool:
        """Whether a rendered comparison holds on the page as it is; waits only for the document to be read.

        Raises StepFailed when it cannot be told: several elements match, or the selector is none.
        """
        ...

    async def origin(self, node: Node) -> str:
        """Origin of the frame that the step's target is in, such as https://portal.example; null where it has none.

        Waits for the target as the step will; that time counts against the step's ceiling. Raises StepFailed.
        """
        ...

    async def evidence(self, question: Question) -> Evidence:
        """What can be seen now, redacted; never raises: what could not be taken is named in `dropped`."""
        ...

    async def screenshot(self) -> bytes | None:
        """A PNG of the view with password fields masked; None when the page cannot be pictured any more."""
        ...

    async def authenticated_by(self, node_id: str) -> None:
        """The login step has succeeded: remember the cookies that it brought."""
        ...

    @property
    def popups(self) -> PopUps:
        """What lies over the page."""
        ...

    @property
    def elements(self) -> Elements:
        """What the page is made of."""
        ...

    @property
    def forms(self) -> Forms:
        """What the page asks for."""
        ...

    async def trace(self) -> Trace:
        """Begin to record what is done; once in a session. Raises NoTrace."""
        ...

    async def state(self) -> str:
        """Cookies and storage, as JSON that a later session can begin with; empty when they cannot be told."""
        ...

    async def isolation(self) -> Isolation:
        """What the browser's own renderer shows of its sandbox."""
        ...

    async def close(self) -> None:
        """End the browser; never raises."""
        ...
