"""Step 8: what the fields of a form say of the values."""

from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.failure import SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import named
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.invalid_value import INVALID_VALUE
from webmend.policy.classify.words.required import REQUIRED


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
    said = INVALID_VALUE.find(told) or REQUIRED.find(told)
    label = named(SubType.FIELD_VALIDATION_ERROR)
    return opinion(label, f"the page objects to a value: {texts.quoted(said)}") if said else None


def field_marked_invalid(evidence: Evidence) -> Opinion | None:
    """The page marks a field as invalid after a step that did not have its effect."""
    fields = evidence.dom.forms.invalid_fields
    if not fields or not page.is_waiting(evidence) or page.is_credential_zone(evidence):
        return None
    return opinion(
        named(SubType.FIELD_VALIDATION_ERROR), f"the page marks a field as invalid: {texts.quoted(fields[0])}"
    )
