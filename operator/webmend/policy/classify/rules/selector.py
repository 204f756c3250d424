"""Step 10: the page is ready, and the selector does not name what it is meant to."""

import re

from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.failure import Category, Fault, SubType
from webmend.policy import revealing
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import named, other
from webmend.policy.classify.likeness import counterpart, known_again, stand_in
from webmend.policy.classify.need import AT_REST, FORMS, MAIN_TEXT, MATCHES, SESSION
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.changed import CHANGED
from webmend.policy.classify.words.mismatch import MISMATCH, TABLE

NEEDS = (MATCHES, *AT_REST, MAIN_TEXT, FORMS, SESSION)
"""What must have been seen before the absence of an element is laid to its selector."""

_TABLE_PLACE = re.compile(r"(?i)\b(?:tr|td|th)\b\s{0,3}(?:\[\s{0,3}\d{1,4}\s{0,3}\]|:nth-)")
"""A place in a table, counted: //table/tbody/tr[3]/td[2], tr:nth-child(3)."""
_MALFORMED = re.compile(
    r"(?i)invalid ?selector|is not a valid (?:xpath|selector|css)|unknown engine|parsing (?:css )?selector"
    r"|malformed (?:xpath|selector)|unsupported selector"
)
_NOTHING_FOUND = (ErrorKind.NO_MATCH, ErrorKind.TIMEOUT, ErrorKind.OTHER)
_OUT_OF_SIGHT = (ErrorKind.NO_MATCH, ErrorKind.NOT_VISIBLE, ErrorKind.OUTSIDE_VIEWPORT, ErrorKind.COVERED)
"""A role finds no hidden element at all, other selectors find one that cannot be used.

To the driver one beside the page is outside of the viewport, and one in a box that is shut is covered by what is there.
"""
_TABLES = ("table", "grid", "treegrid")
_LIKE = 0.9
"""Of one that is the element of the last good run, as far as anybody can tell."""
_APART = 0.2
"""By which it must be ahead of the element that the selector finds."""


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
    """The element found is of a kind that cannot take the action; a table to read has other columns than it had."""
    if evidence.error.kind is not ErrorKind.WRONG_ELEMENT:
        return None
    target = evidence.dom.target
    if evidence.step.action == "extract" and target and target.role in _TABLES:
        return opinion(named(SubType.TABLE_SELECTOR_MISMATCH), evidence.error.message or "the table has other columns")
    found = f"{target.role or target.tag} {texts.quoted(target.name, 60)}" if target else "an element"
    return opinion(named(SubType.SELECTOR_MISMATCH), f"the selector finds {found}, which cannot take this action")


def another_in_its_place(evidence: Evidence) -> Opinion | None:
    """The element found is another one than that of the last good run: it was compared before it was used."""
    if evidence.error.kind is not ErrorKind.MISMATCH:
        return None
    return opinion(named(SubType.SELECTOR_MISMATCH), evidence.error.message or "the selector finds another element")


def target_unreachable(evidence: Evidence) -> Opinion | None:
    """Clicks go to a part of the page that the target belongs to: it is not what takes them any more."""
    dom = evidence.dom
    covered = any(dialog.covers_target for dialog in dom.dialogs) or (dom.target and dom.target.covered_by)
    if evidence.error.kind is not ErrorKind.COVERED or covered or dom.target is None:
        return None
    return opinion(named(SubType.SELECTOR_MISMATCH), "clicks do not reach the target, and nothing foreign covers it")


def place_in_table_empty(evidence: Evidence) -> Opinion | None:
    """The selector counts rows and columns of a table, and nothing is in that place, or no such table is there."""
    if not _is_gone(evidence) or not _TABLE_PLACE.search(evidence.step.selector):
        return None
    heads = ", ".join(texts.quoted(head, 20) for head in evidence.dom.table_headers[:6])
    return opinion(
        named(SubType.TABLE_SELECTOR_MISMATCH),
        "the page is ready, and no table has anything in the place that the selector counts to",
        f"the table's columns are {heads}" if heads else "",
    )


def another_fits_better(evidence: Evidence) -> Opinion | None:
    """The step had no effect, and an element that is not its target is just like the one of the last good run."""
    target, closest = evidence.dom.target, evidence.dom.closest
    if evidence.error.kind is not ErrorKind.EXPECTATION or not evidence.history.fingerprint_known:
        return None
    if target is None or not closest or closest[0].score < _LIKE:
        return None
    if any(element.name == target.name and element.score > closest[0].score - _APART for element in closest):
        return None
    return opinion(
        named(SubType.SELECTOR_MISMATCH),
        f"the selector finds {target.role or target.tag} {texts.quoted(target.name, 60)}",
        f"{texts.element(closest[0])} is like the element of the last good run",
    )


