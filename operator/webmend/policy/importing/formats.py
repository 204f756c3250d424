"""Which formats there are, and which of them a file is in: its content says so, not its name."""

from collections.abc import Callable
from dataclasses import dataclass

from . import cloudcruise, recorder, selenium
from .codegen import javascript, python, reading
from .recording import Recording
from .source import NotImportable, Record, check_size, read_json


@dataclass(frozen=True)
class Json:
    """A format that is JSON."""

    kind: str
    is_one: Callable[[Record], bool]
    read: Callable[[Record, str | None], Recording]


PYTHON, JAVASCRIPT = "Playwright codegen (Python)", "Playwright codegen (JavaScript)"
JSON = {
    "recorder": Json(recorder.KIND, recorder.is_one, recorder.read),
    "selenium-ide": Json(selenium.KIND, selenium.is_one, selenium.read),
    "cloudcruise": Json(cloudcruise.KIND, cloudcruise.is_one, cloudcruise.read),
}
FORMATS = {
    **{name: each.kind for name, each in JSON.items()},
    "playwright-python": PYTHON,
    "playwright-javascript": JAVASCRIPT,
}
"""What each is called for people, by the name that --from takes."""


def read(text: str, name: str | None = None, test: str | None = None) -> Recording:
    """What the file holds; raises NotImportable. `name`: its format, where the content is not to say."""
    check_size(text)
    text = text.removeprefix("\ufeff")
    if name in JSON:
        return JSON[name].read(read_json(text), test)
    if name == "playwright-python":
        return reading.read(PYTHON, python.tests(python.parse(text)), test)
    if name == "playwright-javascript":
        return reading.read(JAVASCRIPT, javascript.tests(javascript.parse(text)), test)
    return _detected(text, test)


def _detected(text: str, test: str | None) -> Recording:
    if text.lstrip().startswith(("{", "[")):
        return _detected_json(read_json(text), test)
    tried = [f"{each.kind}: no JSON object" for each in JSON.values()]
    for name, kind, is_one in (
        ("playwright-python", PYTHON, _is_python),
        ("playwright-javascript", JAVASCRIPT, _is_javascript),
    ):
        try:
            if is_one(text):
                return read(text, name, test)
            tried.append(f"{kind}: no import of playwright")
        except NotImportable as why:
            if "--test" in str(why):
                raise
            tried.append(f"{kind}: {why}")
    raise NotImportable("none of the formats known (--from says which one it is). Tried:\n  " + "\n  ".join(tried))


def _detected_json(record: Record, test: str | None) -> Recording:
    for each in JSON.values():
        if each.is_one(record):
            return each.read(record, test)
    raise NotImportable(
        "JSON, and none of the formats known (--from says which one it is). Tried:\n"
        f"  {recorder.KIND}: no list of steps\n  {selenium.KIND}: no list of tests\n"
        f"  {cloudcruise.KIND}: no nodes and edges"
    )


def _is_python(text: str) -> bool:
    return python.is_one(python.parse(text))


def _is_javascript(text: str) -> bool:
    return javascript.is_one(javascript.parse(text))
