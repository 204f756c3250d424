"""Whose failure a label is, where the rule that gave it does not know better."""

from webmend.domain.failure import Category, Fault, SubType

from .label import Label, named

_BY_CATEGORY = {
    Category.INCORRECT_FORM_INPUTS: Fault.INPUT,
    Category.PAGE_NOT_FOUND: Fault.INPUT,
    Category.XPATH_INCORRECT: Fault.WORKFLOW,
}
_BY_LABEL = {
    named(SubType.INVALID_CREDENTIALS): Fault.INPUT,
    named(SubType.MFA_CODE_REJECTED): Fault.INPUT,
    named(SubType.ACCOUNT_LOCKED): Fault.INPUT,
    named(SubType.PAGINATION_MISSING): Fault.WORKFLOW,
}


def implied_fault(label: Label) -> Fault:
    """The site's, unless the label says that the workflow or what was given to it is wrong."""
    return _BY_LABEL.get(label, _BY_CATEGORY.get(label.category, Fault.WEBSITE))
