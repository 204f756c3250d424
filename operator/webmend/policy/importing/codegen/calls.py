"""The code of a test as calls in order, whatever language it is written in; names are in snake_case."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Pattern:
    """A regular expression."""

    text: str
    ignores_case: bool = False

    def literal(self) -> str | None:
        """The text it looks for, where it is nothing but one."""
        plain = re.sub(r"\\(\W)", "", self.text)
        return re.sub(r"\\(\W)", r"\1", self.text) if not re.search(r"[\\.^$*+?()\[\]{}|]", plain) else None


@dataclass(frozen=True)
class Unreadable:
    """A value that only running the code would tell."""


@dataclass(frozen=True)
class Link:
    """One member of a chain, and what it is called with."""

    name: str
    """Empty for a call of the chain's root itself."""
    is_call: bool = False
    args: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    def argument(self, place: int, name: str = "") -> Any:
        """The argument there, or the option of that name; None where there is none."""
        return self.args[place] if place < len(self.args) else self.options.get(name)


@dataclass(frozen=True)
class Chain:
    """A name and its links: page.get_by_role("button").click() has the root page and two links."""

    root: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Statement:
    """One statement."""

    line: int
    value: Any = None
    """What it evaluates: a Chain, or Unreadable."""
    bound: str = ""
    """The name it gives to that."""
    around: tuple[tuple[Any, str], ...] = ()
    """Python: the contexts of a with statement and their names."""
    body: tuple["Statement", ...] = ()
    """Python: what a with statement holds."""


@dataclass(frozen=True)
class Function:
    """A function without a name, as an argument."""

    body: tuple[Statement, ...]


@dataclass(frozen=True)
class Test:
    """One test of a file."""

    name: str
    line: int
    body: tuple[Statement, ...]
    use: Mapping[str, Any] = field(default_factory=dict)
    """Options of the browser's context."""


def snake(name: str) -> str:
    """A name in snake_case: getByRole -> get_by_role."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
