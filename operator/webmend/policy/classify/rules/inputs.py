"""Step 2: found before or without looking at the page: the workflow's definition and the values given to it."""

import re

from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.failure import Fault, SubType
from webmend.policy.classify import texts
from webmend.policy.classify.label import NOT_CONFIDENT, named
from webmend.policy.classify.need import OPTIONS
from webmend.policy.classify.rule import Opinion, opinion

_PAGES = re.compile(r"^at most \d+ pages$|^another page$")
"""What reading a list page by page expects."""
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
    is_filled = len(options) > 1 or not OPTIONS.is_met(evidence)
    if evidence.error.kind is not ErrorKind.NO_OPTION or not is_filled or evidence.dom.busy:
        return None
    offered = ", ".join(texts.quoted(option, 30) for option in options[:6])
    return opinion(
        named(SubType.NO_MATCHING_OPTION),
        "the list has no option that fits the value",
        f"the options are {offered}" if offered else "",
    )


def value_on_another_page(evidence: Evidence) -> Opinion | None:
    """What a value names is not on this page of a list that goes on."""
    is_fed = bool(evidence.inputs.names) and evidence.step.action not in _TYPING
    if evidence.error.kind is not ErrorKind.NO_MATCH or not is_fed or not evidence.dom.pager:
        return None
    return opinion(
        named(SubType.PAGINATION_MISSING),
        "the list goes on, and this page of it does not hold what the value names",
        f"{texts.quoted(evidence.dom.pager, 40)} leads to the next page",
    )


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

    A step that types its value elsewhere than into the selector does not show that way.
    """
    if evidence.step.action in _TYPING:
        is_listed = len(evidence.inputs.options) > 1 or not OPTIONS.is_met(evidence)
        return evidence.step.action == "select" and is_listed
    return bool(evidence.inputs.names)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)
