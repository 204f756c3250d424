"""Chrome DevTools Recorder: the JSON that its export writes (schema of @puppeteer/replay 4, src/Schema.ts)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from webmend.domain.target import Selector, Target

from .recording import Recording, Step, Tape
from .selectors import frame_at, made, of_recorder, target
from .source import NotImportable, Record, Unsupported

KIND = "Chrome DevTools Recorder"
_BLANK = ("chrome://", "about:blank", "edge://")
_BUTTONS = {"primary": "Left", "auxiliary": "Middle", "secondary": "Right"}
_MODIFIERS = frozenset({"Alt", "Control", "Meta", "Shift"})
_HIDDEN = "0"


def is_one(record: Record) -> bool:
    """Whether the JSON is a recording of this kind."""
    return isinstance(record.get("steps"), list) and "nodes" not in record


def read(record: Record, test: str | None = None) -> Recording:
    """What it holds; raises NotImportable."""
    if not isinstance(record.get("steps"), list):
        raise NotImportable("a recording has a list of steps", record.line)
    reader = _Reader(record)
    for item in record["steps"]:
        reader.step(item)
    reader.finish()
    return Recording(
        KIND,
        record.text("title"),
        steps=tuple(reader.tape.steps),
        notes=tuple(reader.tape.notes),
        browser=reader.browser,
    )


class _Reader:
    """Reads step after step."""

    def __init__(self, record: Record):
        self.tape = Tape()
        self.browser: dict[str, Any] = {}
        self._record = record
        self._tab = "main"
        self._held: list[tuple[str, int]] = []
        """Keys that are down, and the lines they went down on."""
        self._focus: Target | None = None
        """What was clicked or filled last."""

    def step(self, item: Any) -> None:
        if not isinstance(item, Record):
            return self.tape.lose(self._record.line, "a step that is no object")
        kind = item.text("type")
        try:
            if kind not in _STEPS:
                raise Unsupported(f"the step type {kind[:40] or 'that is missing'} is not known")
            self._switch(item)
            _STEPS[kind](self, item)
            self._asserted(item)
        except Unsupported as why:
            self.tape.lose(item.line, f"{kind[:40]}: {why}")
        return None

    def finish(self) -> None:
        for key, line in self._held:
            self.tape.lose(line, f"keyDown: the key is never let go{f' ({key})' if len(key) > 1 else ''}")

    def add(self, item: Record, action: str, parameters: Mapping[str, Any], on: Target | None = None) -> None:
        timeout = item.number("timeout") or self._record.number("timeout")
        self.tape.add(Step(item.line, action, parameters, on, wait=timeout / 1000 if timeout else None))
        self._focus = on or self._focus

    def target(self, item: Record, action: str) -> Target:
        found: list[Selector | None] = []
        for alternative in item.items_of("selectors"):
            found += self._alternative(item, alternative, action)
        return target(found, self._frame(item))

    def _alternative(self, item: Record, alternative: Any, action: str) -> tuple[Selector | None, ...]:
        """One way to find the element; several selectors in a list lead through shadow roots."""
        path = [alternative] if isinstance(alternative, str) else alternative
        if not isinstance(path, list) or not path or not all(isinstance(part, str) for part in path):
            raise Unsupported("a selector that is neither a text nor a list of texts")
        if len(path) == 1:
            return of_recorder(path[0], action)
        steps = [selector for part in path for selector in of_recorder(part, action)]
        if not all(selector is not None and selector.css is not None for selector in steps):
            self.tape.note(item.line, "one of its selectors leads through shadow roots and is no CSS: left out")
            return ()
        return (made(css=" ".join(selector.css or "" for selector in steps if selector is not None)),)

    def _frame(self, item: Record) -> tuple[str, ...]:
        numbers = item.items_of("frame")
        if not all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in numbers):
            raise Unsupported("its frame is no list of numbers")
        return tuple(map(frame_at, numbers))

    def _switch(self, item: Record) -> None:
        """The steps of another tab name its address."""
        tab = item.text("target") or self._tab
        if tab == self._tab or item.text("type") in ("setViewport", "navigate", "close"):
            return
        self._tab = tab
        if tab == "main":
            raise Unsupported("it goes back to the first tab, whose address is not recorded")
        self.tape.page = tab
        self.add(item, "tab", {"act": "Switch", "url": _glob(tab)})

    def _asserted(self, item: Record) -> None:
        """A navigation that was seen after the step."""
        for event in item.records("assertedEvents"):
            url = event.text("url")
            if event.text("type") != "navigation":
                self.tape.lose(event.line, f"the asserted event {event.text('type')[:40]} is not known")
            elif url and not url.startswith(_BLANK):
                self.tape.page = url
                if item.text("type") != "navigate":
                    self.tape.expect(event.line, {"url": _glob(url)})

    def navigate(self, item: Record) -> None:
        url = item.text("url")
        if url.startswith(_BLANK):
            return self.tape.note(item.line, "the browser's own empty page is left out")
        self.tape.page = url
        return self.add(item, "navigate", {"url": url})

    def viewport(self, item: Record) -> None:
        size = {"width": item.number("width"), "height": item.number("height")}
        if self.tape.steps:
            raise Unsupported("the size of the page changes on the way")
        if None in size.values() or item.is_on("isMobile"):
            raise Unsupported("a workflow sets width and height of the page, and no mobile device")
        self.browser["viewport"] = {name: int(value or 0) for name, value in size.items()}

    def click(self, item: Record) -> None:
        button = item.text("button") or "primary"
        if button not in _BUTTONS:
            raise Unsupported(f"there is no mouse button {button[:40]}")
        parameters: dict[str, Any] = {} if button == "primary" else {"button": _BUTTONS[button]}
        if item.text("type") == "doubleClick":
            parameters["count"] = 2
        if held := self._take_held():
            parameters["modifiers"] = held
        self.add(item, "click", parameters, self.target(item, "click"))

    def hover(self, item: Record) -> None:
        self.add(item, "hover", {}, self.target(item, "click"))

    def change(self, item: Record) -> None:
        """What the value does depends on the element, which only its selectors tell of."""
        if not isinstance(item.get("value"), str):
            raise Unsupported("it has no value")
        on = self.target(item, "fill")
        if any(
            (selector.role or "") in ("combobox", "listbox") or _names_select(selector) for selector in on.selectors
        ):
            return self.add(item, "select", {"value": item["value"]}, on)
        return self.add(item, "fill", {"value": item["value"]}, on)

    def key_down(self, item: Record) -> None:
        key = item.text("key")
        if not key:
            raise Unsupported("it names no key")
        self._held.append((key, item.line))

    def key_up(self, item: Record) -> None:
        """A key that went down and up is a press; letters are what was typed into the field before."""
        key = item.text("key")
        place = next((i for i, (held, _) in enumerate(self._held) if held.lower() == key.lower()), None)
        if place is None:
            if key not in _MODIFIERS:
                raise Unsupported("it lets a key go that was not pressed")
            return None
        del self._held[place]
        modifiers = [held for held, _ in self._held if held in _MODIFIERS]
        if key in _MODIFIERS:
            return None
        if len(key) == 1 and not set(modifiers) - {"Shift"}:
            return self._typed(item, key)
        self.add(item, "press", {"keys": ["+".join([*modifiers, key])]}, None)
        return None

    def _typed(self, item: Record, letter: str) -> None:
        if self._focus is None:
            raise Unsupported("letters are typed, and no step says into which field")
        last = self.tape.steps[-1]
        if last.action == "fill" and last.target == self._focus:
            self.tape.steps[-1] = replace(last, parameters={"value": f"{last.parameters['value']}{letter}"})
        else:
            self.add(item, "fill", {"value": letter}, self._focus)

    def _take_held(self) -> list[str]:
        return [key for key, _ in self._held if key in _MODIFIERS]

    def scroll(self, item: Record) -> None:
        if item.items_of("selectors"):
            return self.add(item, "scroll", {}, self.target(item, "scroll"))
        x, y = int(item.number("x") or 0), int(item.number("y") or 0)
        if x == y == 0:
            raise Unsupported("it scrolls to the top, and a workflow scrolls by an amount")
        self.tape.note(item.line, "scroll: recorded from the top of the page, carried as an amount")
        return self.add(item, "scroll", {"deltaX": x, "deltaY": y})

    def close(self, item: Record) -> None:
        self.add(item, "tab", {"act": "Close"})

    def wait_for_element(self, item: Record) -> None:
        count, operator = item.text("count") or "1", item.text("operator") or ">="
        if item.record("properties") or item.record("attributes"):
            raise Unsupported("a workflow waits for an element, not for its properties or attributes")
        gone = count == _HIDDEN and operator in ("==", "<=")
        if not gone and not (count == "1" and operator in ("==", ">=")):
            raise Unsupported(f"a workflow waits for one element or none, not for {operator[:2]} {count[:8]}")
        hidden = gone or item.get("visible") is False
        self.add(item, "wait", {"element": "Hidden" if hidden else "Visible"}, self.target(item, "wait"))

    def refuse(self, item: Record) -> None:
        raise Unsupported(_REFUSED[item.text("type")])


def _names_select(selector: Selector) -> bool:
    words = (selector.css or selector.xpath or "").lower().replace("/", " ").replace(">", " ").split()
    return bool(words) and words[-1].split("[")[0].split(".")[0].split("#")[0].split(":")[0] == "select"


def _glob(url: str) -> str:
    """The address without its query, which may hold data."""
    plain = url.partition("#")[0].partition("?")[0]
    return plain if plain == url else f"{plain}*"


_REFUSED = {
    "emulateNetworkConditions": "a workflow does not change the network",
    "waitForExpression": "a workflow runs no code of the recording",
    "customStep": "a step of somebody's own",
}
_STEPS: dict[str, Callable[[_Reader, Record], None]] = {
    "navigate": _Reader.navigate,
    "setViewport": _Reader.viewport,
    "click": _Reader.click,
    "doubleClick": _Reader.click,
    "hover": _Reader.hover,
    "change": _Reader.change,
    "keyDown": _Reader.key_down,
    "keyUp": _Reader.key_up,
    "scroll": _Reader.scroll,
    "close": _Reader.close,
    "waitForElement": _Reader.wait_for_element,
    **dict.fromkeys(_REFUSED, _Reader.refuse),
}
