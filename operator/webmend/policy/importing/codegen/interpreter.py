"""What the calls of a test do, as steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from webmend.policy.importing.recording import Step, Tape
from webmend.policy.importing.source import Unsupported, number

from .calls import Chain, Function, Link, Pattern, Statement, snake
from .locators import is_locator, located

_EXPECTING = frozenset({"expect_popup", "expect_download", "expect_page"})
_WAITING = {"popup": "popup", "page": "popup", "download": "download"}
_BUTTONS = {"left": "Left", "middle": "Middle", "right": "Right"}
_MODIFIERS = {"Alt": "Alt", "Control": "Control", "ControlOrMeta": "Control", "Meta": "Meta", "Shift": "Shift"}


@dataclass(frozen=True)
class _Call:
    """A call on a page: what it is done to, and with what."""

    line: int
    page: str
    where: tuple[Link, ...]
    """The locators."""
    link: Link
    """The last link: what is done."""
    bound: str = ""


class Interpreter:
    """Reads statement after statement."""

    def __init__(self) -> None:
        self.tape = Tape()
        self.browser: dict[str, Any] = {}
        self._pages: list[str] = []
        """Names of the pages, the first one first."""
        self._page = ""
        """The one that is shown."""
        self._line = 0
        """The one that is being read."""
        self._coming: list[str] = []
        """What the next action is expected to open: popup, download."""

    def run(self, body: tuple[Statement, ...]) -> None:
        """The statements."""
        for statement in body:
            try:
                self._statement(statement)
            except Unsupported as why:
                self.tape.lose(statement.line, str(why))

    def use(self, options: Mapping[str, Any], line: int) -> None:
        """Options of the browser's context."""
        for name, value in options.items():
            try:
                self._option(snake(name), value)
            except Unsupported as why:
                self.tape.lose(line, str(why))

    def _option(self, name: str, value: Any) -> None:
        match name, value:
            case "viewport", {"width": int() | float() as width, "height": int() | float() as height}:
                self.browser["viewport"] = {"width": int(width), "height": int(height)}
            case ("locale", str()) | ("timezone_id", str()) | ("user_agent", str()):
                self.browser[{"locale": "locale", "timezone_id": "timeZone"}.get(name, "userAgent")] = value
            case (("headless" | "base_url" | "base_u_r_l" | "slow_mo" | "channel" | "args"), _) if name != "base_url":
                return
            case _:
                raise Unsupported(f"the browser option {name[:40]} is not carried")

    def _statement(self, statement: Statement) -> None:
        for context, bound in statement.around:
            self._around(context, bound)
        self.run(statement.body)
        if statement.value is None:
            return
        if not isinstance(statement.value, Chain):
            raise Unsupported("this statement is no recorded action")
        self._chain(statement, statement.value)

    def _around(self, context: Any, bound: str) -> None:
        last = context.links[-1].name if isinstance(context, Chain) and context.links else ""
        if last in _EXPECTING:
            self._coming.append("download" if last == "expect_download" else "popup")
        elif last not in ("sync_playwright", "async_playwright", "") and not last.startswith("expect_"):
            raise Unsupported(f"with {last[:40]}() is no recorded action")

    def _chain(self, statement: Statement, chain: Chain) -> None:
        if not chain.links or (chain.root.endswith("_info") and chain.links[-1].name == "value"):
            return self._arrived(statement, chain.root)
        if chain.root == "expect":
            return self._assertion(statement.line, chain)
        *where, last = chain.links
        if chain.root == "test":
            return self._titled(statement, last)
        if last.name in _SETTING_UP and not any(map(is_locator, where)):
            return _SETTING_UP[last.name](self, _Call(statement.line, chain.root, tuple(where), last, statement.bound))
        if not last.is_call:
            raise Unsupported("this statement is no recorded action")
        return self._on_page(_Call(statement.line, chain.root, tuple(where), last, statement.bound))

    def _titled(self, statement: Statement, link: Link) -> None:
        """test.step("title", ...): the steps in it; the title describes the first one."""
        match link:
            case Link(name="step", args=(str() as title, *_, Function() as function)):
                first = len(self.tape.steps)
                self.run(function.body)
                if first < len(self.tape.steps):
                    self.tape.steps[first] = replace(self.tape.steps[first], description=title)
            case _:
                raise Unsupported(f"test.{link.name[:40]}() is no recorded action")

    # --- pages ---------------------------------------------------------------------------------------------------

    def _arrived(self, statement: Statement, root: str) -> None:
        """const page1 = await page1Promise: a name for the page that has opened."""
        name = statement.bound
        if name and not name.startswith("download") and (root.endswith(("Promise", "_info"))):
            self._pages.append(name)

    def new_page(self, call: _Call) -> None:
        if call.bound and not self._pages:
            self._page = call.bound
        elif call.bound:
            self.tape.add(Step(call.line, "tab", {"act": "Open"}))
            self._page = call.bound
        if call.bound:
            self._pages.append(call.bound)

    def new_context(self, call: _Call) -> None:
        self.use(call.link.options, call.line)

    def close(self, call: _Call) -> None:
        if call.page in self._pages[1:]:
            self._switch(call.page)
            self.tape.add(Step(call.line, "tab", {"act": "Close"}))
            self._page = ""

    def pass_over(self, call: _Call) -> None:
        """Of no effect on the site."""

    def keep_state(self, call: _Call) -> None:
        self.tape.note(call.line, "the session is not saved: see browser.keepSession")

    def once(self, call: _Call) -> None:
        """page.once("dialog", dialog => dialog.dismiss())"""
        event, handler = call.link.argument(0), call.link.argument(1)
        if event != "dialog" or not isinstance(handler, Function):
            raise Unsupported("a workflow only decides about dialogs in advance")
        names = [link.name for s in handler.body if isinstance(s.value, Chain) for link in s.value.links]
        act = "Accept" if "accept" in names else "Dismiss"
        answer = next((link.argument(0, "prompt_text") for s in handler.body if isinstance(s.value, Chain)
                       for link in s.value.links if link.name == "accept"), None)  # fmt: skip
        parameters = {"act": "Answer", "answer": answer} if isinstance(answer, str) else {"act": act}
        self._switch(call.page)
        self.tape.add(Step(call.line, "dialog", parameters))

    def wait_for_event(self, call: _Call) -> None:
        event = call.link.argument(0, "event")
        if event not in _WAITING:
            raise Unsupported("a workflow does not wait for that event")
        self._coming.append(_WAITING[event])

    def _switch(self, page: str) -> None:
        """Go on in that tab."""
        if not self._pages:
            self._pages.append(page)
            self._page = page
        if page == self._page:
            return
        if page not in self._pages:
            raise Unsupported(f"{page[:40]} is no page that the test has opened")
        self._page = page
        self.tape.add(Step(self._line, "tab", {"act": "Switch", "url": "**"}, name=f"Go on in the tab {page[:40]}"))
        self.tape.lose(self._line, f"the address of the tab {page[:40]} is not recorded: put it into the tab step")

    # --- actions -------------------------------------------------------------------------------------------------

    def _on_page(self, call: _Call) -> None:
        self._line = call.line
        if call.where and call.where[0].name == "keyboard" and call.link.name == "press":
            self._switch(call.page)
            return self.tape.add(self.press(call))
        if not call.where and call.link.name in _ON_PAGES:
            self._switch(call.page)
            return _ON_PAGES[call.link.name](self, call)
        return self._on_element(call)

    def _on_element(self, call: _Call) -> None:
        if call.link.name not in _ON_ELEMENTS:
            raise Unsupported(f".{call.link.name[:40]}() is no recorded action that a workflow knows")
        if not call.where and call.link.args:
            # The older form: page.click(selector)
            first, *rest = call.link.args
            call = replace(call, where=(Link("locator", True, (first,)),), link=replace(call.link, args=tuple(rest)))
        found = located(call.where)
        self._switch(call.page)
        step = _ON_ELEMENTS[call.link.name](self, call)
        if found.loss:
            self.tape.lose(call.line, f".{call.link.name}(): {found.loss}")
        timeout = number(call.link.options.get("timeout"))
        self.tape.add(replace(self._opening(step), target=found.target, wait=timeout / 1000 if timeout else None))

    def _opening(self, step: Step) -> Step:
        """What the action was expected to open."""
        coming, self._coming = self._coming, []
        if "download" not in coming or step.action != "click":
            return step
        if step.parameters:
            raise Unsupported("a file is downloaded by a plain click")
        return replace(step, action="download")

    def click(self, call: _Call) -> Step:
        given = call.link.options
        parameters: dict[str, Any] = {}
        if call.link.name == "dblclick" or given.get("click_count") == 2:
            parameters["count"] = 2
        if isinstance(button := given.get("button"), str) and button in _BUTTONS and button != "left":
            parameters["button"] = _BUTTONS[button]
        if isinstance(held := given.get("modifiers"), list):
            if not all(isinstance(key, str) and key in _MODIFIERS for key in held):
                raise Unsupported("it holds a key that is not known")
            parameters["modifiers"] = [_MODIFIERS[key] for key in held]
        if "position" in given:
            self.tape.note(call.line, f".{call.link.name}(): its place within the element is left out")
        return Step(call.line, "click", parameters)

    def hover(self, call: _Call) -> Step:
        return Step(call.line, "hover")

    def scroll(self, call: _Call) -> Step:
        return Step(call.line, "scroll")

    def check(self, call: _Call) -> Step:
        checked = call.link.name == "check" or call.link.argument(0, "checked") is True
        return Step(call.line, "check", {} if checked else {"checked": False})

    def fill(self, call: _Call) -> Step:
        if call.link.name == "clear":
            raise Unsupported("a workflow fills a field, and does not empty it")
        return Step(call.line, "fill", {"value": _text(call.link.argument(0, "value"))})

    def press(self, call: _Call) -> Step:
        keys = _text(call.link.argument(0, "key")).replace("ControlOrMeta", "Control")
        return Step(call.line, "press", {"keys": [keys]})

    def select(self, call: _Call) -> Step:
        given = {name: call.link.options[name] for name in ("value", "label") if name in call.link.options}
        if call.link.args:
            given = {"value": call.link.args[0]}
        if len(given) != 1:
            raise Unsupported("an option is chosen by its label or its value")
        ((name, value),) = given.items()
        if isinstance(value, list):
            if len(value) != 1:
                raise Unsupported("a workflow chooses one option at a time")
            value = value[0]
        return Step(call.line, "select", {name: _text(value)})

    def upload(self, call: _Call) -> Step:
        files = call.link.argument(0, "files")
        listed = files if isinstance(files, list) else [files]
        return Step(call.line, "upload", {"files": [_text(file) for file in listed]})

    def wait(self, call: _Call) -> Step:
        state = call.link.options.get("state", "visible")
        if state not in ("visible", "hidden", "attached", "detached"):
            raise Unsupported("a workflow waits for an element to be visible or hidden")
        return Step(call.line, "wait", {"element": "Visible" if state in ("visible", "attached") else "Hidden"})

    def picture(self, call: _Call) -> Step:
        return Step(call.line, "screenshot", {"fullPage": True} if call.link.options.get("full_page") is True else {})

    def goto(self, call: _Call) -> None:
        url = _text(call.link.argument(0, "url"))
        if url == "about:blank":
            return
        last = self.tape.steps[-1] if self.tape.steps else None
        self.tape.page = url if "://" in url else self.tape.page
        if last is not None and last.action == "tab" and last.parameters == {"act": "Open"}:
            self.tape.steps[-1] = replace(last, parameters={"act": "Open", "url": url}, page=self.tape.page)
        else:
            self.tape.add(Step(call.line, "navigate", {"url": url}))

    def back(self, call: _Call) -> None:
        self.tape.add(Step(call.line, "back"))

    def reload(self, call: _Call) -> None:
        self.tape.add(Step(call.line, "reload"))

    def wait_on_page(self, call: _Call) -> None:
        match call.link.name, call.link.argument(0):
            case "wait_for_timeout", int() | float() as milliseconds if 0 < milliseconds < 3_600_000:
                self.tape.add(Step(call.line, "delay", {"duration": f"{max(1, int(milliseconds))}ms"}))
            case "wait_for_url", str() as url if url:
                self.tape.add(Step(call.line, "wait", {"url": url}))
            case "wait_for_load_state", state:
                self.tape.add(Step(call.line, "wait", {"page": "Idle" if state == "networkidle" else "Loaded"}))
            case _:
                raise Unsupported(f".{call.link.name}() waits for something that a workflow cannot say")

    def viewport(self, call: _Call) -> None:
        size = call.link.args[0] if call.link.args else call.link.options.get("viewport_size", call.link.options)
        if self.tape.steps or not isinstance(size, Mapping):
            raise Unsupported("the size of the page changes on the way")
        self._option("viewport", dict(size))

    def page_picture(self, call: _Call) -> None:
        self.tape.add(self.picture(call))

    # --- assertions ----------------------------------------------------------------------------------------------

    def _assertion(self, line: int, chain: Chain) -> None:
        """expect(page.locator(...)).to_be_visible(): what was seen to hold after the last step."""
        first, *rest = chain.links
        subject = first.args[0] if first.args else None
        negated = any(link.name == "not" for link in rest) or bool(rest and rest[-1].name.startswith("not_"))
        if not isinstance(subject, Chain) or not rest or not rest[-1].is_call:
            raise Unsupported("an assertion about something that only running the code would tell")
        last = replace(rest[-1], name=rest[-1].name.removeprefix("not_"))
        self._line = line
        if last.name in ("to_have_url", "to_have_title") and not negated and not subject.links:
            field = last.name.removeprefix("to_have_")
            return self.tape.expect(line, {field: _text(last.argument(0, f"{field}_or_reg_exp"))})
        if last.name not in _ELEMENTS_SEEN or (negated and last.name in ("to_contain_text", "to_have_text")):
            raise Unsupported(
                f"{'not ' if negated else ''}{last.name[:40]} is nothing that a workflow can ask after a step"
            )
        found = located(subject.links)
        self._switch(subject.root)
        if found.loss:
            raise Unsupported(f"{last.name}: {found.loss.partition(':')[0]}")
        hidden = negated != (last.name in ("to_be_hidden",))
        wanted: list[Mapping[str, Any]] = [{"noElement" if hidden else "element": found.target}]
        if last.name.endswith("_text"):
            wanted.append({"text": _text(last.argument(0, "expected"))})
            self.tape.note(line, f"{last.name}: carried as: the element is there, and the page shows the text")
        return self.tape.expect(line, *wanted)


