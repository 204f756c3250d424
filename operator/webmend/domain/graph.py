"""The graph of a workflow: its steps and how they follow one another."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from . import action as a
from .base import Duration, Identifier, Model, Sentence, StrEnum
from .comparison import Comparison, Expectation
from .rule import Rule, cel_has, one_of, only_with
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

TARGETED = frozenset({"click", "hover", "fill", "select", "check", "upload", "download", "totp", "code"})
"""Actions that need a target."""
TARGETABLE = TARGETED | {"press", "scroll", "extract", "wait", "screenshot"}
"""Actions that may have one."""


class OnInterrupt(StrEnum):
    """What to do with a step that was under way when its attempt was cut off."""

    RETRY = "retry"
    """A further attempt, which begins at the beginning."""
    FAIL = "fail"
    """The run fails."""
    ASK = "ask"
    """Somebody decides: run again, or end."""


class Branches(Model):
    """Where a condition or a loop goes."""

    when_true: Identifier | None = None
    """Step to go on with when a condition holds; default the next one."""
    when_false: Identifier | None = None
    """Step to go on with when a condition does not hold; default the next one."""
    body: Identifier | None = None
    """First step of a loop's body; the body goes back to the loop."""


def _is_of_loop(branches: Branches | None) -> bool:
    return branches is not None and branches.body is not None and branches.when_true is branches.when_false is None


def _needs_target(node: "Node") -> bool:
    """Whether its action does not know what to act on without a target."""
    extract, wait = node.extract, node.wait
    return (
        node.action in TARGETED
        or (extract is not None and (extract.table is not None or extract.list is not None))
        or (extract is not None and any(field.target is None for field in extract.fields))
        or (wait is not None and wait.element is not None)
    )


_NEEDS_TARGET = f"""
{cel_has(*sorted(TARGETED))}
|| (has(self.extract) && (has(self.extract.table) || has(self.extract.list)))
|| (has(self.extract) && has(self.extract.fields) && self.extract.fields.exists(field, !has(field.target)))
|| (has(self.wait) && has(self.wait.element))
"""
_SCROLLS_BY_AMOUNT = "(self.scroll.?deltaX.orValue(0) != 0 || self.scroll.?deltaY.orValue(0) != 0)"


def _has_amount(scroll: a.Scroll) -> bool:
    return scroll.delta_x != 0 or scroll.delta_y != 0


class Node(Model):
    """One step. Exactly one action is given, by the name of its field."""

    RULES: ClassVar = (
        one_of(*ACTIONS),
        Rule(
            message="the action needs a target",
            cel=f"has(self.target) || !({_NEEDS_TARGET.strip()})",
            holds=lambda node: node.target is not None or not _needs_target(node),
            at="target",
        ),
        Rule(
            message="the action takes no target",
            cel=f"!has(self.target) || {cel_has(*sorted(TARGETABLE))}",
            holds=lambda node: node.target is None or node.action in TARGETABLE,
            at="target",
        ),
        Rule(
            message="a step scrolls either to its target or by deltaX and deltaY",
            cel=f"!has(self.scroll) || has(self.target) != {_SCROLLS_BY_AMOUNT}",
            holds=lambda node: node.scroll is None or (node.target is not None) != _has_amount(node.scroll),
            at="scroll",
        ),
        only_with("branches", "condition", "loop", "call"),
        Rule(
            message="a loop has branches.body, and no branches.whenTrue or branches.whenFalse",
            cel=(
                "!has(self.__loop__) || (has(self.branches) && has(self.branches.body) "
                "&& !has(self.branches.whenTrue) && !has(self.branches.whenFalse))"
            ),
            holds=lambda node: node.loop is None or _is_of_loop(node.branches),
            at="branches",
        ),
        Rule(
            message="branches.body goes only with loop",
            cel="!has(self.condition) || !has(self.branches) || !has(self.branches.body)",
            holds=lambda node: node.condition is None or node.branches is None or node.branches.body is None,
            at="branches.body",
        ),
        Rule(
            message="nothing follows end",
            cel="!has(self.end) || !has(self.next)",
            holds=lambda node: node.end is None or node.next is None,
            at="next",
        ),
    )

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
    """What to do when the attempt is cut off during it; default retry, which repeats no irreversible step."""
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

    @property
    def action(self) -> str:
        """The name of its action."""
        return next(name for name in ACTIONS if getattr(self, name) is not None)

    @property
    def parameters(self) -> Any:
        """The parameters of its action: an instance of one of ACTIONS."""
        return getattr(self, self.action)

    @property
    def acts_once(self) -> bool:
        """Whether it must not happen twice: a person says so, or it is a call that is not safe to send again."""
        return self.irreversible or (self.request is not None and self.request.method not in a.SAFE)

    @property
    def is_announced(self) -> bool:
        """Whether the run has to know that it begins before it does: its end may never be heard of."""
        return self.acts_once or self.on_interrupt in (OnInterrupt.FAIL, OnInterrupt.ASK)

    @property
    def output(self) -> str | None:
        """The name of the output that it gives; None where it gives none."""
        if self.extract is not None:
            return self.extract.output or self.id
        return self.request.output if self.request is not None else None

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
