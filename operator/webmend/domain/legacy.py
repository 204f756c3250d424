"""Older names of failures, understood on the way in and never given out: the one place that knows them."""

from typing import NamedTuple

from .failure import GROUPS, SUB_TYPES, Category, Group, SubType

_C, _S, _G = Category, SubType, Group


class Named(NamedTuple):
    """A label in today's names, with the group that its own name belongs to."""

    category: Category
    sub_type: SubType | None
    group: Group | None


LEGACY: dict[str, Named] = {
    "UNEXPECTED_POPUP": Named(_C.UNEXPECTED_UI_STATE, _S.DISMISSIBLE, _G.WORKFLOW_ERROR),
    "NON_DISMISSIBLE": Named(_C.UNEXPECTED_UI_STATE, _S.DECISION_REQUIRED, _G.WORKFLOW_ERROR),
    "ADDITIONAL_USER_INPUT_REQUIRED": Named(_C.UNEXPECTED_UI_STATE, _S.DECISION_REQUIRED, _G.USER_ERROR),
    "ACTION_BLOCKED_BY_PLATFORM": Named(_C.AUTHENTICATION_ERROR, _S.ACCESS_DENIED, _G.EXTERNAL_ERROR),
    "ACTION_PERFORMED_TOO_EARLY": Named(_C.PAGE_STILL_LOADING, _S.OTHER, _G.WORKFLOW_ERROR),
    "MULTIPLE_MATCHING_RESULTS_FOUND": Named(
        _C.INCORRECT_FORM_INPUTS, _S.MULTIPLE_MATCHING_RESULTS_FOUND, _G.USER_ERROR
    ),
}
"""Names that stood where a category stands now. A legacy name keeps its own old group, whatever it is called today."""


class UnknownName(ValueError):
    """Neither a name of today nor an older one."""


def understood(category: str, sub_type: str | None = None) -> Named:
    """The label that somebody outside means by these names, in whatever case; raises UnknownName.

    A sub-type given beside an older name makes it more precise where it belongs to the category that is meant, as in
    UNEXPECTED_POPUP / NON_DISMISSIBLE.
    """
    name = _plain(category)
    if name in LEGACY:
        return _refined(LEGACY[name], sub_type)
    try:
        known = Category(name)
    except ValueError:
        raise UnknownName(f"{category[:64]!r} is no category") from None
    return Named(known, _sub_type(known, sub_type), GROUPS.get(known))


def _refined(meant: Named, sub_type: str | None) -> Named:
    finer = LEGACY.get(_plain(sub_type)) if sub_type else None
    if finer and finer.category is meant.category:
        return meant._replace(sub_type=finer.sub_type)
    if sub_type is None or _plain(sub_type) in LEGACY:
        return meant
    return meant._replace(sub_type=_sub_type(meant.category, sub_type))


def _sub_type(category: Category, name: str | None) -> SubType | None:
    """The sub-type of that name within the category; OTHER where none is given and the category names some."""
    names = SUB_TYPES[category]
    if not names:
        return None
    if name is None:
        return SubType.OTHER
    older = LEGACY.get(_plain(name))
    given = older.sub_type if older and older.category is category else _plain(name)
    found = next((sub_type for sub_type in (*names, SubType.OTHER) if sub_type == given), None)
    if found is None:
        raise UnknownName(f"{name[:64]!r} is no sub-type of {category}")
    return found


def _plain(name: str) -> str:
    return "_".join(name.strip().upper().replace("-", " ").split())