_ELEMENTS_SEEN = ("to_be_visible", "to_be_hidden", "to_contain_text", "to_have_text")


def _text(value: Any) -> str:
    if isinstance(value, Pattern):
        raise Unsupported("a workflow compares texts, not regular expressions")
    if not isinstance(value, str):
        raise Unsupported("a value that only running the code would tell")
    return value


_SETTING_UP: dict[str, Callable[[Interpreter, _Call], None]] = {
    **dict.fromkeys(("launch", "pause", "start", "stop", "set_default_timeout"), Interpreter.pass_over),
    "new_context": Interpreter.new_context,
    "new_page": Interpreter.new_page,
    "close": Interpreter.close,
    "storage_state": Interpreter.keep_state,
    **dict.fromkeys(("once", "on"), Interpreter.once),
    "wait_for_event": Interpreter.wait_for_event,
}
_ON_PAGES: dict[str, Callable[[Interpreter, _Call], None]] = {
    "goto": Interpreter.goto,
    "go_back": Interpreter.back,
    "reload": Interpreter.reload,
    **dict.fromkeys(("wait_for_timeout", "wait_for_url", "wait_for_load_state"), Interpreter.wait_on_page),
    "set_viewport_size": Interpreter.viewport,
    "screenshot": Interpreter.page_picture,
}
_ON_ELEMENTS: dict[str, Callable[[Interpreter, _Call], Step]] = {
    **dict.fromkeys(("click", "dblclick"), Interpreter.click),
    "hover": Interpreter.hover,
    "scroll_into_view_if_needed": Interpreter.scroll,
    **dict.fromkeys(("check", "uncheck", "set_checked"), Interpreter.check),
    **dict.fromkeys(("fill", "type", "press_sequentially", "clear"), Interpreter.fill),
    "press": Interpreter.press,
    "select_option": Interpreter.select,
    "set_input_files": Interpreter.upload,
    "wait_for": Interpreter.wait,
    "screenshot": Interpreter.picture,
}
