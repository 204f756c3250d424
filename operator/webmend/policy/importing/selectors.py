"""From recorded selectors to those of a target: the recorded order is kept, but what counts places is last."""

import re
from collections.abc import Iterable, Sequence

from pydantic import ValidationError

from webmend.domain.target import Selector, Target

from .source import Unsupported

MOST_SELECTORS = 8
MOST_FRAMES = 5
_POSITIONAL = re.compile(r"nth-(child|of-type|match)|\[\d+\]")
_ARIA = re.compile(r"""aria/(?P<name>.*?)(\[role=["'](?P<role>[\w-]+)["']\])?""", re.DOTALL)


def made(**fields: object) -> Selector | None:
    """The selector with these fields; None where a workflow cannot hold it (empty, or too long)."""
    try:
        return Selector.model_validate(fields)
    except ValidationError:
        return None


def target(selectors: Iterable[Selector | None], frame: Sequence[str] = ()) -> Target:
    """The target with these alternatives; raises Unsupported when there is none."""
    known = tuple(dict.fromkeys(selector for selector in selectors if selector is not None))
    ordered = sorted(known, key=is_positional)[:MOST_SELECTORS]
    if not ordered:
        raise Unsupported("no selector of it can be carried")
    if len(frame) > MOST_FRAMES:
        raise Unsupported(f"it is {len(frame)} frames deep; a target has at most {MOST_FRAMES}")
    try:
        return Target(selectors=tuple(ordered), frame=tuple(frame))
    except ValidationError:
        raise Unsupported("the frame it is in has a selector that is empty or too long") from None


def is_positional(selector: Selector) -> bool:
    """Whether it counts elements: the first thing to break when a page changes."""
    return bool(_POSITIONAL.search(selector.css or selector.xpath or ""))


def attribute(name: str, value: str, how: str = "=", flag: str = "") -> str:
    """CSS for elements with that attribute; the value may hold anything."""
    return f"[{name}{how}{css_string(value)}{flag}]"


def css_string(text: str) -> str:
    """A CSS string: quotes, backslashes and line breaks escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\n\r\f]", lambda found: f"\\{ord(found[0]):x} ", escaped) + '"'


def frame_at(index: int) -> str:
    """CSS for the frame with that number on its page, from 0."""
    return f":nth-match(iframe, {index + 1})"


def is_xpath(text: str) -> bool:
    """Whether a selector without a prefix is an XPath."""
    return text.startswith(("/", "(/", "./", "(./", "("))


def css_or_xpath(text: str) -> Selector | None:
    """A selector without a prefix."""
    return made(xpath=text) if is_xpath(text) else made(css=text)


def of_recorder(text: str, action: str) -> tuple[Selector | None, ...]:
    """A selector of Chrome DevTools Recorder: css, or prefixed with aria/, text/, xpath/, pierce/.

    aria/NAME says no role: what the step does to the element says which ones it may have.
    """
    prefix, slash, rest = text.partition("/")
    match prefix if slash else "":
        case "aria":
            return _of_aria(text, action)
        case "text":
            return (made(text=rest),)
        case "xpath":
            return (made(xpath=rest),)
        case "pierce":
            return (made(css=rest),)
        case _:
            return (made(css=text),)


def _of_aria(text: str, action: str) -> tuple[Selector | None, ...]:
    found = _ARIA.fullmatch(text)
    name, role = (found["name"], found["role"]) if found else ("", None)
    if role:
        return (made(role=role, name=name, exact=True) if name else made(role=role),)
    if action in ("fill", "select", "check"):
        return (made(label=name, exact=True),)
    guesses = [made(role=role, name=name, exact=True) for role in ("button", "link")]
    return (*guesses, made(label=name, exact=True), made(text=name, exact=True))


def of_selenium(locator: str) -> Selector | None:
    """A locator of Selenium IDE; None for a strategy that is not known."""
    strategy, equals, value = locator.partition("=")
    if is_xpath(locator) or not equals:
        return css_or_xpath(locator)
    match strategy:
        case "id" | "name":
            return made(css=attribute(strategy, value))
        case "css":
            return made(css=value)
        case "xpath":
            return made(xpath=value)
        case "linkText" | "link":
            return made(role="link", name=value, exact=True)
        case "partialLinkText":
            return made(role="link", name=value)
        case _:
            return None
