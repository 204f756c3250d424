"""Confidence comes from records."""

import pytest

from webmend.domain.evidence import Evidence
from webmend.policy.classify.calibration import SEEN, TOLD, Book
from webmend.policy.classify.chain import RULES
from webmend.policy.classify.record import Record
from webmend.policy.classify.rule import Ground, Opinion, Rule

GROUND = Record(9, 1)


def newcomer(_evidence: Evidence) -> Opinion | None:
    return None


NEWCOMER = Rule(newcomer, Ground.PAGE)


def confidence(right: int, wrong: int, borrowed: int = 4) -> float:
    book = Book({"newcomer": Record(right, wrong)}, {Ground.PAGE: GROUND}, borrowed)
    return book.confidence(NEWCOMER)


@pytest.mark.parametrize("book", [SEEN, TOLD], ids=["seen", "told"])
def test_every_record_is_a_rules(book: Book) -> None:
    assert set(book.rules) <= {rule.name for rule in RULES}


def test_what_was_seen_by_definition_cannot_be_wrong_and_everything_else_can() -> None:
    assert all((SEEN.confidence(rule) == 1.0) == (rule.ground is Ground.DEFINITION) for rule in RULES)


def test_nothing_that_was_told_is_certain() -> None:
    assert max(map(TOLD.confidence, RULES)) < 1.0


def test_a_rule_that_was_never_counted_has_its_grounds_mean_under_jeffreys_prior() -> None:
    assert Book({}, {Ground.PAGE: GROUND}).confidence(NEWCOMER) == pytest.approx(9.5 / 11)


def test_its_own_record_outweighs_the_grounds_as_it_grows() -> None:
    none, few, many = (confidence(right, 3 * right) for right in (0, 1, 100))
    assert none > few > many
    assert many == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize("borrowed", [4, 8])
def test_the_ground_weighs_as_many_cases_as_are_borrowed(borrowed: int) -> None:
    assert confidence(0, borrowed, borrowed) == pytest.approx(GROUND.mean / 2)


def test_words_that_were_told_alone_never_reach_what_cannot_be_undone() -> None:
    assert all(TOLD.confidence(rule) < 0.95 for rule in RULES if rule.name.startswith(("password_", "code_setup_")))
