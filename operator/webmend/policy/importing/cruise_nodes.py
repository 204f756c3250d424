"""CloudCruise's actions, each as steps of a workflow."""

import re
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from webmend.domain.asked import AskedForm
from webmend.domain.duration import duration
from webmend.domain.target import Target

from .cruise_values import OPERATORS, TYPES, Values
from .recording import Step
from .selectors import css_or_xpath, made, target
from .source import Record, Unsupported

_ELEMENT = re.compile(r"<<xpath:(.*)>>", re.DOTALL)
_KEY = re.compile(r"\{\{\s*(tab|enter|escape|ctrl_a|backspace|delete)\s*\}\}")
_KEYS = {"tab": "Tab", "enter": "Enter", "escape": "Escape", "ctrl_a": "Control+A", "backspace": "Backspace",
         "delete": "Delete"}  # fmt: skip
_CLICKS: dict[str, tuple[str, dict[str, Any]]] = {
    "": ("click", {}),
    "click": ("click", {}),
    "double_click": ("click", {"count": 2}),
    "right_click": ("click", {"button": "Right"}),
    "hover": ("hover", {}),
}
_MODEL = "it asks a language model what to do, which a workflow does not"


def _one(action: str, parameters: dict[str, Any], on: Target | None = None) -> list[Step]:
    return [Step(0, action, parameters, on)]


def _target(parameters: Record, values: Values) -> Target:
    selector = parameters.text("selector")
    if not selector:
        raise Unsupported("it has no selector")
    return target([css_or_xpath(values.text(selector))])


def _static(parameters: Record, default: str = "STATIC") -> None:
    if (parameters.text("execution") or default) != "STATIC":
        raise Unsupported(_MODEL)


def _start(node: Record, values: Values) -> list[Step]:
    url = node.record("parameters").text("url")
    if url == "back":
        return _one("back", {})
    return _one("navigate", {"url": values.text(url)})


def _end(node: Record, values: Values) -> list[Step]:
    return _one("end", {})


def _click(node: Record, values: Values) -> list[Step]:
    parameters = node.record("parameters")
    _static(parameters)
    if parameters.text("click_type") not in _CLICKS:
        raise Unsupported("the kind of click is not known")
    action, how = _CLICKS[parameters.text("click_type")]
    if parameters.text("selector_error_message"):
        values.note("its error code is left out: write an ErrorCode for it")
    return _one(action, how, _target(parameters, values))


def _input_text(node: Record, values: Values) -> list[Step]:
    """Text is typed and keys are pressed in the order in which they stand."""
    parameters = node.record("parameters")
    _static(parameters)
    on = _target(parameters, values)
    if parameters.is_on("do_not_clear"):
        values.note("a workflow replaces what is in the field")
    pieces = _KEY.split(parameters.text("text"))
    steps = []
    for place, piece in enumerate(pieces):
        if place % 2:
            steps.append(Step(0, "press", {"keys": [_KEYS[piece]]}, on))
        elif piece:
            steps.append(Step(0, "fill", {"value": values.text(piece)}, on))
    if parameters.is_on("submit_after_input"):
        steps.append(Step(0, "press", {"keys": ["Enter"]}, on))
    if not steps:
        raise Unsupported("it types nothing")
    return steps


def _input_select(node: Record, values: Values) -> list[Step]:
    parameters = node.record("parameters")
    how = "match" if parameters.is_on("fuzzy_match") else "label"
    return _one("select", {how: values.text(parameters.text("value"))}, _target(parameters, values))


def _condition(node: Record, values: Values) -> list[Step]:
    parameters = node.record("parameters")
    _static(parameters)
    operator = OPERATORS.get(parameters.text("comparison_operator"))
    if operator is None:
        raise Unsupported("it compares in a way that a workflow does not know")
    if parameters.is_on("clear_cookies_on_false"):
        values.note("cookies are not cleared on the way")
    left = parameters.text("comparison_value_1")
    if found := _ELEMENT.fullmatch(left.strip()):
        comparison: dict[str, Any] = {"element": target([made(xpath=values.text(found[1]))])}
        # IS_NULL asks whether the element is there, of which Empty says nothing.
        operator = {"Empty": "NotVisible", "NotEmpty": "Visible"}.get(operator, operator)
    else:
        comparison = {"value": values.text(left)}
    if operator not in ("Empty", "NotEmpty", "Visible", "NotVisible"):
        right = parameters.text("comparison_value_2")
        if _ELEMENT.search(right):
            raise Unsupported("its right side is an element")
        comparison["to"] = values.text(right)
    return _one("condition", {"all": [{**comparison, "operator": operator}]})


def _loop(node: Record, values: Values) -> list[Step]:
    over = node.record("parameters").text("variable_over").strip()
    if over.isdigit() and len(over) < 6:
        return _one("loop", {"times": int(over)})
    return _one("loop", {"items": values.text(over if "{" in over else f"{{{{{over}}}}}")})


def _delay(node: Record, values: Values) -> list[Step]:
    seconds = node.record("parameters").number("delay_time")
    if seconds is None or not 0 < seconds < 3600:
        raise Unsupported("how long is no number of seconds below an hour")
    return _one("delay", {"duration": duration(seconds)})


