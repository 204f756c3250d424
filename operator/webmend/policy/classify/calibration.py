"""How often each rule was right: the record from which its confidence is computed, never set by hand.

Source of every number here: 164 failures of browser automation that their users reported in public issue trackers, each
labelled by what its thread establishes. Counted are the signals that the rules rest on, as those reports show them
(messages, addresses, words on the page); right is a label that the thread confirms or leaves open. The signals were
written down with these failures in view, so the numbers flatter them; docs/decisions/0002-classification.md says what
replaces them, and when.
"""

from dataclasses import dataclass

from .rule import Ground, Rule


@dataclass(frozen=True)
class Record:
    """How often a label could be defended, and how often not."""

    right: int = 0
    wrong: int = 0


RULES: dict[str, Record] = {
    "server_error_answered": Record(6, 0),
    "page_gone": Record(6, 0),
    "human_check_asked": Record(5, 0),
    "password_change_forced": Record(5, 0),
    "code_refused": Record(3, 0),
    "credentials_refused": Record(4, 0),
    "code_asked_for": Record(6, 0),
    "access_refused": Record(1, 1),
    "session_said_to_be_over": Record(4, 0),
    "covered_by_spinner": Record(3, 0),
    "covered_by_something": Record(3, 0),
    "value_refused": Record(3, 0),
    "navigation_under_way": Record(4, 1),
    "element_unsettled": Record(2, 0),
    "several_match": Record(8, 0),
}
"""The rules whose signal occurs in those reports."""

GROUNDS: dict[Ground, Record] = {
    Ground.DRIVER: Record(31, 1),
    # Several matches 8 of 8, 5xx and 429 6 of 6, 404 6 of 6, value refused 3 of 3, template typed 4 of 4,
    # navigation under the step 4 of 5.
    Ground.PAGE: Record(6, 0),
    # A spinner covers 3 of 3, something else covers 3 of 3.
    Ground.WORDS: Record(27, 0),
    # Captcha 5 of 5, password change 5 of 5, code refused 3 of 3, code asked for 6 of 6, credentials refused 4 of 4,
    # session over 4 of 4.
    Ground.CIRCUMSTANCE: Record(11, 7),
    # Pop-up mentioned 4 of 4, element not found 4 of 6, element detached 2 of 2, login page in view 1 of 6.
}
"""All signals of a ground together, those included that are too weak to have become a rule."""

BORROWED = 4
"""Cases that the record of its ground weighs in the confidence of a rule."""


def confidence(rule: Rule) -> float:
    """Share of its answers that are expected to be right.

    The mean of a Beta posterior over the rule's own record. The prior is the ground's: its mean, itself a posterior
    under Jeffreys' prior, with the weight of BORROWED cases. A rule that was never counted has the prior's mean.
    """
    if rule.ground is Ground.DEFINITION:
        return 1.0
    own = RULES.get(rule.name, Record())
    return (own.right + BORROWED * _mean(GROUNDS[rule.ground])) / (own.right + own.wrong + BORROWED)


def _mean(record: Record) -> float:
    return (record.right + 0.5) / (record.right + record.wrong + 1)
