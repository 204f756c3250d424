"""Whether an element that is there may be the one that is missing, under another name."""

import re

from webmend.domain.evidence import ElementFacts, ErrorKind, Evidence

LIKE = 0.6
"""Score from which an element that takes actions is taken for the missing one."""
SURE = 0.9
"""Score from which an element is the one of the last good run."""
SOMETHING = 20
"""Characters of text below which a page says too little to be the one that is meant."""
_ROLES = frozenset(
    {
        "button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "switch", "tab",
        "menuitem", "option", "spinbutton", "slider",
    }
)  # fmt: skip
_TAKEN_BY = {
    "click": frozenset({"button", "link", "checkbox", "radio", "switch", "tab", "menuitem", "option"}),
    "fill": frozenset({"textbox", "searchbox", "combobox", "spinbutton"}),
    "select": frozenset({"combobox", "listbox"}),
    "check": frozenset({"checkbox", "radio", "switch"}),
}
"""The roles that take an action."""
_PLAIN = frozenset({"div", "span", "li", "td", "img", "svg", "p"})
"""Tags that pages make into controls by a script."""
_SAME_WORDS = 0.75
"""What the closest are given for the same words on an element of another kind."""
_WANTED = re.compile(r"""(?:name|text|label|placeholder)\s?=\s?["']?([^"'\]]{1,120})""")
_NUMBERS = re.compile(r"\d+")


def counterpart(evidence: Evidence) -> ElementFacts | None:
    """The element that comes close enough to the missing one and could take its action; None where none does."""
    if evidence.error.kind is not ErrorKind.NO_MATCH:
        return None
    if evidence.dom.main_text_length < SOMETHING:
        return None
    near = (element for element in evidence.dom.closest if element.score >= LIKE and _takes_actions(element))
    return next((element for element in near if not _is_sibling(element, evidence.step.selector)), None)


def stand_in(evidence: Evidence) -> ElementFacts | None:
    """The element that could take the step's action in place of the missing one, be it ever so little like it."""
    roles = _TAKEN_BY.get(evidence.step.action, frozenset())
    able = (element for element in evidence.dom.closest if element.role in roles)
    return next((element for element in able if not _is_sibling(element, evidence.step.selector)), None)


def known_again(evidence: Evidence) -> ElementFacts | None:
    """The element of the last good run itself, as far as anybody can tell, whatever else goes on on the page."""
    found = counterpart(evidence) if evidence.history.fingerprint_known else None
    return found if found and found.score >= SURE else None


def siblings(evidence: Evidence) -> bool:
    """Whether what comes closest is of the same series, and only another number: the list is there, the entry not."""
    return any(_is_sibling(element, evidence.step.selector) for element in evidence.dom.closest)


def _takes_actions(element: ElementFacts) -> bool:
    return element.role in _ROLES or (element.tag in _PLAIN and element.score >= _SAME_WORDS)


def _is_sibling(element: ElementFacts, selector: str) -> bool:
    wanted, name = _WANTED.search(selector), element.name or element.text
    if wanted is None or not _NUMBERS.search(wanted[1]) or not _NUMBERS.search(name):
        return False
    return _NUMBERS.findall(wanted[1]) != _NUMBERS.findall(name) and _shape(wanted[1]) == _shape(name)


def _shape(text: str) -> str:
    return _NUMBERS.sub("#", " ".join(text.split()).lower())
