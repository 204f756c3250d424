"""Every rule by itself: what it says, and of what comes nearest to that it says nothing."""

from collections import Counter

import pytest

from tests.unit.policy.classify.cases import (
    covering,
    credentials,
    fields,
    inputs,
    loading,
    main_document,
    own_fault,
    selector,
    session,
    upstream,
    wall,
)
from tests.unit.policy.classify.cases.case import Case
from webmend.policy.classify.chain import RULES as ALL

SECTIONS = (
    own_fault, inputs, main_document, wall, credentials, session, covering, fields, loading, selector, upstream,
)  # fmt: skip
CASES = tuple(case for section in SECTIONS for case in section.CASES)
RULES = {rule.name: rule for rule in ALL}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.sentence}")
def test_a_rule(case: Case) -> None:
    said = RULES[case.rule].answer(case.evidence)
    assert (str(said.label) if said else None) == case.want


def test_every_rule_has_a_case_for_it_and_one_against_it() -> None:
    tally = Counter((case.rule, case.want is not None) for case in CASES)
    assert {name for name in RULES if not (tally[name, True] and tally[name, False])} == set()


def test_rules_have_names_of_their_own() -> None:
    assert len(RULES) == len(ALL)
