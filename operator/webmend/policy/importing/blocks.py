"""The blocks of Selenium IDE (if, times, forEach) as branches of a graph. Expressions are read as far as they compare
one thing with another; nothing is evaluated."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import syntax
from .recording import Step, Tape
from .source import Record, Unsupported

_OPENING = ("if", "times", "forEach", "while", "do")
_VARIABLE = re.compile(r"\$\{([A-Za-z_]\w{0,62})\}", re.ASCII)
_STAND_IN = re.compile(r"\$([A-Za-z_]\w{0,62})", re.ASCII)
"""How a variable is written for the parser, to which braces would mean something else."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
_OPERATORS = {
    "==": "Equals", "===": "Equals", "!=": "NotEquals", "!==": "NotEquals", "<": "LessThan", ">": "GreaterThan",
}  # fmt: skip


@dataclass
class _Block:
    """One that is open."""

    kind: str
    line: int
    place: int = -1
    """Place of its condition or loop among the steps; -1: it cannot be carried, nor can what is in it."""
    exits: list[tuple[int, str]] = field(default_factory=list)
    """Edges that lead to what comes after it."""
    item: str = ""
    is_dead: bool = False
    """Whether the branch that is being read cannot be carried."""
    lost: int = 0
    """Commands in it that are not carried."""


class Blocks:
    """The blocks that are open, and what becomes of the commands in them."""

    def __init__(self, tape: Tape, look_up: Callable[[str], str], item_name: str = ""):
        self._tape = tape
        self._look_up = look_up
        self._open: list[_Block] = []
        self._outer = item_name

    @property
    def item_name(self) -> str:
        """What the innermost loop over a list calls its item."""
        return next((block.item for block in reversed(self._open) if block.item), self._outer)

    def takes(self, item: Record, name: str) -> bool:
        """Whether the command opens, divides or closes a block, or is in one that cannot be carried."""
        if name in _OPENING:
            self._begin(item, name)
        elif name in ("end", "repeatIf"):
            self._end(item)
        elif name in ("else", "elseIf") and (not self._open or self._open[-1].place >= 0):
            self._divide(item, name)
        elif self._is_lost():
            self._open[-1].lost += 1
        else:
            return False
        return True

    def finish(self) -> None:
        """The test is over; what is still open ends with it."""
        for block in self._open:
            self._tape.lose(block.line, f"{block.kind}: the block is never closed")
        while self._open:
            self._close(self._open.pop())

    def _is_lost(self) -> bool:
        return any(block.place < 0 or block.is_dead for block in self._open)

    def _begin(self, item: Record, name: str) -> None:
        block = _Block(name, item.line)
        was_lost = self._is_lost()
        self._open.append(block)
        if was_lost:
            return None
        try:
            step = self._step(item, name, block)
        except Unsupported as why:
            return self._tape.lose(item.line, f"{name}: {why}; nothing of the block is carried")
        self._tape.add(step)
        block.place = len(self._tape.steps) - 1
        self._tape.loose = [(block.place, "whenTrue" if name == "if" else "body")]
        return None

    def _step(self, item: Record, name: str, block: _Block) -> Step:
        target = item.text("target")
        match name:
            case "if":
                return Step(item.line, "condition", {"all": [comparison(target, self._look_up)]})
            case "times":
                if not target.isdigit() or len(target) > 5:
                    raise Unsupported("how many times is no number")
                return Step(item.line, "loop", {"times": int(target)})
            case "forEach":
                block.item = item.text("value")
                if not _NAME.fullmatch(target):
                    raise Unsupported("the list is no variable")
                return Step(item.line, "loop", {"items": self._look_up(target)})
        raise Unsupported("a workflow repeats over a list, a number, rows or pages, and evaluates no expression")

    def _divide(self, item: Record, name: str) -> None:
        block = self._open[-1] if self._open else None
        if block is None or block.kind != "if":
            raise Unsupported("there is no if before it")
        if not block.is_dead:
            block.exits += self._ends()
        self._tape.loose = [(block.place, "whenFalse")]
        block.is_dead = False
        if name == "else":
            block.kind = "else"
            return
        try:
            inner = self._step(item, "if", block)
        except Unsupported as why:
            block.is_dead = True
            raise Unsupported(f"{why}; nothing of the branch is carried") from None
        self._tape.add(inner)
        block.place = len(self._tape.steps) - 1
        self._tape.loose = [(block.place, "whenTrue")]

    def _ends(self) -> list[tuple[int, str]]:
        """Edges out of the branch that is over here."""
        last = len(self._tape.steps) - 1
        falls = [] if self._tape.loose else [(last, "next")]
        return [*self._tape.loose, *falls]

    def _end(self, item: Record) -> None:
        if not self._open:
            raise Unsupported("there is no block to close")
        self._close(self._open.pop())

    def _close(self, block: _Block) -> None:
        if block.lost:
            self._tape.note(block.line, f"{block.kind}: {block.lost} commands in it are left out")
        if block.place < 0:
            return
        if block.kind == "if":
            fallen = [] if block.is_dead else self._ends()
            self._tape.loose = [*fallen, (block.place, "whenFalse"), *block.exits]
        elif block.kind == "else":
            self._tape.loose = [*self._ends(), *block.exits]
        else:
            self._repeat(block)

    def _repeat(self, block: _Block) -> None:
        """The body leads back to its loop."""
        tape = self._tape
        if block.place == len(tape.steps) - 1:
            tape.steps.pop()
            tape.loose = []
            tape.lose(block.line, f"{block.kind}: nothing in the block can be carried")
            return
        for place, edge in self._ends():
            tape.lead(place, edge, tape.steps[block.place].key)
        tape.loose = [(block.place, "next")]


def comparison(expression: str, look_up: Callable[[str], str]) -> dict[str, Any]:
    """A comparison such as ${kind} === "new"; raises Unsupported for anything else."""
    root = syntax.parse_javascript(_VARIABLE.sub(r"$\1", expression))
    node = root.named_children[0] if root.named_child_count == 1 and not root.has_error else None
    while node is not None and node.type in ("expression_statement", "parenthesized_expression"):
        node = node.named_children[0] if node.named_children else None
    if node is None or node.type != "binary_expression":
        raise Unsupported("the expression is more than a comparison of two values")
    sign, left, right = (node.child_by_field_name(name) for name in ("operator", "left", "right"))
    operator = _OPERATORS.get(syntax.text(sign)) if sign is not None else None
    if operator is None or left is None or right is None:
        raise Unsupported("the expression compares in a way that a workflow does not know")
    return {"value": _side(left, look_up), "operator": operator, "to": _side(right, look_up)}


def _side(node: syntax.Node, look_up: Callable[[str], str]) -> str:
    text = syntax.text(node)
    plain = text[1:-1] if node.type == "string" else text
    if node.type in ("string", "identifier") and (found := _STAND_IN.fullmatch(plain)):
        return look_up(found[1])
    if node.type in ("string", "number", "true", "false") and "$" not in plain and "\\" not in plain:
        return plain
    raise Unsupported("the expression is more than a comparison of two values")
