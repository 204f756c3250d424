"""The lines of a trace as they may be kept (trace format 10 of Playwright).

What is not named here is left out: results (cookies and storage among them), arguments of scripts, cookies, all headers
but a few, what was sent, and kinds of lines that a later version may bring.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .clean import LEFT_OUT, Clean
from .snapshot import document

Kept = dict[str, tuple[str, int]]
"""By the old name of a body: its new name, and its bytes."""
Line = Mapping[str, Any]

LONGEST = 2000
"""Characters of a text that belongs to a call."""
OF_SCRIPT = 100
"""Characters of a script of ours; they tell nobody anything."""
# fmt: off
HEADERS = frozenset({
    "accept", "accept-language", "access-control-allow-origin", "cache-control", "content-security-policy",
    "content-type", "date", "host", "last-modified", "location", "origin", "referer", "retry-after", "server",
    "user-agent", "vary", "x-frame-options",
})
PARAMETERS = (
    "url", "selector", "strict", "timeout", "waitUntil", "waitTimeout", "state", "value", "text", "key", "button",
    "modifiers", "position", "clickCount", "delay", "force", "trial", "options", "type", "fullPage", "event", "title",
)
"""Of a call. An argument of a script is none of them: it may hold anything."""
# fmt: on
_CUT = re.compile(r" ?<[^\n]*[^>\n]\u2026[^\n]*| aka [^\n]*")
"""An element in the driver's own words, with a text or attributes that it has cut off, and what else it would call one:
of a secret that was cut nobody can tell that it is one. `<div>\u2026</div>` only leaves out what is inside."""
_CODE = re.compile(r"[\w@.:+/ -]{0,120}")
"""What the driver itself has given a name: identifiers, kinds, methods, times of day."""


def event(line: Line, clean: Clean, kept: Kept) -> dict[str, Any] | None:
    """The line as it may be kept; None: it is left out."""
    build = _KINDS.get(str(line.get("type")))
    return {"type": line["type"], **build(line, clean, kept)} if build else None


def _context(line: Line, _clean: Clean, _kept: Kept) -> dict[str, Any]:
    names = (
        "version origin browserName playwrightVersion platform wallTime monotonicTime sdkLanguage testIdAttributeName"
    )
    shown = _own(_inside(line, "options"), "viewport deviceScaleFactor isMobile")
    return {**_own(line, names), "options": shown}


def _before(line: Line, clean: Clean, _kept: Kept) -> dict[str, Any]:
    given = _inside(line, "params")
    return {
        **_own(line, "callId parentId startTime class method pageId"),
        **_texts(line, clean, "title"),
        "params": {
            **{name: _value(given[name], clean) for name in PARAMETERS if name in given},
            **{name: script[:OF_SCRIPT] for name, script in _texts(given, clean, "expression").items()},
        },
    }


def _input(line: Line, _clean: Clean, _kept: Kept) -> dict[str, Any]:
    return _own(line, "callId point box")


def _log(line: Line, clean: Clean, _kept: Kept) -> dict[str, Any]:
    return {**_own(line, "callId time"), **_words(line, clean, "message")}


def _after(line: Line, clean: Clean, _kept: Kept) -> dict[str, Any]:
    error = _words(_inside(line, "error"), clean, "name message")
    return {**_own(line, "callId endTime"), **({"error": error} if error else {})}


def _console(line: Line, clean: Clean, _kept: Kept) -> dict[str, Any]:
    place = _inside(line, "location")
    return {
        **_own(line, "messageType time pageId"),
        **_texts(line, clean, "text"),
        "args": [],
        "location": {**_own(place, "lineNumber columnNumber"), **_texts(place, clean, "url")},
    }


def _happening(line: Line, clean: Clean, _kept: Kept) -> dict[str, Any]:
    told = _inside(line, "params")
    params = _own(told, "pageId openerPageId type")
    params |= _texts(told, clean, "message url suggestedFilename")
    if failure := _inside(_inside(told, "error"), "error"):
        params["error"] = {"error": _texts(failure, clean, "name message")}
    return {**_own(line, "time class method pageId"), "params": params}


def _frame(line: Line, clean: Clean, kept: Kept) -> dict[str, Any]:
    seen = _inside(line, "snapshot")
    names = "callId phase pageId frameId doctype viewport timestamp wallTime collectionTime isMainFrame"
    return {
        "snapshot": {
            **_own(seen, names),
            **_texts(seen, clean, "frameUrl"),
            "html": document(seen.get("html"), clean),
            "resourceOverrides": list(_overrides(seen.get("resourceOverrides") or (), clean, kept)),
        }
    }


def _overrides(styles: Iterable[Line], clean: Clean, kept: Kept) -> Iterable[dict[str, Any]]:
    """The style sheets that scripts have changed."""
    for style in styles:
        name = str(style.get("file", ""))
        if name in kept:
            yield {**_texts(style, clean, "url"), "file": kept[name][0]}
        elif "ref" in style:
            yield {**_texts(style, clean, "url"), **_own(style, "ref")}


def _exchange(line: Line, clean: Clean, kept: Kept) -> dict[str, Any]:
    seen = _inside(line, "snapshot")
    names = (
        "pageref _frameref _serviceWorkerRef _apiRequestRef startedDateTime time _monotonicTime _resourceType timings"
        " _wasAborted _wasFulfilled _wasContinued"
    )
    request = _message(_inside(seen, "request"), clean)
    response = _message(_inside(seen, "response"), clean)
    content = _content(_inside(_inside(seen, "response"), "content"), clean, kept)
    return {
        "snapshot": {
            **_own(seen, names),
            "request": {**request, "queryString": []},
            "response": {"redirectURL": "", **response, "content": content},
            "cache": {},
        }
    }


def _message(message: Line, clean: Clean) -> dict[str, Any]:
    """A request or a response. Its sizes would tell how long a password is."""
    return {
        **_own(message, "method httpVersion status"),
        **_texts(message, clean, "url statusText redirectURL _failureText"),
        "cookies": [],
        "headers": list(_headers(message.get("headers") or (), clean)),
        "headersSize": -1,
        "bodySize": -1,
    }


def _headers(headers: Iterable[Line], clean: Clean) -> Iterable[dict[str, str]]:
    for header in headers:
        if str(header.get("name", "")).lower() in HEADERS:
            yield _texts(header, clean, "name value")


def _content(content: Line, clean: Clean, kept: Kept) -> dict[str, Any]:
    name, size = kept.get(str(content.get("_file", "")), ("", -1))
    return {"size": size, **_texts(content, clean, "mimeType"), **({"_file": name} if name else {})}


_KINDS: dict[str, Callable[[Line, Clean, Kept], dict[str, Any]]] = {
    "context-options": _context,
    "before": _before,
    "input": _input,
    "log": _log,
    "after": _after,
    "console": _console,
    "event": _happening,
    "frame-snapshot": _frame,
    "resource-snapshot": _exchange,
}


def _inside(line: Line, name: str) -> Line:
    """The object of that name; an empty one where it is none."""
    value = line.get(name)
    return value if isinstance(value, Mapping) else {}


def _own(line: Line, names: str) -> dict[str, Any]:
    """What the driver itself says in these fields: numbers, names that it has given, and places."""
    return {name: line[name] for name in names.split() if name in line and _is_own(line[name])}


def _is_own(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(isinstance(number, int | float) for number in value.values())
    return value is None or isinstance(value, int | float) or (isinstance(value, str) and bool(_CODE.fullmatch(value)))


def _texts(line: Line, clean: Clean, names: str) -> dict[str, str]:
    """What somebody else may have written into these fields."""
    return {name: clean(str(line[name]))[:LONGEST] for name in names.split() if line.get(name) is not None}


def _words(line: Line, clean: Clean, names: str) -> dict[str, str]:
    """The same, where the driver says it in its own words."""
    return {name: _CUT.sub(f" {LEFT_OUT}", text) for name, text in _texts(line, clean, names).items()}


def _value(value: Any, clean: Clean) -> Any:
    """A parameter of a call: the driver's own names, with texts in their places."""
    if isinstance(value, str):
        return clean(value)[:LONGEST]
    if isinstance(value, Mapping):
        return {name: _value(each, clean) for name, each in value.items()}
    if isinstance(value, list):
        return [_value(each, clean) for each in value]
    return value
