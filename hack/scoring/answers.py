"""What the classifier says of each case: the runner's rules over what was told, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from time import perf_counter

from webmend.domain.evidence import Evidence
from webmend.domain.failure import Category, Failure, Fault
from webmend.policy.classify import classify
from webmend.policy.classify.calibration import Book
from webmend.policy.classify.reading import read

from .cases import Case, Named

IRREVERSIBLE = {("PASSWORD_UPDATE_REQUIRED", None), ("AUTHENTICATION_ERROR", "TFA_SETUP_REQUIRED")}
POISONING = ("XPATH_INCORRECT",)
DISMISSING = ("UNEXPECTED_UI_STATE", "DISMISSIBLE")


@dataclass(frozen=True)
class Answer:
    """The answer to one case."""

    case: Case
    failure: Failure
    milliseconds: float

    @property
    def category(self) -> str:
        """The category that was said."""
        return self.failure.category.value

    @property
    def is_given(self) -> bool:
        """Whether anything was said."""
        return self.failure.category is not Category.NOT_CONFIDENT

    @property
    def is_strict(self) -> bool:
        """Whether the category is the label's."""
        return self.category == self.case.label[0]

    @property
    def is_lenient(self) -> bool:
        """Whether the category can be defended."""
        return self.category in self.case.categories

    @property
    def named(self) -> Named:
        """Category and sub-type."""
        sub_type = self.failure.sub_type
        return self.category, sub_type.value if sub_type else None

    @property
    def is_among_two(self) -> bool:
        """Whether the label is said, or is the runner-up."""
        second = self.failure.runner_up
        return self.is_strict or (second is not None and second.category.value == self.case.label[0])

    @property
    def is_ours(self) -> bool:
        """Whether it was recognised as a fault of our own: browser, driver, machine."""
        return self.failure.fault is Fault.PLATFORM

    @property
    def is_harmful(self) -> bool:
        """Whether it is wrong and starts what cannot be undone, or poisons the workflow."""
        starts = self.named in IRREVERSIBLE or self.category in POISONING or self.named == DISMISSING
        return starts and not self.is_lenient


def evidence_of(case: Case, with_symptom: bool) -> Evidence:
    """The bundle that is read from what was told."""
    return read(replace(case.told, symptom=case.symptom) if with_symptom else case.told)


def answers(cases: Iterable[Case], book: Book, with_symptom: bool) -> list[Answer]:
    """One answer a case."""
    return [_answer(case, book, with_symptom) for case in cases]


def _answer(case: Case, book: Book, with_symptom: bool) -> Answer:
    evidence = evidence_of(case, with_symptom)
    began = perf_counter()
    failure = classify(evidence, book)
    return Answer(case, failure, (perf_counter() - began) * 1000)
