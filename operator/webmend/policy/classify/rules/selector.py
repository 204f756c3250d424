"""Step 10: the page is ready, and the selector does not name what it is meant to."""

import re

from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.failure import Category, Fault, SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import named, other
from webmend.policy.classify.need import AT_REST, FORMS, MAIN_TEXT, MATCHES, SESSION
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.changed import CHANGED

NEEDS = (MATCHES, *AT_REST, MAIN_TEXT, FORMS, SESSION)
"""What must have been seen before the absence of an element is laid to its selector."""

_TABLE_PLACE = re.compile(r"(?i)\b(?:tr|td|th)\b\s{0,3}(?:\[\s{0,3}\d{1,4}\s{0,3}\]|:nth-)")
"""A place in a table, counted: //table/tbody/tr[3]/td[2], tr:nth-child(3)."""
_MALFORMED = re.compile(
    r"(?i)invalid ?selector|is not a valid (?:xpath|selector|css)|unknown engine|parsing (?:css )?selector"
    r"|malformed (?:xpath|selector)|unsupported selector"
)
_CLOSE = 0.6
"""Of a candidate that is worth naming."""


def selector_malformed(evidence: Evidence) -> Opinion | None:
    """The selector is none: it can be read on no page."""
    if evidence.error.kind is not ErrorKind.DEFINITION or not _MALFORMED.search(evidence.error.message):
        return None
    said = f"{evidence.step.selector or 'the selector'} is not a selector that can be read"
    return opinion(other(Category.XPATH_INCORRECT), said, fault=Fault.WORKFLOW, reason="Definition")


def several_match(evidence: Evidence) -> Opinion | None:
    """A selector of the workflow's own matches more than one element."""
    if evidence.error.kind is not ErrorKind.AMBIGUOUS:
        return None
    count = max(evidence.dom.selector_counts, default=0)
    said = f"{evidence.step.selector or 'the selector'} matches {count if count > 1 else 'several'} elements"
    return opinion(named(SubType.AMBIGUOUS_MATCHES), said)


def wrong_element(evidence: Evidence) -> Opinion | None:
    """The element found is of a kind that cannot take the action."""
    if evidence.error.kind is not ErrorKind.WRONG_ELEMENT:
        return None
    target = evidence.dom.target
    found = f"{target.role or target.tag} {texts.quoted(target.name, 60)}" if target else "an element"
    return opinion(named(SubType.SELECTOR_MISMATCH), f"the selector finds {found}, which cannot take this action")


def target_unreachable(evidence: Evidence) -> Opinion | None:
    """Clicks go to a part of the page that the target belongs to: it is not what takes them any more."""
    dom = evidence.dom
    covered = any(dialog.covers_target for dialog in dom.dialogs) or (dom.target and dom.target.covered_by)
    if evidence.error.kind is not ErrorKind.COVERED or covered or dom.target is None:
        return None
    return opinion(named(SubType.SELECTOR_MISMATCH), "clicks do not reach the target, and nothing foreign covers it")


def place_in_table_empty(evidence: Evidence) -> Opinion | None:
    """The selector counts rows and columns of a table that is there, and finds nothing in that place."""
    if not _is_gone(evidence) or not evidence.dom.table_headers or not _TABLE_PLACE.search(evidence.step.selector):
        return None
    heads = ", ".join(texts.quoted(head, 20) for head in evidence.dom.table_headers[:6])
    return opinion(
        named(SubType.TABLE_SELECTOR_MISMATCH),
        "the page is ready, and the table has nothing in the place that the selector counts to",
        f"the table's columns are {heads}",
    )


def said_to_be_changed(evidence: Evidence) -> Opinion | None:
    """Nothing matches, and somebody says that the element is called otherwise now."""
    if evidence.error.kind not in (ErrorKind.NO_MATCH, ErrorKind.TIMEOUT) or page.has_target(evidence):
        return None
    said = CHANGED.find(texts.headline(evidence))
    return opinion(named(SubType.SELECTOR_NO_MATCH), f"the page has changed: {texts.quoted(said)}") if said else None


def nothing_matches(evidence: Evidence) -> Opinion | None:
    """Nothing matches on a page at rest, where nobody was signed out."""
    if not _is_gone(evidence):
        return None
    return opinion(
        named(SubType.SELECTOR_NO_MATCH),
        f"the page is ready, and nothing matches {evidence.step.selector or 'the target'}",
        _closest(evidence),
        _elsewhere(evidence),
        _for_others(evidence),
    )


def _is_gone(evidence: Evidence) -> bool:
    if evidence.error.kind not in (ErrorKind.NO_MATCH, ErrorKind.TIMEOUT) or page.has_target(evidence):
        return False
    return page.is_at_rest(evidence) and evidence.dom.main_text_length > 0 and _is_as_before(evidence)


def _is_as_before(evidence: Evidence) -> bool:
    """Whether nothing hints at a lost session, or at a login that is not over."""
    session = evidence.session
    asked_again = session.was_authenticated or page.has_submitted_login(evidence)
    return not (asked_again and page.has_credential_fields(evidence)) and not session.auth_cookie_lost


def _closest(evidence: Evidence) -> str:
    best = max(evidence.dom.closest, key=lambda element: element.score, default=None)
    return f"{texts.element(best)} comes closest" if best and best.score >= _CLOSE else ""


def _for_others(evidence: Evidence) -> str:
    others = evidence.site.other_workflows
    return f"{others} other workflows failed on this host in half an hour: it may have changed" if others else ""


def _elsewhere(evidence: Evidence) -> str:
    return "it matches in another frame" if evidence.dom.counts_in_frames else ""