def hidden_twin(evidence: Evidence) -> Opinion | None:
    """What the selector finds is hidden, and its words stand on the page all the same: on another element."""
    target = evidence.dom.target
    if evidence.error.kind is not ErrorKind.NOT_VISIBLE or target is None or target.visible or not target.name:
        return None
    if not page.is_at_rest(evidence) or target.name not in evidence.dom.main_text_sample:
        return None
    return opinion(
        named(SubType.SELECTOR_MISMATCH),
        f"the selector finds a hidden element, and {texts.quoted(target.name, 60)} is in sight elsewhere",
    )


def behind_a_control(evidence: Evidence) -> Opinion | None:
    """What the selector names is on a page at rest and out of sight, and a control there may bring it into sight."""
    if evidence.error.kind not in _OUT_OF_SIGHT or not page.is_at_rest(evidence):
        return None
    control = revealing.may_be_revealed(evidence.dom.revealers)
    if control is None or not _is_as_before(evidence):
        return None
    return opinion(
        named(SubType.SELECTOR_NO_MATCH),
        f"nothing in sight matches {evidence.step.selector or 'the target'}: it is there, and hidden",
        f"{texts.element(control)} may bring it into sight",
    )


def said_to_be_changed(evidence: Evidence) -> Opinion | None:
    """Nothing matches, and somebody says that the element is called otherwise now."""
    if evidence.error.kind not in _NOTHING_FOUND or page.has_target(evidence):
        return None
    said = CHANGED.find(texts.headline(evidence))
    return opinion(named(SubType.SELECTOR_NO_MATCH), f"the page has changed: {texts.quoted(said)}") if said else None


def said_to_find_another(evidence: Evidence) -> Opinion | None:
    """Somebody says that the selector finds another element than the one that is meant, or a table of another form."""
    if not page.is_told(evidence):
        return None
    if said := TABLE.find(texts.headline(evidence)):
        return opinion(named(SubType.TABLE_SELECTOR_MISMATCH), f"the table has changed: {texts.quoted(said)}")
    said = MISMATCH.find(texts.headline(evidence))
    label = named(SubType.SELECTOR_MISMATCH)
    return opinion(label, f"the selector finds something else: {texts.quoted(said)}") if said else None


def called_otherwise(evidence: Evidence) -> Opinion | None:
    """Nothing matches on a page at rest that complains of nothing, and there is something to mend it by.

    That is an element that could be the one that is meant, or the fingerprint of the one that good runs have used.
    """
    if not (_is_gone(evidence) or known_again(evidence)) or evidence.step.action == "wait":
        return None
    if evidence.dom.alerts or evidence.dom.forms.invalid_fields or page.data_failed(evidence):
        return None
    other_one = counterpart(evidence)
    if other_one is None and not evidence.dom.counts_in_frames and not evidence.history.fingerprint_known:
        return None
    return opinion(
        named(SubType.SELECTOR_NO_MATCH),
        f"the page is ready, and nothing matches {evidence.step.selector or 'the target'}",
        f"{texts.element(other_one)} comes closest" if other_one else "",
        _elsewhere(evidence),
        _for_others(evidence),
    )


def another_may_be_it(evidence: Evidence) -> Opinion | None:
    """Nothing matches on a page at rest that complains of nothing, and another control could take the action.

    A constant selector, that is: where a value decides what is looked for, what it names may not exist.
    """
    if not _is_gone(evidence) or evidence.inputs.names or page.data_failed(evidence):
        return None
    other_one = stand_in(evidence)
    if other_one is None or evidence.dom.alerts or evidence.dom.forms.invalid_fields:
        return None
    said = f"the page is ready, and nothing matches {evidence.step.selector or 'the target'}"
    return opinion(named(SubType.SELECTOR_NO_MATCH), said, f"{texts.element(other_one)} could take this action")


def nothing_matches(evidence: Evidence) -> Opinion | None:
    """Nothing matches on a page at rest, and nothing like it is there: it may be gone as well as renamed."""
    if not _is_gone(evidence):
        return None
    said = f"the page is ready, and nothing matches {evidence.step.selector or 'the target'}"
    return opinion(named(SubType.SELECTOR_NO_MATCH), said, _for_others(evidence))


def _is_gone(evidence: Evidence) -> bool:
    if evidence.error.kind is not ErrorKind.NO_MATCH or page.has_target(evidence):
        return False
    return page.is_at_rest(evidence) and evidence.dom.main_text_length > 0 and _is_as_before(evidence)


def _is_as_before(evidence: Evidence) -> bool:
    """Whether nothing hints at a lost session, or at a login that is not over."""
    session = evidence.session
    asked_again = session.was_authenticated or page.has_submitted_login(evidence)
    return not (asked_again and page.has_credential_fields(evidence)) and not session.auth_cookie_lost


def _for_others(evidence: Evidence) -> str:
    others = evidence.site.other_workflows
    return f"{others} other workflows failed on this host in half an hour: it may have changed" if others else ""


def _elsewhere(evidence: Evidence) -> str:
    return "it matches in another frame" if evidence.dom.counts_in_frames else ""
