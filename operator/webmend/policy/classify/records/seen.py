"""Rules on what the runner saw.

Borrowed for now from 164 failures that users of browser automation reported in public issue trackers, each labelled by
what its thread establishes: counts of the signals that the rules rest on, written down with these reports in view.
"""

from webmend.policy.classify.record import Record
from webmend.policy.classify.rule import Ground

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
