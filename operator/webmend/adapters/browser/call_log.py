"""The grammar of the driver's error texts: a first line, then a call log of nested, folded lines."""

import re
from dataclasses import dataclass

_HEAD = re.compile(r"^(?P<call>[A-Za-z]+\.[a-z_]+): (?:Error: )?")
"""`Locator.click: ` or `Locator.click: Error: `."""
_ITEM = re.compile(r"^\s*(?:- |\d+ × )")
_REPEAT = re.compile(r"^\d+ × ")
_TYPING = re.compile(r'^(?P<call>fill|type|press|pressSequentially|selectOption|insertText)\(".*$', re.DOTALL)
_VALUE = re.compile(r'\bvalue="[^"]*"')


@dataclass(frozen=True)
class DriverText:
    """What an error of the driver says."""

    call: str
    """The call that failed, such as Locator.click; empty when the text names none."""
    headline: str
    """Its first line without the call."""
    lines: tuple[str, ...]
    """The call log in order, without indentation, bullets and repeat counts; typed values left out."""


def read(text: str) -> DriverText:
    """Take an error text of the driver apart."""
    head, _, log = text.partition("\nCall log:\n")
    first = head.split("\n", 1)[0].strip()
    match = _HEAD.match(first)
    return DriverText(
        call=match["call"] if match else "",
        headline=first[match.end() :] if match else first,
        lines=tuple(_without_values(item) for item in _items(log)),
    )


def _items(log: str) -> list[str]:
    """The items of the log. A typed value may hold line breaks: a line without a bullet goes on with the one before."""
    items: list[str] = []
    for line in log.splitlines():
        if _ITEM.match(line) or not items:
            items.append(_REPEAT.sub("", line.strip().removeprefix("- ")))
        else:
            items[-1] += "\n" + line
    return [item for item in items if item.strip()]


def _without_values(item: str) -> str:
    """The item without what was typed and without the values that fields began with."""
    return _VALUE.sub('value=""', _TYPING.sub(r"\g<call>(…)", item)).strip()
