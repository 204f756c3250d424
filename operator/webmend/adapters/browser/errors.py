"""From what was raised to what stopped the step: told from the exception's structure and call log, never page text."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.async_api import Error
from playwright.async_api import TimeoutError as DriverTimeout

from webmend.domain.evidence import ErrorKind

from . import call_log
from .call_log import DriverText

K = ErrorKind


class Failed(Exception):
    """A step cannot be done. Still holds what it met in clear: the session redacts it on the way out."""

    def __init__(
        self,
        kind: ErrorKind,
        message: str,
        *,
        selector: str = "",
        expectation: str = "",
        options: tuple[str, ...] = (),
        call_log: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.selector = selector
        self.expectation = expectation
        self.options = options
        self.call_log = call_log


@dataclass(frozen=True)
class Said:
    """What an error says, in our words."""

    kind: ErrorKind
    type: str
    message: str
    call_log: tuple[str, ...] = ()


# fmt: off
HEADLINES: tuple[tuple[str, ErrorKind], ...] = (
    (r"strict mode violation: ", K.AMBIGUOUS),
    (r"Element is not an? <", K.WRONG_ELEMENT),
    (r"Not a checkbox or radio button", K.WRONG_ELEMENT),
    (r"Cannot type text into input\[type=number\]", K.VALUE_REFUSED),
    (r"Malformed value", K.VALUE_REFUSED),
    (r"Input of type \"[a-z-]+\" cannot be filled", K.WRONG_ELEMENT),
    (r"Clicking the checkbox did not change its state", K.VALUE_REFUSED),
    (r"Unknown engine ", K.DEFINITION),
    (r"Unknown key: ", K.DEFINITION),
    (r".* while parsing (?:css )?selector ", K.DEFINITION),
    (r"(?:SyntaxError: )?Failed to execute '\w+' on '\w+': .*is not a valid (?:XPath|selector)", K.DEFINITION),
    (r"Protocol error \(Page\.navigate\): Cannot navigate to invalid URL", K.DEFINITION),
    (r"Element is not attached to the DOM", K.DETACHED),
    (r"Frame was detached", K.DETACHED),
    (r"(?:Execution context was destroyed|net::ERR_|Navigation to \"|Download is starting)", K.NAVIGATION),
    (r"(?:Target crashed|Page crashed)", K.BROWSER_CRASHED),
    (r"Target page, context or browser has been closed", K.PAGE_CLOSED),
    (r"(?:Failed to launch|Executable doesn't exist)", K.BROWSER_LAUNCH),
)
"""How a first line begins, and what it means."""

LINES: dict[str, ErrorKind] = {
    "element is not visible": K.NOT_VISIBLE,
    "element is not enabled": K.NOT_ENABLED,
    "element is not editable": K.NOT_EDITABLE,
    "element is not stable": K.NOT_STABLE,
    "element is inert": K.INERT,
    "element is outside of the viewport": K.OUTSIDE_VIEWPORT,
    "element was detached from the DOM, retrying": K.DETACHED,
    "did not find some options": K.NO_OPTION,
    "option being selected is not enabled": K.NO_OPTION,
}
"""Whole lines of a call log, and what they mean."""
# fmt: on

_HEADLINES = tuple((re.compile(pattern), kind) for pattern, kind in HEADLINES)
_NET_ERROR = re.compile(r"(net::ERR_\w+) at (\S+)")
_PASSING = re.compile(r"Execution context was destroyed|Frame was detached|Cannot find context|Element is not attached")


def say(error: Exception) -> Said:
    """What an exception that came out of a step says."""
    if isinstance(error, Failed):
        return Said(error.kind, "StepFailed", error.message, error.call_log)
    if not isinstance(error, Error):
        return Said(K.OTHER, type(error).__name__, str(error))
    text = call_log.read(error.message)
    kind = _kind_of_headline(text.headline) or _kind_of_timeout(error, text)
    return Said(kind, type(error).__name__, f"{text.call}: {text.headline}" if text.call else text.headline, text.lines)


def renamed(error: Exception, called: Callable[[str, str], str]) -> Exception:
    """The error with the name of what is behind it, where that is another one than the browser's."""
    found = _NET_ERROR.search(error.message) if isinstance(error, Error) else None
    name = called(found[1], found[2]) if found else ""
    return Failed(K.NAVIGATION, f"{name} at {found[2]}") if found and name != found[1] else error


def is_passing(error: Error) -> bool:
    """Whether only a navigation or a re-rendering came in between: the next look will tell."""
    return _PASSING.search(error.message) is not None


def _kind_of_headline(headline: str) -> ErrorKind | None:
    return next((kind for pattern, kind in _HEADLINES if pattern.match(headline)), None)


def _kind_of_timeout(error: Error, text: DriverText) -> ErrorKind:
    """The last thing that the driver met decides; a locator that never resolved met nothing."""
    if not isinstance(error, DriverTimeout):
        return K.OTHER
    if text.call.startswith("Page."):
        return K.NAVIGATION if text.call == "Page.goto" else K.TIMEOUT
    met = (_kind_of_line(line) for line in reversed(text.lines))
    return next((kind for kind in met if kind), None) or _kind_of_silence(text)


def _kind_of_line(line: str) -> ErrorKind | None:
    if line.startswith("<") and line.endswith(" intercepts pointer events"):
        return K.COVERED
    if line.startswith("locator resolved to hidden <"):
        return K.NOT_VISIBLE
    return LINES.get(line)


def _kind_of_silence(text: DriverText) -> ErrorKind:
    """A locator that resolved to nothing matched nothing; a handle was there by nature."""
    is_resolved = text.call.startswith("ElementHandle.") or any(
        line.startswith("locator resolved to ") for line in text.lines
    )
    return K.TIMEOUT if is_resolved else K.NO_MATCH
