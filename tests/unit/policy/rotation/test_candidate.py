"""New passwords meet the rules that they are made for."""

from itertools import pairwise
from random import Random  # noqa: TID251 - a chance that can be told again

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webmend.domain.password import CharacterClass, PasswordRules
from webmend.policy.rotation import TooWeak, candidate, meets

RULES = st.builds(
    lambda least, room, forbidden, special, cautious: PasswordRules(
        min_length=least,
        max_length=max(least + room, 8),
        forbidden=forbidden,
        special=special,
        cautious=cautious,
    ),
    least=st.integers(1, 40),
    room=st.integers(0, 60),
    forbidden=st.text("<>&'\"%!abcABC019", max_size=6),
    special=st.none() | st.text("!@#$%^&*()-_", min_size=4, max_size=12),
    cautious=st.booleans(),
)


@settings(max_examples=400)
@given(RULES, st.integers())
def test_a_candidate_meets_its_rules(rules: PasswordRules, seed: int) -> None:
    left = set(rules.special or "!@#$%*-_") - set(rules.forbidden)
    if left:
        assert meets(candidate(rules, Random(seed).randrange), rules)


def test_without_rules_it_is_long_and_mixed_and_begins_with_a_letter() -> None:
    made = {candidate(PasswordRules(), Random(seed).randrange) for seed in range(200)}
    assert len(made) == 200
    assert {len(text) for text in made} == {20}
    assert all(text[0].isalpha() for text in made)
    assert all(a != b for text in made for a, b in pairwise(text))


def test_a_cautious_one_keeps_to_what_every_site_takes() -> None:
    made = candidate(PasswordRules(cautious=True), Random(1).randrange)
    assert len(made) == 16
    assert {c for c in made if not c.isalnum()} <= set("!@#$")


@pytest.mark.parametrize(
    "rules", [PasswordRules(max_length=6), PasswordRules(classes=(CharacterClass.DIGIT,), max_length=8)]
)
def test_a_form_that_takes_only_weak_ones_gets_none(rules: PasswordRules) -> None:
    with pytest.raises(TooWeak):
        candidate(rules, Random(1).randrange)
