"""The steps of a case's workflow, a line each: `fill("#user", "{{ inputs.user }}")`.

A selector is written as Playwright does: CSS as it is, and `//` or `xpath=`, `text=`, `label=`, `placeholder=`,
`testid=`, `role=button[Sign in]`. What else a step has (name, description, expect, wait_time, ...) is given by name,
in the form of a manifest: `expect=[{"url": "**/home"}]`, `wait_time="4s"`.
"""

import re
from collections.abc import Mapping
from typing import Any

WAIT_TIME = "2s"
"""How long a step of a case may take, unless it says so itself."""

_PREFIXES = {"xpath": "xpath", "text": "text", "label": "label", "placeholder": "placeholder", "testid": "testId"}
_ROLE = re.compile(r"role=(\w+)(?:\[(.*)\])?", re.DOTALL)

Step = Mapping[str, Any]


def selector(text: str) -> dict[str, str]:
    """A selector by its short form."""
    if role := _ROLE.fullmatch(text):
        return {"role": role[1], **({"name": role[2]} if role[2] else {})}
    prefix, equals, value = text.partition("=")
    if equals and prefix in _PREFIXES:
        return {_PREFIXES[prefix]: value}
    return {"xpath": text} if text.startswith(("//", "(//")) else {"css": text}


def target(*selectors: str, frame: str = "") -> dict[str, Any]:
    """An element, by selectors that are tried in order."""
    return {"selectors": [selector(text) for text in selectors], **({"frame": [frame]} if frame else {})}


def visit(address: str, **more: Any) -> Step:
    """Open an address."""
    return _step(f"open {address}", "navigate", {"url": address}, **more)


def click(*selectors: str, **more: Any) -> Step:
    return _step(f"click {selectors[0]}", "click", {}, *selectors, **more)


def fill(selector_: str, value: str, **more: Any) -> Step:
    return _step(f"fill {selector_}", "fill", {"value": value}, selector_, **more)


def select(selector_: str, label: str, **more: Any) -> Step:
    """Choose an option by its text."""
    return _step(f"choose in {selector_}", "select", {"label": label}, selector_, **more)


def check(selector_: str, **more: Any) -> Step:
    return _step(f"tick {selector_}", "check", {}, selector_, **more)


def press(keys: str, *selectors: str, **more: Any) -> Step:
    return _step(f"press {keys}", "press", {"keys": keys.split()}, *selectors, **more)


def await_(*selectors: str, **more: Any) -> Step:
    """Wait until an element is visible."""
    return _step(f"wait for {selectors[0]}", "wait", {"element": "Visible"}, *selectors, **more)


def await_url(glob: str, **more: Any) -> Step:
    """Wait until the address is like that."""
    return _step(f"wait for {glob}", "wait", {"url": glob}, **more)


def read(*selectors: str, **more: Any) -> Step:
    """Take the text of an element."""
    return _step(f"read {selectors[0]}", "extract", {"fields": [{"name": "value"}]}, *selectors, **more)


def table(selector_: str, *columns: str, **more: Any) -> Step:
    """Take the rows of a table; columns by the texts of their heads."""
    named = [{"name": f"c{number}", "header": head} for number, head in enumerate(columns)]
    return _step(f"read table {selector_}", "extract", {"table": {"columns": named}}, selector_, **more)


def sign_in(user: str, password: str, button: str, path: str = "/login", **more: Any) -> tuple[Step, ...]:
    """Open the login page, type the credential, and send it; `more` goes to the last step."""
    return (
        visit(path),
        fill(user, "{{ credentials.portal.username }}"),
        fill(password, "{{ credentials.portal.password }}"),
        click(button, **more),
    )


def _step(id_: str, action: str, parameters: Mapping[str, Any], *selectors: str, **more: Any) -> Step:
    """A step in the form of a manifest, with an id made of what it does."""
    frame = more.pop("frame", "")
    slug = re.sub(r"[^a-z0-9]+", "-", id_.lower()).strip("-")[:40].rstrip("-")
    step = {"id": more.pop("id", f"s-{slug}"), action: parameters, "waitTime": more.pop("wait_time", WAIT_TIME)}
    if selectors:
        step["target"] = target(*selectors, frame=frame)
    return {**step, **more}
