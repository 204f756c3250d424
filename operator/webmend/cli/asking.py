"""Answering what a run asks: with what the command line has prepared, then by asking at the terminal."""

import asyncio
import os
import termios
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TextIO

from webmend.domain.run import Answer, InputRequest
from webmend.domain.workflow import Input

from .local.answerer import Answerer


class Terminal(Protocol):
    """Where a person is asked."""

    def say(self, text: str, style: str = "") -> None:
        """A line."""
        ...

    def ask(self, text: str) -> None:
        """A line that the answer is typed behind."""
        ...

    def still(self) -> AbstractContextManager[None]:
        """Nothing else is shown while this lasts."""
        ...


class InTurn:
    """Asks one after the other until somebody answers."""

    def __init__(self, *answerers: Answerer):
        self._answerers = answerers

    async def answer(
        self, request: InputRequest, declared: tuple[Input, ...], complaint: str, seconds: float
    ) -> Answer | None:
        for answerer in self._answerers:
            if answer := await answerer.answer(request, declared, complaint, seconds):
                return answer
        return None


class Prepared:
    """Gives what was prepared for questions of its kind, once; to a step that asks, only what it asks for."""

    def __init__(self, values: Mapping[str, str], action: str | None):
        self._values = dict(values)
        self._action = action

    async def answer(
        self, request: InputRequest, declared: tuple[Input, ...], complaint: str, seconds: float
    ) -> Answer | None:
        if request.actions:
            action, self._action = self._action, None
            return Answer(request_id=request.request_id, modal_action=action) if action else None
        values = {name: value for name, value in self._values.items() if not request.fields or name in request.inputs}
        self._values = {name: value for name, value in self._values.items() if name not in values}
        return Answer(request_id=request.request_id, inputs=values) if values else None


class Prompt:
    """Asks the person at the terminal."""

    def __init__(self, terminal: Terminal, keyboard: TextIO):
        self._terminal = terminal
        self._keyboard = keyboard
        self._typed = b""
        """Read, and not used yet."""

    async def answer(
        self, request: InputRequest, declared: tuple[Input, ...], complaint: str, seconds: float
    ) -> Answer | None:
        with self._terminal.still():
            self._terminal.say(f"  ? {complaint or request.message} ({seconds:.0f} s)", "yellow")
            try:
                async with asyncio.timeout(seconds):
                    return await (self._choice(request) if request.actions else self._values(request, declared))
            except TimeoutError:
                self._terminal.say("")
                return None

    async def _choice(self, request: InputRequest) -> Answer | None:
        for number, action in enumerate(request.actions, 1):
            self._terminal.say(f"    {number} {action}")
        self._terminal.ask("    press: ")
        typed = await self._line()
        place = int(typed) - 1 if typed.isdigit() else -1
        action = request.actions[place] if 0 <= place < len(request.actions) else typed
        return Answer(request_id=request.request_id, modal_action=action) if action else None

    async def _values(self, request: InputRequest, declared: tuple[Input, ...]) -> Answer | None:
        """A new value for each input asked for; an empty line leaves one as it is."""
        secret = {each.name for each in declared if each.secret}
        values = {}
        for name, value in request.inputs.items():
            self._terminal.ask(f"    {name} [{value}]: " if value else f"    {name}: ")
            with _unseen(self._keyboard) if name in secret else _seen():
                values[name] = await self._line()
        given = {name: value for name, value in values.items() if value}
        return Answer(request_id=request.request_id, inputs=given) if given else None

    async def _line(self) -> str:
        """The next line that is typed, without its end; what there is of it where nothing more can come."""
        while b"\n" not in self._typed:
            await self._readable()
            chunk = os.read(self._keyboard.fileno(), 4096)
            if not chunk:
                break
            self._typed += chunk
        line, _, self._typed = self._typed.partition(b"\n")
        return line.decode(errors="replace").strip()

    async def _readable(self) -> None:
        loop = asyncio.get_running_loop()
        typed = asyncio.Event()
        loop.add_reader(self._keyboard, typed.set)
        try:
            await typed.wait()
        finally:
            loop.remove_reader(self._keyboard)


@contextmanager
def _seen() -> Iterator[None]:
    yield


@contextmanager
def _unseen(keyboard: TextIO) -> Iterator[None]:
    """What is typed is not shown."""
    if not keyboard.isatty():
        yield
        return
    before = termios.tcgetattr(keyboard)
    hidden = [*before[:3], before[3] & ~termios.ECHO, *before[4:]]
    termios.tcsetattr(keyboard, termios.TCSADRAIN, hidden)
    try:
        yield
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
