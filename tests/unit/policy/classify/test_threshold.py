"""The more harm the repair would do, the surer the label must be."""

import pytest

from webmend.domain.failure import SUB_TYPES, Category, SubType
from webmend.policy.classify.fault import implied_fault
from webmend.policy.classify.fix import suggested_fix
from webmend.policy.classify.label import NOT_CONFIDENT, PASSWORD_UPDATE_REQUIRED, Label, named, other
from webmend.policy.classify.threshold import threshold

LABELS = (
    *(named(sub_type) for sub_types in SUB_TYPES.values() for sub_type in sub_types),
    *(other(category) for category, sub_types in SUB_TYPES.items() if sub_types),
    *(Label(category) for category, sub_types in SUB_TYPES.items() if not sub_types),
)


@pytest.mark.parametrize(
    ("label", "want"),
    [
        (named(SubType.SPINNER_VISIBLE), 0.5),
        (named(SubType.HTTP_ERROR), 0.5),
        (named(SubType.NO_MATCHING_OPTION), 0.7),
        (named(SubType.DISMISSIBLE), 0.7),
        (named(SubType.DECISION_REQUIRED), 0.5),
        (named(SubType.SELECTOR_NO_MATCH), 0.85),
        (other(Category.XPATH_INCORRECT), 0.85),
        (named(SubType.TFA_SETUP_REQUIRED), 0.95),
        (PASSWORD_UPDATE_REQUIRED, 0.95),
    ],
    ids=str,
)
def test_a_threshold(label: Label, want: float) -> None:
    assert threshold(label) == want


@pytest.mark.parametrize("label", LABELS, ids=str)
def test_every_label_comes_with_what_to_do_and_whose_fault_it_is(label: Label) -> None:
    assert suggested_fix(label, implied_fault(label)).endswith(".")


def test_what_to_do_fits_a_status() -> None:
    assert max(len(suggested_fix(label, implied_fault(label))) for label in (*LABELS, NOT_CONFIDENT)) <= 256