def _scroll(node: Record, values: Values) -> list[Step]:
    parameters = node.record("parameters")
    if parameters.text("selector"):
        return _one("scroll", {}, _target(parameters, values))
    raise Unsupported("it scrolls by ticks of a wheel; put a scroll step with pixels there")


def _tab(node: Record, values: Values) -> list[Step]:
    parameters = node.record("parameters")
    act = parameters.text("tabAction").capitalize()
    if act == "Switch":
        raise Unsupported("it switches to a tab by number; a workflow does by its address")
    url = parameters.text("url")
    return _one("tab", {"act": act, **({"url": values.text(url)} if url and act == "Open" else {})})


def _screenshot(node: Record, values: Values) -> list[Step]:
    return _one("screenshot", {"fullPage": True})


def _tfa(node: Record, values: Values) -> list[Step]:
    parameters = node.record("parameters")
    if parameters.text("tfa_type") != "AUTHENTICATOR":
        raise Unsupported("a code by SMS or e-mail needs a code source: put a code step there")
    alias = next(iter(values.credentials), "login")
    on = _target(parameters, values)
    return [Step(0, "totp", {"credential": alias}, on), Step(0, "press", {"keys": ["Enter"]}, on)]


def _download(node: Record, values: Values) -> list[Step]:
    parameters = node.record("parameters")
    if not parameters.text("selector"):
        raise Unsupported("it waits for a file that another node causes; make that one a download step")
    return _one("download", {}, _target(parameters, values))


def _upload(node: Record, values: Values) -> list[Step]:
    parameters = node.record("parameters")
    return _one("upload", {"files": [values.text(parameters.text("signed_file_url"))]}, _target(parameters, values))


def _ask(node: Record, values: Values) -> list[Step]:
    parameters = node.record("parameters")
    milliseconds = parameters.number("timeout") or 180_000
    asked = {"message": parameters.text("server_message") or node.text("name") or "Input is needed"}
    form = _form(parameters.record("expected_datamodel"), values)
    return _one("ask", {**asked, "timeout": duration(milliseconds / 1000), **({"inputSchema": form} if form else {})})


def _form(schema: Record, values: Values) -> dict[str, Any]:
    """The plain values of a JSON Schema; empty where it has none."""
    given = schema.record("properties")
    plain = {name: value for name, value in given.items() if _is_plain(name, value)}
    for name in given.keys() - plain.keys():
        values.note(f"it asks for {name}, which is no plain value: that is left out")
    required = [name for name in schema.get("required", []) if name in plain]
    return {"properties": plain, **({"required": required} if required else {})} if plain else {}


def _is_plain(name: str, value: object) -> bool:
    try:
        AskedForm.model_validate({"properties": {name: value}})
    except ValidationError:
        return False
    return True


def _extract(node: Record, values: Values) -> list[Step]:
    """Single values by XPath; lists and what a model finds are not carried."""
    parameters = node.record("parameters")
    _static(parameters, "LLM_DOM")
    properties = parameters.record("extract_data_model").record("properties")
    fields = []
    for name, given in properties.items():
        if not isinstance(given, Record) or given.text("type") not in TYPES or not given.text("path"):
            raise Unsupported("it extracts a list, an object, or something without a path")
        on = target([css_or_xpath(values.text(given.text("path")))])
        fields.append({"name": name, "type": TYPES[given.text("type")], "target": on})
    if not fields:
        raise Unsupported("it extracts nothing")
    return _one("extract", {"fields": fields})


def _network(node: Record, values: Values) -> list[Step]:
    url = values.text(node.record("parameters").text("url"))
    if url.startswith("regex:") or not url:
        raise Unsupported("a response is known by a glob of its address, not by a regular expression")
    values.note("the whole body is extracted")
    return _one("extract", {"response": {"url": f"*{url}*"}})


def _refused(why: str) -> Callable[[Record, Values], list[Step]]:
    def refuse(node: Record, values: Values) -> list[Step]:
        raise Unsupported(why)

    return refuse


STEPS: dict[str, Callable[[Record, Values], list[Step]]] = {
    "START": _start,
    "NAVIGATE": _start,
    "END": _end,
    "CLICK": _click,
    "INPUT_TEXT": _input_text,
    "INPUT_SELECT": _input_select,
    "BOOL_CONDITION": _condition,
    "LOOP": _loop,
    "DELAY": _delay,
    "SCROLL": _scroll,
    "TAB_MANAGEMENT": _tab,
    "SCREENSHOT": _screenshot,
    "TFA": _tfa,
    "FILE_DOWNLOAD": _download,
    "FILE_UPLOAD": _upload,
    "USER_INTERACTION": _ask,
    "EXTRACT_DATAMODEL": _extract,
    "EXTRACT_NETWORK": _network,
    "TRANSFORM": _refused("a workflow looks values up, and computes none"),
    "CAPTCHA": _refused("a workflow solves no captcha"),
    "API_FLOW": _refused("put a request step for each of its calls there"),
    "APP_ACTION": _refused("a workflow acts in a browser only"),
    "COMPONENT_CALL": _refused("put a call step with the workflow's name there"),
}
"""What to make of each action."""
