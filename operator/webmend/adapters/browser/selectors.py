"""From a selector of the domain to a locator of the driver. Locators are strict: page-level calls are not."""

import re
from collections.abc import Callable
from typing import Any

from playwright.async_api import Frame, FrameLocator, Locator, Page

from webmend.domain.target import Selector, Target

Scope = Page | Frame | FrameLocator | Locator
"""Where elements are looked for: the page, a frame in it, an item of a list."""

_LOCATORS: dict[str, Callable[[Any, Selector], Locator]] = {
    "role": lambda scope, s: scope.get_by_role(s.role, name=s.name, exact=s.exact),
    "label": lambda scope, s: scope.get_by_label(s.label, exact=s.exact),
    "placeholder": lambda scope, s: scope.get_by_placeholder(s.placeholder, exact=s.exact),
    "test_id": lambda scope, s: scope.get_by_test_id(s.test_id),
    "text": lambda scope, s: scope.get_by_text(s.text, exact=s.exact),
    "css": lambda scope, s: scope.locator(f"css={s.css}"),
    "xpath": lambda scope, s: scope.locator(f"xpath={s.xpath}"),
}

_PLAIN_CSS = re.compile(r'#[A-Za-z][\w-]*|[a-z][a-z\d-]*\[name="[\w-]+"\]')


def reads_the_same(selector: Selector) -> bool:
    """Whether the page's own look-up finds what the driver finds: paths from the root, CSS without combinators."""
    if selector.xpath:
        return selector.xpath.startswith("/")
    return bool(_PLAIN_CSS.fullmatch(selector.css or ""))


def locator_of(scope: Scope, selector: Selector) -> Locator:
    """The locator of all elements that the selector matches within the scope."""
    return _LOCATORS[selector.kind()](scope, selector)


def hidden_too(scope: Scope, selector: Selector) -> Locator:
    """The same with the elements that nobody sees, which a role otherwise leaves out."""
    if selector.role is None:
        return locator_of(scope, selector)
    role: Any = selector.role
    return scope.get_by_role(role, name=selector.name, exact=selector.exact, include_hidden=True)


def locators_of(scope: Scope, target: Target) -> tuple[Locator, ...]:
    """A locator for each selector of the target, in order, looked for in the target's frame."""
    inside = within_frames(scope, target.frame)
    return tuple(locator_of(inside, selector) for selector in target.selectors)


def within_frames(scope: Scope, path: tuple[str, ...]) -> Scope:
    """The frame at the end of a path of CSS selectors of iframes, outermost first."""
    for css in path:
        scope = scope.frame_locator(f"css={css}")
    return scope
