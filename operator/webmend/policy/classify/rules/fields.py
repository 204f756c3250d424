"""Step 8: what the fields of a form say of the values."""

from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.failure import Category, SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import named, other
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.invalid_value import INVALID_VALUE
from webmend.policy.classify.words.required import REQUIRED
from webmend.policy.classify.words.session_ended import SESSION_ENDED
from webmend.policy.classify.words.session_refused import SESSION_REFUSED


def value_refused(evidence: Evidence) -> Opinion | None:
    """The field does not take the value, or holds another one afterwards."""
    if evidence.error.kind is not ErrorKind.VALUE_REFUSED:
        return None
    fed = ", ".join(evidence.inputs.names)
    return opinion(
        named(SubType.FIELD_VALIDATION_ERROR), f"the field does not take the value{f' of {fed}' if fed else ''}"
    )


def value_objected_to(evidence: Evidence) -> Opinion | None:
    """The page says in what way a value is not right."""
    if not page.is_waiting(evidence) or page.is_credential_zone(evidence):
        return None
    told = (*texts.complaints(evidence), *texts.headline(evidence), *texts.tool(evidence))
    if SESSION_REFUSED.find(told) or SESSION_ENDED.find(told):
        return None
    said = INVALID_VALUE.find(told) or REQUIRED.find(told)
    label = named(SubType.FIELD_VALIDATION_ERROR)
    return opinion(label, f"the page objects to a value: {texts.quoted(said)}") if said else None


def field_marked_invalid(evidence: Evidence) -> Opinion | None:
    """The page marks a field as invalid after a step that did not have its effect."""
    fields = evidence.dom.forms.invalid_fields
    if not fields or not page.is_waiting(evidence) or page.is_credential_zone(evidence):
        return None
    if evidence.error.kind is ErrorKind.NO_OPTION:
        return None
    return opinion(
        named(SubType.FIELD_VALIDATION_ERROR), f"the page marks a field as invalid: {texts.quoted(fields[0])}"
    )


def form_objects(evidence: Evidence) -> Opinion | None:
    """The form is still there after it was sent, with a complaint that no list knows, before or without a login."""
    complaint = next(filter(str.strip, evidence.dom.alerts), "")
    is_sent = evidence.error.kind is ErrorKind.EXPECTATION and evidence.dom.target is not None
    if not complaint or not is_sent or evidence.session.was_authenticated or page.is_credential_zone(evidence):
        return None
    label = other(Category.INCORRECT_FORM_INPUTS)
    return opinion(label, f"the form is still there and complains: {texts.quoted(complaint)}")
