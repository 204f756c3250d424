"""Where a command writes: the standard output, which is a terminal or leads to a program."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from .plain import plain, plain_lines
from .table import Column, Item, lines


class Paper:
    """Writes lines, tables and documents. Colours are for terminals, and for nobody who sets NO_COLOR.

    What is written as a line or a table comes from anywhere, and does a terminal no harm.
    """

    def __init__(self, file: TextIO, environment: Mapping[str, str]):
        self.is_terminal = file.isatty()
        self._file = file
        plainly = environment.get("NO_COLOR") or environment.get("TERM") == "dumb" or not self.is_terminal
        self.console = Console(
            file=file,
            highlight=False,
            force_terminal=self.is_terminal,
            color_system=None if plainly else "auto",
            _environ=environment,
        )

    @property
    def width(self) -> int | None:
        """Cells of a line; None where nobody sees how long one is."""
        return self.console.width if self.is_terminal else None

    def line(self, text: str = "", style: str = "") -> None:
        """A line, however long."""
        self.write(Text(plain(text), style))

    def write(self, text: Text) -> None:
        """A line that is made already, and does no harm."""
        self.console.print(text, soft_wrap=True)

    def table(self, columns: Sequence[Column[Item]], items: Sequence[Item], *, everything: bool = False) -> None:
        """A line each; with `everything` all columns, whether they fit or not."""
        shown = [column for column in columns if everything or not column.is_wide]
        for line in lines(shown, items, None if everything else self.width):
            self.write(line)

    def document(self, text: str) -> None:
        """A document as it is; on a terminal without what could do harm there."""
        self._file.write(plain_lines(text) if self.is_terminal else text)


def paper() -> Paper:
    """The standard output."""
    return Paper(sys.stdout, os.environ)


def complain(command: str, text: str) -> None:
    """A line, or several, on the standard error output."""
    print(f"webmend {command}: {plain_lines(text)}", file=sys.stderr)
