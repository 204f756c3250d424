"""The commands of Selenium IDE, each as the steps of a workflow. Scripts and expressions are never run."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from webmend.domain.target import Target

from .blocks import Blocks
from .recording import Recording, Step, Tape, reference
from .selectors import frame_at, of_selenium, target
from .source import NotImportable, Record, Unsupported, check_length, number

MOST_CALLS = 20
"""Tests that call one another."""
MOST_COMMANDS = 20_000
"""Commands that are read at all, over all tests that are called."""
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
_KEY = re.compile(r"\$\{KEY_([A-Z0-9_]+)\}")
_KEYS = {
    "ENTER": "Enter", "RETURN": "Enter", "TAB": "Tab", "ESC": "Escape", "ESCAPE": "Escape", "SPACE": "Space",
    "UP": "ArrowUp", "DOWN": "ArrowDown", "LEFT": "ArrowLeft", "RIGHT": "ArrowRight",
    "BACKSPACE": "Backspace", "BKSP": "Backspace", "DELETE": "Delete", "DEL": "Delete", "INSERT": "Insert",
    "HOME": "Home", "END": "End", "PAGE_UP": "PageUp", "PGUP": "PageUp", "PAGE_DOWN": "PageDown", "PGDN": "PageDown",
    **{f"F{n}": f"F{n}" for n in range(1, 13)},
}  # fmt: skip


class Interpreter:
    """Reads command after command."""

    def __init__(self, base: str, tests: Mapping[str, Record]):
        self.tape = Tape()
        self.tape.page = base
        self.blocks = Blocks(self.tape, self._look_up)
        self.declared: dict[str, dict[str, Any]] = {}
        """Inputs, by name."""
        self.stored: set[str] = set()
        """Names of what the test reads from pages."""
        self.browser: dict[str, Any] = {}
        self.base = base
        self.frame: tuple[str, ...] | None = ()
        """Where elements are looked for; None: in a frame that a workflow cannot name."""
        self._tests = tests
        self._calls: list[str] = []
        self._read = 0

    def run(self, test: Record) -> None:
        """The commands of a test."""
        for item in test.items_of("commands"):
            self._read += 1
            if self._read > MOST_COMMANDS:
                raise NotImportable(f"more than {MOST_COMMANDS} commands", test.line)
            if isinstance(item, Record):
                self._command(item)
            else:
                self.tape.lose(test.line, "a command that is no object")
        self.blocks.finish()

    def recording(self, kind: str, title: str, description: str) -> Recording:
        """What has been read."""
        if self.tape.loose:
            self.tape.add(Step(self.tape.steps[-1].line, "end"))
        return Recording(
            kind,
            title,
            description,
            steps=tuple(self.tape.steps),
            notes=tuple(self.tape.notes),
            inputs=tuple(self.declared.values()),
            browser=self.browser,
        )

    def _command(self, item: Record) -> None:
        name = item.text("command")
        if name.startswith("//") or item.is_on("skip"):
            return self.tape.note(item.line, f"{name.lstrip('/')[:40]}: switched off in the recording, left out")
        if not name:
            return None
        try:
            if self.blocks.takes(item, name):
                return None
            if name not in COMMANDS:
                raise Unsupported("the command is not known")
            COMMANDS[name](self, item)
        except Unsupported as why:
            self.tape.lose(item.line, f"{name[:40]}: {why}")
        return None

    def add(
        self, item: Record, action: str, parameters: Mapping[str, Any], on: Target | None = None, **more: Any
    ) -> None:
        self.tape.add(Step(item.line, action, parameters, on, description=item.text("comment"), **more))

    def target(self, item: Record) -> Target:
        """What the command acts on: its target, then what else was recorded for it."""
        if self.frame is None:
            raise Unsupported("it is in a frame that a workflow cannot name")
        recorded = [pair[0] for pair in item.items_of("targets") if isinstance(pair, list) and pair]
        locators = [item.text("target"), *(each for each in recorded if isinstance(each, str))]
        if any("${" in locator for locator in locators[:1]):
            locators = [self.text(locators[0])]
        return target([of_selenium(locator) for locator in locators if locator], self.frame)

    def text(self, text: str) -> str:
        """A text with its variables as look-ups; raises Unsupported for what is more than a name, or too long."""
        check_length(text)
        return _VARIABLE.sub(lambda found: self._look_up(found[1].strip()), text)

    def _look_up(self, name: str) -> str:
        if name == self.blocks.item_name:
            return reference("item")
        if not _IDENTIFIER.fullmatch(name) or name.startswith("KEY_"):
            raise Unsupported("it uses more of a variable than its name, or a key where a value is meant")
        if name in self.stored:
            return reference(f"steps.{name}.value")
        self.declared.setdefault(name, {"name": name, "required": True})
        return reference(f"inputs.{name}")

    # --- pages ---------------------------------------------------------------------------------------------------

    def open(self, item: Record) -> None:
        path = self.text(item.text("target"))
        try:
            url = urljoin(self.base, path) if self.base else path
        except ValueError:
            raise Unsupported("its address is none") from None
        self.tape.page = url
        self.frame = ()
        self.add(item, "navigate", {"url": url or "/"})

    def window_size(self, item: Record) -> None:
        width, _, height = item.text("target").partition("x")
        if not (width.isdigit() and height.isdigit()) or any(s.action != "navigate" for s in self.tape.steps):
            raise Unsupported("the size of the window changes on the way, or is none")
        self.browser["viewport"] = {"width": int(width[:6]), "height": int(height[:6])}

    def select_frame(self, item: Record) -> None:
        locator = item.text("target")
        if locator in ("relative=top", "relative=parent"):
            inside = self.frame or ()
            self.frame = inside[:-1] if locator.endswith("parent") else ()
            return
        css = self._frame(locator)
        if css is None or self.frame is None:
            self.frame = None
            raise Unsupported("a frame is named by CSS, id, name or number; what follows in it cannot be carried")
        self.frame = (*self.frame, css)

    def _frame(self, locator: str) -> str | None:
        strategy, _, value = locator.partition("=")
        if strategy == "index":
            return frame_at(int(value)) if value.isdigit() and len(value) < 4 else None
        found = of_selenium(locator)
        return found.css if found is not None else None

    def select_window(self, item: Record) -> None:
        raise Unsupported("a window is chosen by a handle of the recording; put a tab step with its address there")

    def close(self, item: Record) -> None:
        self.add(item, "tab", {"act": "Close"})

    # --- elements ------------------------------------------------------------------------------------------------

    def click(self, item: Record) -> None:
        count = {"count": 2} if item.text("command").startswith("double") else {}
        self.add(item, "click", count, self.target(item))
        if item.is_on("opensWindow"):
            self.tape.lose(item.line, "click: it opens a window; put a tab step with its address after it")

    def hover(self, item: Record) -> None:
        self.add(item, "hover", {}, self.target(item))

    def check(self, item: Record) -> None:
        self.add(item, "check", {} if item.text("command") == "check" else {"checked": False}, self.target(item))

    def type(self, item: Record) -> None:
        self.add(item, "fill", {"value": self.text(item.text("value"))}, self.target(item))

    def send_keys(self, item: Record) -> None:
        """Text is typed, keys are pressed; a workflow replaces what is in the field."""
        on = self.target(item)
        pieces = _KEY.split(item.text("value"))
        if unknown := [key for key in pieces[1::2] if key not in _KEYS]:
            raise Unsupported(f"a key that is held or not known: {unknown[0][:20]}")
        for place, piece in enumerate(pieces):
            if place % 2:
                self.add(item, "press", {"keys": [_KEYS[piece]]}, on)
            elif piece:
                self.add(item, "fill", {"value": self.text(piece)}, on)

    def select(self, item: Record) -> None:
        kind, equals, value = item.text("value").partition("=")
        if not equals:
            kind, value = "label", kind
        if kind not in ("label", "value"):
            raise Unsupported("an option is chosen by its label or its value")
        self.add(item, "select", {kind: self.text(value)}, self.target(item))

    def pause(self, item: Record) -> None:
        milliseconds = number(item.text("target"))
        if milliseconds is None or not 0 < milliseconds < 3_600_000:
            raise Unsupported("how long is no number of milliseconds below an hour")
        self.add(item, "delay", {"duration": f"{max(1, int(milliseconds))}ms"})

    # --- waiting and asserting -----------------------------------------------------------------------------------

    def wait_for(self, item: Record) -> None:
        state = "Hidden" if "Not" in item.text("command") else "Visible"
        if item.text("command").endswith("Editable") and state == "Hidden":
            raise Unsupported("a workflow waits for an element, not for a locked one")
        milliseconds = number(item.text("value"))
        wait = milliseconds / 1000 if milliseconds and milliseconds > 0 else None
        self.add(item, "wait", {"element": state}, self.target(item), wait=wait)

    def see(self, item: Record) -> None:
        field = "noElement" if "Not" in item.text("command") else "element"
        self.tape.expect(item.line, {field: self.target(item)})

    def see_text(self, item: Record) -> None:
        text = self.text(item.text("value"))
        if not text:
            raise Unsupported("it asks for an empty text")
        self.tape.expect(item.line, {"element": self.target(item)}, {"text": text})
        self.tape.note(
            item.line, f"{item.text('command')}: carried as: the element is there, and the page shows the text"
        )

    def see_title(self, item: Record) -> None:
        self.tape.expect(item.line, {"title": self.text(item.text("target"))})

    # --- variables -----------------------------------------------------------------------------------------------

    def store(self, item: Record) -> None:
        name = self._name(item)
        self.declared[name] = {"name": name, "default": item.text("target"), "required": False}
        if "${" in item.text("target"):
            del self.declared[name]
            raise Unsupported("it is made of other variables; the workflow asks for it as an input")

    def store_from_page(self, item: Record) -> None:
        name = self._name(item)
        field: dict[str, Any] = {"name": "value"}
        if item.text("command") == "storeAttribute":
            locator, _, field["attribute"] = item.text("target").rpartition("@")
            changed = Record({**item, "target": locator, "targets": []})
            changed.line = item.line
            item = changed
        self.add(item, "extract", {"output": name, "fields": [{**field, "target": self.target(item)}]})
        self.stored.add(name)

    def _name(self, item: Record) -> str:
        name = item.text("value")
        if not _IDENTIFIER.fullmatch(name):
            raise Unsupported("the variable has no name that a workflow can use")
        return name

    # --- the rest ------------------------------------------------------------------------------------------------

    def call(self, item: Record) -> None:
        """Another test of the project: its commands stand here."""
        name = item.text("target")
        if name not in self._tests:
            raise Unsupported("there is no such test in the project")
        if name in self._calls or len(self._calls) >= MOST_CALLS:
            raise Unsupported("tests call one another in a circle, or too deeply")
        self._calls.append(name)
        outer, self.blocks = self.blocks, Blocks(self.tape, self._look_up, self.blocks.item_name)
        self.run(self._tests[name])
        self.blocks = outer
        self._calls.pop()

    def dialog(self, item: Record) -> None:
        act = "Accept" if "Ok" in item.text("command") else "Dismiss"
        self.add(item, "dialog", {"act": act})

    def answer(self, item: Record) -> None:
        self.add(item, "dialog", {"act": "Answer", "answer": self.text(item.text("target"))})

    def dialog_now(self, item: Record) -> None:
        """These answer a dialog that is open; a workflow decides before the step that opens it."""
        command = item.text("command").lower()
        act = "Answer" if "answer" in command else "Accept" if "ok" in command or "accept" in command else "Dismiss"
        parameters = {"act": act} | ({"answer": self.text(item.text("target"))} if act == "Answer" else {})
        if not self.tape.steps or self.tape.loose:
            raise Unsupported("no step before it opens the dialog")
        opener = self.tape.steps.pop()
        self.tape.add(Step(item.line, "dialog", parameters, key=opener.key))
        self.tape.add(replace(opener, key=""))

    def pass_over(self, item: Record) -> None:
        self.tape.note(item.line, f"{item.text('command')}: of no effect on the site, left out")

    def refuse(self, item: Record) -> None:
        raise Unsupported(_REFUSED[item.text("command")])


_SCRIPT = "a workflow runs no code of the recording"
_MOUSE = "a workflow clicks and hovers, and does not move or hold the mouse"
_STATE = "a workflow cannot ask that of an element after a step"
_READS = "a workflow extracts texts and attributes of elements"
_REFUSED = {
    **dict.fromkeys(("executeScript", "executeAsyncScript", "runScript"), _SCRIPT),
    **dict.fromkeys(
        ("mouseDown", "mouseDownAt", "mouseMove", "mouseMoveAt", "mouseUp", "mouseUpAt", "dragAndDropToObject",
         "dragAndDropToObjectAt"), _MOUSE),
    **{f"{verb}{what}": _STATE for verb in ("assert", "verify") for what in (
        "Checked", "NotChecked", "Editable", "NotEditable", "NotText", "Value", "NotValue", "SelectedValue",
        "NotSelectedValue", "SelectedLabel", "NotSelectedLabel")},
    **dict.fromkeys(("assertAlert", "assertConfirmation", "assertPrompt"), "a workflow reads no dialogs"),
    **dict.fromkeys(("assert", "verify"), "a workflow asks about variables in a condition only"),
    **dict.fromkeys(("storeTitle", "storeWindowHandle", "storeXpathCount", "storeElementCount", "storeJson",
                     "storeValue"), _READS),
    **dict.fromkeys(("removeSelection",), "a workflow sets what is chosen, and takes nothing back"),
    **dict.fromkeys(("submit",), "a form is sent by pressing its button; put a click there"),
}  # fmt: skip

COMMANDS: dict[str, Callable[[Interpreter, Record], None]] = {
    "open": Interpreter.open,
    "setWindowSize": Interpreter.window_size,
    "selectFrame": Interpreter.select_frame,
    "selectWindow": Interpreter.select_window,
    "close": Interpreter.close,
    **dict.fromkeys(("click", "clickAt", "doubleClick", "doubleClickAt"), Interpreter.click),
    "mouseOver": Interpreter.hover,
    **dict.fromkeys(("check", "uncheck"), Interpreter.check),
    **dict.fromkeys(("type", "editContent"), Interpreter.type),
    "sendKeys": Interpreter.send_keys,
    **dict.fromkeys(("select", "addSelection"), Interpreter.select),
    "pause": Interpreter.pause,
    **{f"waitForElement{state}": Interpreter.wait_for for state in (
        "Present", "Visible", "Editable", "NotPresent", "NotVisible", "NotEditable")},
    **{f"{verb}{what}": Interpreter.see for verb in ("assert", "verify") for what in (
        "ElementPresent", "ElementNotPresent")},
    **dict.fromkeys(("assertText", "verifyText", "waitForText"), Interpreter.see_text),
    **dict.fromkeys(("assertTitle", "verifyTitle"), Interpreter.see_title),
    "store": Interpreter.store,
    **dict.fromkeys(("storeText", "storeAttribute"), Interpreter.store_from_page),
    "run": Interpreter.call,
    **dict.fromkeys(("chooseOkOnNextAlert", "chooseOkOnNextConfirmation", "chooseCancelOnNextConfirmation",
                     "chooseCancelOnNextPrompt"), Interpreter.dialog),
    **dict.fromkeys(("answerOnNextPrompt",), Interpreter.answer),
    **dict.fromkeys(("acceptAlert", "acceptConfirmation", "answerPrompt", "dismissConfirmation", "dismissPrompt",
                     "webdriverChooseOkOnVisibleConfirmation", "webdriverChooseCancelOnVisibleConfirmation",
                     "webdriverChooseCancelOnVisiblePrompt", "webdriverAnswerOnVisiblePrompt"),
                    Interpreter.dialog_now),
    **dict.fromkeys(("echo", "debugger", "setSpeed", "mouseOut"), Interpreter.pass_over),
    **dict.fromkeys(_REFUSED, Interpreter.refuse),
}  # fmt: skip
"""What to make of each command."""
