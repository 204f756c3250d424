"""From a chain of Playwright's locators to a target, which names one element by one selector within its frames."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webmend.domain.target import Selector, Target
from webmend.policy.importing.selectors import attribute, css_or_xpath, css_string, made, target
from webmend.policy.importing.source import Unsupported

from .calls import Link, Pattern

_POSITIONS = ("first", "last", "nth")
_ENGINES = re.compile(r"(?P<engine>css|xpath|text|id|data-testid)=(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True)
class Located:
    """The element that a chain names."""

    target: Target
    loss: str = ""
    """What of the chain is not in the target, and may make it match several elements; empty when nothing."""


def located(links: tuple[Link, ...]) -> Located:
    """The element; raises Unsupported."""
    selector: Selector | None = None
    frame: tuple[str, ...] = ()
    loss = ""
    for link in links:
        if link.name == "frame_locator":
            frame, selector = (*frame, _css(css_or_xpath(_text(link.argument(0, "selector"))))), None
        elif link.name == "content_frame":
            frame, selector = (*frame, _css(selector)), None
        elif link.name in _POSITIONS or link.name == "filter":
            narrowed = _narrowed(selector, link)
            loss = loss if narrowed else f".{link.name}() is left out: see that one element is left"
            selector = narrowed or selector
        else:
            found = selector_of(link)
            joined = _joined(selector, found)
            loss = (
                loss
                if selector is None or joined
                else "what it is looked for in is left out: see that one element is left"
            )
            selector = joined or found
    return Located(target([selector], frame), loss)


def is_locator(link: Link) -> bool:
    """Whether the link narrows down which element is meant."""
    return link.name in _LOCATORS or link.name in (*_POSITIONS, "filter", "frame_locator", "content_frame")


def selector_of(link: Link) -> Selector:
    """The selector of one link; raises Unsupported."""
    if link.name not in _LOCATORS:
        raise Unsupported(f".{link.name[:40]}() is no locator that a workflow knows")
    found = _LOCATORS[link.name](link)
    if found is None:
        raise Unsupported("its selector is empty or too long")
    return found


def _text(value: Any) -> str:
    """A text; of a pattern only one that looks for a plain text without regard to case, as locators do."""
    if isinstance(value, Pattern) and value.ignores_case and (literal := value.literal()):
        return literal
    if isinstance(value, Pattern):
        raise Unsupported("a workflow looks for texts, not for regular expressions")
    if not isinstance(value, str) or not value:
        raise Unsupported("a locator whose text only running the code would tell")
    return value


def _exact(link: Link) -> bool | None:
    return True if link.options.get("exact") is True else None


def _role(link: Link) -> Selector | None:
    other = [name for name in link.options if name not in ("name", "exact")]
    if other:
        raise Unsupported(f"a role is told by its name, not by {', '.join(other)[:60]}")
    name = _text(link.options["name"]) if "name" in link.options else None
    return made(role=_text(link.argument(0, "role")), name=name, exact=_exact(link) if name else None)


def _worded(kind: str) -> Callable[[Link], Selector | None]:
    return lambda link: made(**{kind: _text(link.argument(0, "text"))}, exact=_exact(link))


def _attributed(name: str) -> Callable[[Link], Selector | None]:
    """Playwright looks for part of the attribute without regard to case, unless exact."""

    def selector(link: Link) -> Selector | None:
        how, flag = ("=", "") if _exact(link) else ("*=", " i")
        return made(css=attribute(name, _text(link.argument(0, "text")), how, flag))

    return selector


def _any(link: Link) -> Selector | None:
    text = _text(link.argument(0, "selector"))
    if link.options or ">>" in text or text.startswith(("internal:", "role=", "_react", "_vue")):
        raise Unsupported("a selector of Playwright's own that a workflow does not know")
    found = _ENGINES.fullmatch(text)
    if found is None:
        return css_or_xpath(text)
    rest = found["rest"]
    match found["engine"]:
        case "id":
            return made(css=attribute("id", rest))
        case "data-testid":
            return made(test_id=rest)
        case "text":
            quoted = len(rest) > 2 and rest[0] == rest[-1] and rest[0] in "\"'"
            return made(text=rest[1:-1], exact=True) if quoted else made(text=rest)
        case engine:
            return made(**{engine: rest})


_LOCATORS: dict[str, Callable[[Link], Selector | None]] = {
    "get_by_role": _role,
    "get_by_label": _worded("label"),
    "get_by_placeholder": _worded("placeholder"),
    "get_by_text": _worded("text"),
    "get_by_test_id": lambda link: made(test_id=_text(link.argument(0, "test_id"))),
    "get_by_alt_text": _attributed("alt"),
    "get_by_title": _attributed("title"),
    "locator": _any,
}


def _joined(outer: Selector | None, inner: Selector) -> Selector | None:
    """Inner within outer; None where one of them is no CSS."""
    if outer is None or outer.css is None or inner.css is None or "," in outer.css + inner.css:
        return None
    return made(css=f"{outer.css} {inner.css}")


def _narrowed(selector: Selector | None, link: Link) -> Selector | None:
    """One of several, or those with a text; None where only CSS could say it and the selector is none."""
    if selector is None or selector.css is None:
        return None
    if link.name == "filter":
        text = link.options.get("has_text")
        plain = isinstance(text, str) and set(link.options) == {"has_text"} and "," not in selector.css
        return made(css=f"{selector.css}:has-text({css_string(text)})") if plain and isinstance(text, str) else None
    place = 0 if link.name == "first" else link.argument(0, "index")
    if isinstance(place, bool) or not isinstance(place, int | float) or place < 0:
        return None
    return made(css=f":nth-match({selector.css}, {int(place) + 1})")


def _css(selector: Selector | None) -> str:
    if selector is None or selector.css is None:
        raise Unsupported("a frame is named by CSS, its title or its number")
    return selector.css
