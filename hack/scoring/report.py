"""The figures of one scoring as a JSON object."""

from collections.abc import Sequence
from statistics import median
from typing import Any

from . import measures
from .answers import Answer
from .measures import share


def figures(answers: Sequence[Answer]) -> dict[str, Any]:
    """All that is said of one set of answers."""
    decidable = [answer for answer in answers if answer.case.is_decidable]
    given = [answer for answer in decidable if answer.is_given]
    return {
        **_accuracy(decidable, given),
        "sub_type": _sub_types(given),
        "by_category": _by_category(decidable),
        "undecidable": _undecidable([answer for answer in answers if not answer.case.is_decidable]),
        "misleading_surface": _misleading(decidable),
        "harm": [_told(answer) for answer in answers if answer.is_harmful],
        "wrong": [_told(answer) for answer in given if not answer.is_lenient],
        "calibration": _calibration(given),
        "risk_by_coverage": measures.risk_by_coverage(decidable),
    }


def milliseconds(answers: Sequence[Answer]) -> dict[str, float]:
    """Time of one call of the classifier."""
    taken = sorted(answer.milliseconds for answer in answers)
    return {"median": round(median(taken), 3), "worst": round(taken[-1], 3)} if taken else {}


def _accuracy(decidable: Sequence[Answer], given: Sequence[Answer]) -> dict[str, Any]:
    return {
        "decidable": len(decidable),
        "strict": share(decidable, lambda answer: answer.is_strict),
        "lenient": share(decidable, lambda answer: answer.is_given and answer.is_lenient),
        "macro_f1": measures.macro_f1(decidable),
        "coverage": share(decidable, lambda answer: answer.is_given),
        "selective_strict": share(given, lambda answer: answer.is_strict),
        "selective_lenient": share(given, lambda answer: answer.is_lenient),
        "top_2": share(decidable, lambda answer: answer.is_among_two),
    }


def _sub_types(given: Sequence[Answer]) -> dict[str, Any]:
    strict = [answer for answer in given if answer.is_strict]
    lenient = [answer for answer in given if answer.is_lenient]
    return {
        "strict": share(strict, lambda answer: answer.named == answer.case.label),
        "lenient": share(lenient, lambda answer: answer.named in answer.case.acceptable),
    }


def _by_category(decidable: Sequence[Answer]) -> dict[str, Any]:
    return {category: _category(decidable, category) for category in sorted({a.case.label[0] for a in decidable})}


def _category(decidable: Sequence[Answer], category: str) -> dict[str, Any]:
    own = [answer for answer in decidable if answer.case.label[0] == category]
    said = [answer for answer in decidable if answer.category == category]
    return {
        "recall": share(own, lambda answer: answer.is_strict),
        "precision": share(said, lambda answer: answer.is_strict),
        "precision_lenient": share(said, lambda answer: answer.is_lenient),
    }


def _undecidable(answers: Sequence[Answer]) -> dict[str, Any]:
    infra = [answer for answer in answers if "infra" in answer.case.tags]
    others = [answer for answer in answers if "infra" not in answer.case.tags]
    return {
        "abstained": share(answers, lambda answer: not answer.is_given),
        "abstained_without_infra": share(others, lambda answer: not answer.is_given),
        "infra_abstained": share(infra, lambda answer: not answer.is_given),
        "infra_recognised": share(infra, lambda answer: answer.is_ours),
        "answered": [_told(answer) for answer in answers if answer.is_given],
    }


def _misleading(decidable: Sequence[Answer]) -> dict[str, Any]:
    own = [answer for answer in decidable if "misleading_surface" in answer.case.tags]
    given = [answer for answer in own if answer.is_given]
    return {
        "coverage": share(own, lambda answer: answer.is_given),
        "selective_lenient": share(given, lambda answer: answer.is_lenient),
        "selective_strict": share(given, lambda answer: answer.is_strict),
    }


def _calibration(given: Sequence[Answer]) -> dict[str, Any]:
    return {
        "expected_error_lenient": measures.calibration_error(given, lambda answer: answer.is_lenient),
        "expected_error_strict": measures.calibration_error(given, lambda answer: answer.is_strict),
        "by_confidence": measures.by_band(given, lambda answer: answer.is_lenient),
    }


def _told(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.case.id,
        "label": "/".join(filter(None, answer.case.label)),
        "said": "/".join(filter(None, answer.named)),
        "confidence": answer.failure.confidence,
        "because": list(answer.failure.evidence[:2]),
    }
