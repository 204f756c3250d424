"""Confidence comes from records."""

import pytest

from webmend.domain.evidence import Evidence
from webmend.policy.classify import calibration
from webmend.policy.classify.calibration import BORROWED, GROUNDS, Record, confidence
from webmend.policy.classify.chain import FACTS, VOICES
from webmend.policy.classify.rule import Ground, Opinion, Rule

RULES = (*FACTS, *(rule for voice in VOICES for rule in voice))


def newcomer(_evidence: Evidence) -> Opinion | None:
    return None


def counted(monkeypatch: pytest.MonkeyPatch, right: int, wrong: int) -> float:
    monkeypatch.setitem(calibration.RULES, "newcomer", Record(right, wrong))
    return confidence(Rule(newcomer, Ground.PAGE))


def test_every_record_is_a_rules() -> None:
    assert set(calibration.RULES) <= {rule.name for rule in RULES}


def test_a_definition_cannot_be_wrong_and_everything_else_can() -> None:
    assert all((confidence(rule) == 1.0) == (rule.ground is Ground.DEFINITION) for rule in RULES)


def test_a_rule_that_was_never_counted_has_its_grounds_mean_under_jeffreys_prior() -> None:
    record = GROUNDS[Ground.PAGE]
    want = (record.right + 0.5) / (record.right + record.wrong + 1)
    assert confidence(Rule(newcomer, Ground.PAGE)) == pytest.approx(want)


def test_its_own_record_outweighs_the_grounds_as_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    none, few, many = (counted(monkeypatch, right, 3 * right) for right in (0, 1, 100))
    assert none > few > many
    assert many == pytest.approx(0.25, abs=0.01)


def test_the_ground_weighs_as_many_cases_as_are_borrowed(monkeypatch: pytest.MonkeyPatch) -> None:
    ground = confidence(Rule(newcomer, Ground.PAGE))
    assert counted(monkeypatch, 0, BORROWED) == pytest.approx(ground / 2)
