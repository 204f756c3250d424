"""What lies over the target, told from the markup that tools print of it."""

import re

from webmend.domain.evidence import ElementFacts

_INTERCEPTS = re.compile(
    r"<(?P<tag>[a-z][\w-]*)(?P<attributes>[^<>]{0,600})>(?P<rest>[^\n]{0,600}?)intercepts pointer events", re.I
)
_RECEIVES = re.compile(
    r"(?:would receive the click|covered by another element|obscure[sd] (?:it|by)|another element)[:\s`]*"
    r"<(?P<tag>[a-z][\w-]*)(?P<attributes>[^<>]{0,600})>?(?P<rest>[^\n]{0,200})",
    re.I,
)
_ATTRIBUTE = re.compile(r"""([a-z][\w:-]{1,40})=(?:"([^"]{0,200})"?|'([^']{0,200})'?|([^\s"'>]{1,60}))""", re.I)
_KEPT = 12


def cover_of(message: str) -> ElementFacts | None:
    """The element that a message says takes the click instead; the one met last, which is still there."""
    found = [*_INTERCEPTS.finditer(message)] or [*_RECEIVES.finditer(message)]
    foreign = [match for match in found if match["tag"].lower() not in ("html", "body")]
    return _element(foreign[-1]) if foreign else None


def _element(match: re.Match[str]) -> ElementFacts:
    """The element with its own attributes, and those of the tree that it is said to belong to."""
    own, around = _attributes(match["attributes"]), _attributes(match["rest"])
    merged = {**around, **own, "class": f"{own.get('class', '')} {around.get('class', '')}".strip()}
    return ElementFacts(
        tag=match["tag"].lower(),
        role=own.get("role") or around.get("role", ""),
        name=own.get("aria-label", "")[:256],
        attributes={name: value for name, value in [*merged.items()][:_KEPT] if value},
    )


def _attributes(markup: str) -> dict[str, str]:
    return {name.lower(): value[:200] for name, *values in _ATTRIBUTE.findall(markup) for value in ("".join(values),)}
