"""Everything that is fitted, fitted without the cases that it is then scored on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from webmend.domain.failure import Fault
from webmend.policy.classify.calibration import TOLD, Book
from webmend.policy.classify.chain import heard
from webmend.policy.classify.record import Record
from webmend.policy.classify.rule import Opinion

from .answers import Answer, answers, evidence_of
from .cases import Case


def cross_validated(cases: Sequence[Case], folds: int, with_symptom: bool) -> list[Answer]:
    """An answer a case, each with the records of the other folds only; all cases of a repository are in one fold."""
    parts = _folds(cases, folds)
    answered: list[Answer] = []
    for index, part in enumerate(parts):
        others = [case for at, other in enumerate(parts) if at != index for case in other]
        answered += answers(part, fitted(others, with_symptom), with_symptom)
    return sorted(answered, key=lambda answer: answer.case.id)


def fitted(cases: Iterable[Case], with_symptom: bool) -> Book:
    """The book with the rules' own records counted on these cases. The grounds stay: no case of theirs was fitted."""
    return replace(TOLD, rules=records(cases, with_symptom))


def records(cases: Iterable[Case], with_symptom: bool) -> dict[str, Record]:
    """How often each rule that spoke was right."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for case in cases:
        for rule, opinion in heard(evidence_of(case, with_symptom)):
            (right if _is_right(opinion, case) else wrong)[rule.name] += 1
    return {name: Record(right[name], wrong[name]) for name in sorted({*right, *wrong})}


def _is_right(opinion: Opinion, case: Case) -> bool:
    if opinion.fault is Fault.PLATFORM:
        return "infra" in case.tags
    return opinion.label.category.value in case.categories


def _folds(cases: Sequence[Case], folds: int) -> list[list[Case]]:
    """Repositories dealt out, the largest first, each to the fold that has the fewest cases."""
    sizes = Counter(case.repository for case in cases)
    parts: list[list[Case]] = [[] for _ in range(folds)]
    for repository in sorted(sizes, key=lambda name: (-sizes[name], name)):
        min(parts, key=len).extend(case for case in cases if case.repository == repository)
    return parts
