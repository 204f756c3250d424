"""The graph of a workflow: its steps and how they follow one another."""

from typing import Annotated, Any

from pydantic import Field, model_validator

from . import action as a
from .base import Duration, Identifier, Model, Sentence, StrEnum
from .comparison import Comparison, Expectation
from .target import Target

ACTIONS: dict[str, type[Model]] = {
    "navigate": a.Navigate, "back": a.Back, "reload": a.Reload,
    "click": a.Click, "hover": a.Hover, "press": a.Press, "scroll": a.Scroll,
    "fill": a.Fill, "select": a.Select, "check": a.Check, "upload": a.Upload,
    "extract": a.Extract, "wait": a.Wait, "condition": a.Condition, "loop": a.Loop, "delay": a.Delay,
    "tab": a.Tab, "dialog": a.Dialog, "frame": a.Frame, "download": a.Download, "screenshot": a.Screenshot,
    "totp": a.Totp, "code": a.Code, "request": a.Request, "ask": a.Ask, "call": a.Call, "end": a.End,
}  # fmt: skip
"""Every action by the name of its field in a node."""

IMPLEMENTED = frozenset(
    {
        "navigate",
        "click",
        "fill",
        "select",
        "check",
        "press",
        "wait",
        "extract",
        "screenshot",
        "delay",
        "condition",
        "end",
    }
)
"""Actions that the runner can do. The others are in the schema and make a workflow Accepted=False until they are."""

TARGETED = frozenset({"click", "hover", "fill", "select", "check", "upload", "download", "totp", "code"})
"""Actions that need a target."""
READ_ONLY = frozenset(
    {"navigate", "back", "reload", "hover", "scroll", "extract", "wait", "condition", "delay", "screenshot"}
)
"""Actions that by themselves ask nothing of the site but to show something."""


class OnInterrupt(StrEnum):
    """What to do with a step that was under way when its attempt was cut off."""

    RETRY = "retry"
    FAIL = "fail"
    ASK = "ask"


class Branches(Model):
    """Where a condition or a loop goes."""

    when_true: Identifier | None = None
    """Step to go on with when a condition holds; default the next one."""
    when_false: Identifier | None = None
    """Step to go on with when a condition does not hold; default the next one."""
    body: Identifier | None = None
    """First step of a loop's body; the body goes back to the loop."""


class Node(Model):
    """One step. Exactly one action is given, by the name of its field."""

    id: Identifier
    """Stable name of the step within the workflow."""
    name: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    """What people call it; default the id."""
    description: Sentence | None = None
    """What it does and what success looks like."""
    target: Target | None = None
    """The element that it acts on."""
    wait_time: Duration | None = None
    """How long it may take until the target is there and the post-conditions hold; polled, not slept; default 15s."""
    expect: Annotated[tuple[Expectation, ...], Field(max_length=8)] = ()
    """What must be true afterwards."""
    run_if: Comparison | None = None
    """Run it only when this holds; otherwise it is skipped."""
    irreversible: bool = False
    """It must not happen twice: dry runs end before it, and no retry crosses it unless allowed."""
    on_interrupt: OnInterrupt | None = None
    """What to do when the attempt is cut off during it; default ask for irreversible steps, else retry."""
    heal: bool = True
    """Whether its selectors and waits may be repaired."""
    next: Identifier | None = None
    """The step to go on with; default the one that follows in the list."""
    branches: Branches | None = None
    """Where a condition or a loop goes."""

    navigate: a.Navigate | None = None
    """Open an address."""
    back: a.Back | None = None
    """Go back in the page's history."""
    reload: a.Reload | None = None
    """Load the page again."""
    click: a.Click | None = None
    """Click the target."""
    hover: a.Hover | None = None
    """Move the mouse over the target."""
    press: a.Press | None = None
    """Press keys."""
    scroll: a.Scroll | None = None
    """Scroll to the target or by an amount."""
    fill: a.Fill | None = None
    """Put a value into the target."""
    select: a.Select | None = None
    """Choose an option of the target."""
    check: a.Check | None = None
    """Tick or untick the target."""
    upload: a.Upload | None = None
    """Give files to the target."""
    extract: a.Extract | None = None
    """Take data from the page."""
    wait: a.Wait | None = None
    """Wait until something is so."""
    condition: a.Condition | None = None
    """Ask a question and branch."""
    loop: a.Loop | None = None
    """Repeat a part of the graph."""
    delay: a.Delay | None = None
    """Pause for a fixed time."""
    tab: a.Tab | None = None
    """Open, close or switch to a tab."""
    dialog: a.Dialog | None = None
    """Decide how the next JavaScript dialog is answered."""
    frame: a.Frame | None = None
    """Let the following steps look inside a frame."""
    download: a.Download | None = None
    """Click the target and keep the downloaded file."""
    screenshot: a.Screenshot | None = None
    """Take a picture."""
    totp: a.Totp | None = None
    """Type the current one-time code."""
    code: a.Code | None = None
    """Fetch and type a code sent by SMS or e-mail."""
    request: a.Request | None = None
    """An HTTP call inside the browser's session."""
    ask: a.Ask | None = None
    """Stop for somebody's input."""
    call: a.Call | None = None
    """Run another workflow as a component."""
    end: a.End | None = None
    """End the workflow."""

    @model_validator(mode="after")
    def _one_action(self) -> "Node":
        given = [name for name in ACTIONS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(
                f"step {self.id} has {len(given)} actions ({', '.join(given) or 'none'}); give exactly one"
            )
        if given[0] in TARGETED and self.target is None:
            raise ValueError(f"step {self.id}: {given[0]} needs a target")
        return self

    @property
    def action(self) -> str:
        """The name of its action."""
        return next(name for name in ACTIONS if getattr(self, name) is not None)

    @property
    def parameters(self) -> Any:
        """The parameters of its action: an instance of one of ACTIONS."""
        return getattr(self, self.action)

    @property
    def title(self) -> str:
        """What to call it in front of people."""
        return self.name or self.id


class Graph(Model):
    """The steps of a workflow. The first one is where it starts."""

    nodes: Annotated[tuple[Node, ...], Field(min_length=1, max_length=200)]
    """The steps; one that names no next goes on with the one after it."""

    def node(self, id_: str) -> Node:
        """The step with that id; raises KeyError."""
        for node in self.nodes:
            if node.id == id_:
                return node
        raise KeyError(id_)


DEFAULT_WAIT_TIME = "15s"
