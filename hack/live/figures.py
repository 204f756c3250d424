"""The figures of one run over the cases, as a JSON object."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from scoring.measures import by_band, calibration_error, share

from tests.site.states.catalogue import Kind

from .answers import Answer


def figures(answers: Sequence[Answer], broken: Mapping[str, str]) -> dict[str, Any]:
    """All that is said of the answers. `broken`: cases that did not show what they were to show, and why."""
    decidable = [answer for answer in answers if answer.is_decidable]
    given = [answer for answer in decidable if answer.is_given]
    return {
        "cases": dict(Counter(answer.case.kind.value for answer in answers)),
        "broken": dict(broken),
        "strict": share(decidable, lambda answer: answer.said == answer.label),
        "category": share(decidable, lambda answer: answer.is_category),
        "by_kind": _by_kind(answers),
        "by_category": _by_category(decidable),
        "coverage": share(decidable, lambda answer: answer.is_given),
        "selective": share(given, lambda answer: answer.is_category),
        "selective_strict": share(given, lambda answer: answer.said == answer.label),
        "calibration": {
            "expected_error": calibration_error(given, lambda answer: answer.is_category),
            "expected_error_strict": calibration_error(given, lambda answer: answer.said == answer.label),
            "by_confidence": by_band(given, lambda answer: answer.is_category),
        },
        "harm": [told(answer) for answer in answers if answer.is_harmful],
        "wrong": [told(answer) for answer in answers if not answer.is_right],
        "confusion": _confusion(answers),
        "milliseconds": _milliseconds(answers),
    }


def told(answer: Answer) -> dict[str, Any]:
    """One answer in a few words."""
    return {
        "id": answer.case.id,
        "kind": answer.case.kind.value,
        "label": "/".join(filter(None, answer.label)),
        "said": "/".join(filter(None, answer.said)),
        "confidence": answer.failure.confidence,
        "runner_up": answer.failure.runner_up and answer.failure.runner_up.model_dump(mode="json"),
        "because": list(answer.failure.evidence[:2]),
    }


def _by_kind(answers: Sequence[Answer]) -> dict[str, Any]:
    """Share of right answers of each kind: of undecidable ones the abstention, of our own faults the recognised."""
    return {kind.value: share([a for a in answers if a.case.kind is kind], lambda a: a.is_right) for kind in Kind}


def _by_category(decidable: Sequence[Answer]) -> dict[str, Any]:
    found: dict[str, list[Answer]] = defaultdict(list)
    for answer in decidable:
        found[answer.label[0]].append(answer)
    return {
        category: {
            "category": share(own, lambda answer: answer.is_category),
            "strict": share(own, lambda answer: answer.said == answer.label),
            "precision": share(
                [answer for answer in decidable if answer.said[0] == category], lambda answer: answer.is_category
            ),
        }
        for category, own in sorted(found.items())
    }


def _confusion(answers: Sequence[Answer]) -> dict[str, dict[str, int]]:
    """How often each label was called what."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for answer in answers:
        table["/".join(filter(None, answer.label))]["/".join(filter(None, answer.said))] += 1
    return {label: dict(said.most_common()) for label, said in sorted(table.items())}


def _milliseconds(answers: Sequence[Answer]) -> dict[str, float]:
    taken = sorted(answer.milliseconds for answer in answers)
    return {"median": round(median(taken), 3), "worst": round(taken[-1], 3)} if taken else {}
