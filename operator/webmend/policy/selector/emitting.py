"""Selectors for an element, in the order in which they are likely to last: as Playwright's own generator costs them.

https://github.com/microsoft/playwright packages/injected/src/selectorGenerator.ts (costs: test id 1, role and name 100,
placeholder 120, label 140, text 180, CSS id 500, CSS attribute 520, a place in the document last).
"""

import re
from collections.abc import Iterator

from webmend.domain.survey import PageElement
from webmend.domain.target import Selector

LONGEST = 80
"""Characters of a text that may stand in a selector: longer ones are content, and change."""
MADE_UP = re.compile(r"\d{4,}|[0-9a-f]{8,}|[:{}]|^(?:ember|react|radix|mui|ng)-?[-:\w]*\d", re.IGNORECASE)
"""Ids that a framework or a database has made up."""
_PLAIN = re.compile(r"[A-Za-z][\w-]*")


def selectors_of(element: PageElement) -> tuple[Selector, ...]:
    """Ways to name it, the best first; whether each matches it alone is for the page to say."""
    return (*_by_what_it_says(element), *_by_what_it_is_called(element), *_by_its_place(element))


def _by_what_it_says(element: PageElement) -> Iterator[Selector]:
    look, has = element.look, element.look.attributes.get
    if test_id := has("data-testid"):
        yield Selector(test_id=test_id)
    if look.role and _is_short(look.name):
        yield Selector(role=look.role, name=look.name, exact=True)
    if placeholder := has("placeholder"):
        yield Selector(placeholder=placeholder)
    if element.editable and _is_short(look.name) and look.name != has("placeholder"):
        yield Selector(label=look.name, exact=True)
    if _is_short(look.text):
        yield Selector(text=look.text, exact=True)


def _by_what_it_is_called(element: PageElement) -> Iterator[Selector]:
    id_, name = (element.look.attributes.get(attribute, "") for attribute in ("id", "name"))
    if _PLAIN.fullmatch(id_) and not MADE_UP.search(id_):
        yield Selector(css=f"#{id_}")
    if _PLAIN.fullmatch(name):
        yield Selector(css=f'{element.look.tag}[name="{name}"]')


def _by_its_place(element: PageElement) -> Iterator[Selector]:
    for place in dict.fromkeys((element.look.id_xpath, element.xpath)):
        if place.startswith("/"):
            yield Selector(xpath=place)


def _is_short(text: str) -> bool:
    return 0 < len(text) <= LONGEST
