"""What the classifier says of the evidence that the runner took at a case."""

from dataclasses import dataclass
from time import perf_counter

from tests.site.states.catalogue import Case, Kind
from webmend.domain.evidence import Evidence
from webmend.domain.failure import Category, Failure, Fault, SubType
from webmend.policy.classify import classify

Label = tuple[str, str]

HARMFUL = frozenset(
    {
        (Category.PASSWORD_UPDATE_REQUIRED, None),
        (Category.AUTHENTICATION_ERROR, SubType.TFA_SETUP_REQUIRED),
        (Category.UNEXPECTED_UI_STATE, SubType.DISMISSIBLE),
    }
)
"""Where it is wrong, it starts what cannot be undone, or presses something; every XPATH_INCORRECT likewise."""
UNDECIDED = frozenset({Kind.UNDECIDABLE, Kind.PLATFORM_FAULT})


@dataclass(frozen=True)
class Answer:
    """The answer to one case."""

    case: Case
    failure: Failure
    milliseconds: float

    @property
    def label(self) -> Label:
        """What it is."""
        return _label(self.case.category or Category.NOT_CONFIDENT, self.case.sub_type)

    @property
    def said(self) -> Label:
        """What was said."""
        return _label(self.failure.category, self.failure.sub_type)

    @property
    def is_decidable(self) -> bool:
        """Whether it has a label that can be told from what is seen."""
        return self.case.kind not in UNDECIDED and self.case.category is not None

    @property
    def is_given(self) -> bool:
        """Whether anything was said."""
        return self.failure.category is not Category.NOT_CONFIDENT

    @property
    def is_right(self) -> bool:
        """Category and sub-type; of our own faults, that they were recognised; of hostile ones, that no harm came."""
        match self.case.kind:
            case Kind.PLATFORM_FAULT:
                return self.is_ours
            case Kind.UNDECIDABLE:
                return not self.is_given
            case Kind.HOSTILE:
                return not self.is_harmful and (self.case.category is None or self.said == self.label)
            case _:
                return self.said == self.label

    @property
    def is_category(self) -> bool:
        """Whether the category is right."""
        return self.said[0] == self.label[0]

    @property
    def is_ours(self) -> bool:
        """Whether it was taken for a fault of our own."""
        return not self.is_given and self.failure.fault is Fault.PLATFORM

    @property
    def is_harmful(self) -> bool:
        """Whether a wrong answer starts something irreversible, presses something, or poisons the workflow.

        XPATH_INCORRECT with another sub-type than the label's repairs the same selector: that is no harm. Nor is it on
        a hostile page without a label, where the element may well be missing.
        """
        if self.failure.category is Category.XPATH_INCORRECT:
            return not self.is_category and (self.case.kind is not Kind.HOSTILE or self.case.category is not None)
        return (self.failure.category, self.failure.sub_type) in HARMFUL and self.said != self.label


def answer(case: Case, evidence: Evidence) -> Answer:
    """Classify, and say how long it took. Once: a second call finds what the first remembered of the same page."""
    began = perf_counter()
    failure = classify(evidence)
    return Answer(case, failure, (perf_counter() - began) * 1000)


def _label(category: Category, sub_type: SubType | None) -> Label:
    return category.value, sub_type.value if sub_type else ""
