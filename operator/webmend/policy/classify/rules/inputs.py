"""Step 2: found before or without looking at the page: the workflow's definition and the values given to it."""

import re

from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.failure import Category, Fault, SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import NOT_CONFIDENT, named, other
from webmend.policy.classify.likeness import counterpart, siblings
from webmend.policy.classify.need import BUSY, OPTIONS
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.many_results import MANY_RESULTS
from webmend.policy.classify.words.more_pages import MORE_PAGES

_PAGES = re.compile(r"^at most \d+ pages$|^another page$")
"""What reading a list page by page expects."""
_OPTION = re.compile(
    r"(?i)role=option|@role\s?=\s?['\"]option|\[role=[\"']?option|//li\b|suggest|autocomplete|typeahead"
)
_PLACEHOLDER = re.compile(r"\$\{[\w.]{1,60}\}|\{\{\s?[\w.]{1,60}\s?\}\}|\[object Object\]|\bundefined\b|\bNaN\b")
_TYPING = ("fill", "select", "press")
"""Actions whose inputs feed what is typed or chosen."""


def workflow_ended(evidence: Evidence) -> Opinion | None:
    """The workflow itself came to the conclusion that it failed, and says which error code it gives."""
    error = evidence.error
    if error.kind is not ErrorKind.ENDED:
        return None
    code = error.type[:63] if error.type not in ("", "End") else None
    said = f"the workflow ended itself as failed{f' with the code {code}' if code else ''}"
    return opinion(NOT_CONFIDENT, said, error.message, fault=Fault.WORKFLOW, reason="Ended", code=code)


def nobody_answered(evidence: Evidence) -> Opinion | None:
    """The step asked somebody for input; it is a failure only where no answer came."""
    if evidence.error.kind is not ErrorKind.ASKED:
        return None
    said = "the step asks for input, and nobody answered in time"
    return opinion(other(Category.INCORRECT_FORM_INPUTS), said, evidence.error.message, reason="NotAnswered")


def definition_wrong(evidence: Evidence) -> Opinion | None:
    """A selector or parameter that nothing can be done with, on any page."""
    if evidence.error.kind is not ErrorKind.DEFINITION:
        return None
    said = "the step is defined in a way that cannot be carried out"
    return opinion(NOT_CONFIDENT, said, evidence.error.message, fault=Fault.WORKFLOW, reason="Definition")


def template_unresolved(evidence: Evidence) -> Opinion | None:
    """A template in the step names something that is not there."""
    if evidence.error.kind is not ErrorKind.UNRESOLVED_TEMPLATE and not evidence.inputs.unresolved:
        return None
    names = _listed(evidence.inputs.unresolved)
    return opinion(named(SubType.UNRESOLVED_TEMPLATE), f"nothing is known of {names or 'a value that it uses'}")


def value_empty(evidence: Evidence) -> Opinion | None:
    """A value that the step cannot do without is empty."""
    if evidence.error.kind is not ErrorKind.EMPTY_VALUE:
        return None
    names = _listed(evidence.inputs.empty)
    return opinion(named(SubType.EMPTY_SELECTOR_VALUE), f"{names or 'a value that it uses'} is empty")


def option_missing(evidence: Evidence) -> Opinion | None:
    """The list is filled, and what was to be chosen is not in it. An empty or busy list is a page still loading."""
    options = evidence.inputs.options
    is_still = page.is_loaded(evidence) and not evidence.network.in_flight and BUSY.is_met(evidence)
    is_filled = len(options) > 1 or is_still or not OPTIONS.is_met(evidence)
    if evidence.error.kind is not ErrorKind.NO_OPTION or not is_filled or evidence.dom.busy:
        return None
    offered = ", ".join(texts.quoted(option, 30) for option in options[:6])
    return opinion(
        named(SubType.NO_MATCHING_OPTION),
        "the list has no option that fits the value",
        f"the options are {offered}" if offered else "",
    )


def value_on_another_page(evidence: Evidence) -> Opinion | None:
    """What a value or a number names is not on this page of a list that goes on."""
    is_fed = evidence.step.action not in _TYPING and (bool(evidence.inputs.names) or siblings(evidence))
    part = page.shows_part(evidence)
    if evidence.error.kind is not ErrorKind.NO_MATCH or not is_fed or not part:
        return None
    return opinion(
        named(SubType.PAGINATION_MISSING),
        "the list goes on, and this part of it does not hold what is looked for",
        f"the page says {texts.quoted(part, 40)}",
    )


def more_pages_told(evidence: Evidence) -> Opinion | None:
    """Somebody says that what is looked for stands on another page of the list."""
    said = MORE_PAGES.find(texts.headline(evidence)) if page.is_told(evidence) else ""
    return opinion(named(SubType.PAGINATION_MISSING), f"the list goes on: {texts.quoted(said)}") if said else None


def suggestion_missing(evidence: Evidence) -> Opinion | None:
    """What was typed is to be chosen from a list of suggestions, and the page at rest offers none that fits."""
    selector = evidence.step.selector
    if evidence.error.kind is not ErrorKind.NO_MATCH or not _OPTION.search(selector) or not evidence.inputs.names:
        return None
    if not page.is_at_rest(evidence):
        return None
    return opinion(named(SubType.NO_MATCHING_OPTION), f"no suggestion fits {_listed(evidence.inputs.names)}")


def several_results_told(evidence: Evidence) -> Opinion | None:
    """The page says that more than one thing fits what was looked for."""
    if page.has_target(evidence) or not page.is_waiting(evidence):
        return None
    said = MANY_RESULTS.find((*texts.loud(evidence), evidence.dom.main_text_sample))
    label = named(SubType.MULTIPLE_MATCHING_RESULTS_FOUND)
    return opinion(label, f"several things fit the value: {texts.quoted(said)}") if said else None


def template_shown(evidence: Evidence) -> Opinion | None:
    """The page repeats a placeholder where a value should stand: it was given the name and not the value."""
    found = _PLACEHOLDER.search(" ".join((*evidence.dom.alerts, evidence.dom.main_text_sample)))
    if found is None or page.has_target(evidence) or counterpart(evidence):
        return None
    label = named(SubType.UNRESOLVED_TEMPLATE)
    return opinion(label, f"the page repeats {texts.quoted(found[0], 60)} where a value should stand")


def pages_not_turned(evidence: Evidence) -> Opinion | None:
    """A list that is read page by page goes on beyond the limit, or does not turn its page."""
    if evidence.step.action != "extract" or not _PAGES.search(evidence.step.expectation):
        return None
    return opinion(named(SubType.PAGINATION_MISSING), f"the list was not read to its end: {evidence.error.message}")


def value_matches_several(evidence: Evidence) -> Opinion | None:
    """Several rows or options fit the value given. Two matches of a constant selector are not the value's fault."""
    if evidence.error.kind is not ErrorKind.AMBIGUOUS or not _is_fed(evidence):
        return None
    count = max(evidence.dom.selector_counts, default=0)
    return opinion(
        named(SubType.MULTIPLE_MATCHING_RESULTS_FOUND), f"the value fits {count if count > 1 else 'several'} elements"
    )


def _is_fed(evidence: Evidence) -> bool:
    """Whether a value decides what the step looks for: the option to choose, or the name in its selector.

    A step that types its value elsewhere than into the selector does not show that way; somebody may tell it.
    """
    is_named = bool(evidence.inputs.names)
    if evidence.step.action in _TYPING:
        is_listed = len(evidence.inputs.options) > 1 or not OPTIONS.is_met(evidence)
        return (evidence.step.action == "select" and is_listed) or (is_named and page.is_told(evidence))
    return is_named


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)
