"""Scoring reported failures: what is fed to the classifier, and what the figures mean."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hack.scoring import cases, folds, measures, report, sample
from hack.scoring.answers import Answer, answers
from hack.scoring.cases import Case
from webmend.domain.failure import Category, Failure, Fault, SubType
from webmend.policy.classify.calibration import TOLD
from webmend.policy.classify.reading import Told

ROOT = Path(__file__).resolve().parents[3]
RAW: dict[str, Any] = {
    "id": "c1",
    "source": "someone/something#7",
    "url": "https://tracker.test/7",
    "tool": "playwright",
    "evidence": {
        "error_type": "Error",
        "error_message": "strict mode violation: locator('a') resolved to 3 elements",
        "symptom": "three links",
        "http_status": None,
        "url_path_hint": None,
        "page_text": None,
        "page_text_kind": None,
        "selector": "a",
        "step_action": "click",
    },
    "label": {"category": "XPATH_INCORRECT", "sub_type": "AMBIGUOUS_MATCHES"},
    "label_acceptable": [["INCORRECT_FORM_INPUTS", "MULTIPLE_MATCHING_RESULTS_FOUND"]],
    "label_confidence": "high",
    "why": "SECRET-REASON",
    "tags": ["misleading_surface"],
}


def written(folder: Path, *raws: dict[str, Any]) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(map(json.dumps, raws)) + "\n", encoding="utf-8")
    return path


def case(label: str = "XPATH_INCORRECT", sub_type: str | None = "AMBIGUOUS_MATCHES", **more: Any) -> Case:
    made = Case("c1", "someone/something", Told(), "", (label, sub_type), frozenset({(label, sub_type)}), frozenset())
    return replace(made, **more)


def said(given: Case, category: Category, sub_type: SubType | None = None, confidence: float = 0.9) -> Answer:
    failure = Failure(
        category=category, sub_type=sub_type, confidence=confidence, fault=Fault.WEBSITE, message="It failed."
    )
    return Answer(given, failure, 1.0)


def test_a_case_is_read_without_its_label_its_reason_and_its_symptom(tmp_path: Path) -> None:
    (read,) = cases.load(written(tmp_path, RAW))

    assert "SECRET-REASON" not in repr(read)
    assert "three links" not in repr(read.told)
    assert (read.repository, read.label) == ("someone/something", ("XPATH_INCORRECT", "AMBIGUOUS_MATCHES"))
    assert read.categories == {"XPATH_INCORRECT", "INCORRECT_FORM_INPUTS"}


def test_the_same_rules_answer_and_the_symptom_is_added_on_demand(tmp_path: Path) -> None:
    loaded = cases.load(written(tmp_path, RAW))
    plain, helped = answers(loaded, TOLD, False)[0], answers(loaded, TOLD, True)[0]
    assert plain.named == helped.named == ("XPATH_INCORRECT", "AMBIGUOUS_MATCHES")


@pytest.mark.parametrize("sub_type", [None, "OTHER"])
def test_where_a_category_names_no_sub_types_none_and_other_are_the_same(tmp_path: Path, sub_type: str | None) -> None:
    raw = {**RAW, "label": {"category": "PAGE_NOT_FOUND", "sub_type": sub_type}}
    assert cases.load(written(tmp_path, raw))[0].label == ("PAGE_NOT_FOUND", None)


def test_a_case_is_known_by_what_is_told_of_it_and_not_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    known, renumbered, other = case(), case(id="c2"), case(symptom="another")
    monkeypatch.setattr(sample, "SEEN", frozenset({known.digest}))

    kinds = [sample.seen(made, "")["sample"] for made in ([known, renumbered], [renumbered, other], [other])]

    assert kinds == ["in-sample", "mixed", "frozen"]


def test_no_repository_is_on_both_sides_of_a_fold() -> None:
    many = [case(id=f"c{n}", repository=f"r{n % 7}") for n in range(60)]
    parts = folds._folds(many, 5)
    assert sorted(c.id for part in parts for c in part) == sorted(c.id for c in many)
    assert sum(len({c.repository for c in part}) for part in parts) == 7


def test_a_cross_validated_answer_does_not_know_its_own_case() -> None:
    told = Told(error_message="strict mode violation: locator('a') resolved to 3 elements")
    right = [case(id=f"c{n}", repository=f"r{n}", told=told) for n in range(6)]
    wrong = replace(right[0], label=("PAGE_NOT_FOUND", None), acceptable=frozenset({("PAGE_NOT_FOUND", None)}))
    alone, among = (folds.cross_validated(given, 6, False)[0] for given in (right, [wrong, *right[1:]]))
    assert alone.failure.confidence == among.failure.confidence


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"), [(9, 10, 0.596, 0.982), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0)]
)
def test_wilson_intervals(hits: int, count: int, low: float, high: float) -> None:
    assert measures.wilson(hits, count) == pytest.approx((low, high), abs=0.001)


def test_the_calibration_error_is_the_distance_of_confidence_and_accuracy() -> None:
    right, wrong = case(), case("PAGE_NOT_FOUND", None)
    given = [said(right, Category.XPATH_INCORRECT, SubType.AMBIGUOUS_MATCHES, 0.95)] * 3
    given += [said(wrong, Category.XPATH_INCORRECT, SubType.AMBIGUOUS_MATCHES, 0.95)]
    assert measures.calibration_error(given, lambda a: a.is_strict) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("category", "sub_type", "harmful"),
    [
        (Category.PASSWORD_UPDATE_REQUIRED, None, True),
        (Category.AUTHENTICATION_ERROR, SubType.TFA_SETUP_REQUIRED, True),
        (Category.XPATH_INCORRECT, SubType.SELECTOR_NO_MATCH, True),
        (Category.UNEXPECTED_UI_STATE, SubType.DISMISSIBLE, True),
        (Category.UNEXPECTED_UI_STATE, SubType.OTHER, False),
        (Category.PAGE_STILL_LOADING, SubType.SPINNER_VISIBLE, False),
    ],
)
def test_a_wrong_answer_is_harmful_by_what_it_starts(
    category: Category, sub_type: SubType | None, harmful: bool
) -> None:
    assert said(case("SERVICE_UNAVAILABLE", "HTTP_ERROR"), category, sub_type).is_harmful is harmful
    assert not said(case(category.value, sub_type and sub_type.value), category, sub_type).is_harmful


def test_silence_is_an_abstention_and_no_mistake() -> None:
    right = said(case(), Category.XPATH_INCORRECT, SubType.AMBIGUOUS_MATCHES)
    silent = said(case(), Category.NOT_CONFIDENT)
    found = report.figures([right, silent])
    assert (found["coverage"]["share"], found["selective_lenient"]["share"], found["strict"]["share"]) == (
        0.5,
        1.0,
        0.5,
    )


def test_the_command_prints_one_object_with_what_had_been_seen(tmp_path: Path) -> None:
    file = written(tmp_path, RAW, {**RAW, "id": "c2", "source": "another/thing#1"})
    command = [sys.executable, str(ROOT / "hack/score_failures.py"), str(file), "--folds", "2"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for part in ("without_symptom", "with_symptom"):
        for kind in ("as_shipped", "cross_validated"):
            figures = found[part][kind]
            assert figures["seen"]["confidences"]
            assert figures["strict"]["right"] == 2
            assert figures["harm"] == []
    assert found["milliseconds"]["median"] > 0
