"""From votes to labels."""

import pytest

from webmend.domain.failure import SubType
from webmend.policy.classify.label import Label, named
from webmend.policy.classify.ranking import CERTAINTY, Vote, doubt, ranked
from webmend.policy.classify.rule import opinion

SPINNER = named(SubType.SPINNER_VISIBLE)
COMPONENT = named(SubType.COMPONENT_LOADING)
SELECTOR = named(SubType.SELECTOR_NO_MATCH)


def votes(*votes: tuple[Label, float]) -> tuple[Vote, ...]:
    return tuple(Vote(opinion(label, f"vote {place}"), confidence) for place, (label, confidence) in enumerate(votes))


def places(*given: tuple[Label, float]) -> list[tuple[Label, float]]:
    return [(place.label, round(place.confidence, 3)) for place in ranked(votes(*given))]


@pytest.mark.parametrize("confidence", [0.3, 0.5, 0.93])
def test_a_vote_alone_keeps_its_confidence(confidence: float) -> None:
    assert places((SPINNER, confidence)) == [(SPINNER, confidence)]


def test_no_vote_is_surer_than_certainty() -> None:
    assert places((SPINNER, 1.0)) == [(SPINNER, CERTAINTY)]


def test_two_strong_votes_that_contradict_each_other_are_both_unsure() -> None:
    assert places((SPINNER, 0.9), (SELECTOR, 0.9)) == [(SPINNER, 0.474), (SELECTOR, 0.474)]


def test_a_weak_vote_hardly_unsettles_a_strong_one() -> None:
    assert places((SPINNER, 0.6), (SELECTOR, 0.95)) == [(SELECTOR, 0.884), (SPINNER, 0.07)]


def test_a_second_vote_for_a_label_makes_it_no_surer_and_adds_its_reasons() -> None:
    (place,) = ranked(votes((SPINNER, 0.7), (SPINNER, 0.9)))
    assert round(place.confidence, 3) == 0.9
    assert [said.because for said in place.opinions] == [("vote 1",), ("vote 0",)]


def test_sub_types_of_one_category_do_not_compete() -> None:
    assert places((SPINNER, 0.9), (COMPONENT, 0.8)) == [(SPINNER, 0.9), (COMPONENT, 0.8)]


def test_equal_labels_stand_in_the_order_of_their_votes() -> None:
    assert [label for label, _ in places((COMPONENT, 0.9), (SPINNER, 0.9))] == [COMPONENT, SPINNER]


@pytest.mark.parametrize(
    ("given", "want"),
    [
        pytest.param((), 1.0, id="no vote"),
        pytest.param(((SPINNER, 0.9),), 0.1, id="one vote"),
        pytest.param(((SPINNER, 0.9), (SELECTOR, 0.9)), 0.053, id="two categories"),
        pytest.param(((SPINNER, 0.9), (COMPONENT, 0.8)), 0.1, id="two sub-types"),
    ],
)
def test_doubt_is_what_no_category_takes(given: tuple[tuple[Label, float], ...], want: float) -> None:
    assert round(doubt(ranked(votes(*given))), 3) == want
