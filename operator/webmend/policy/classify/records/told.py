"""Rules on what was told: counted on failures that users of browser automation reported in public issue trackers.

Right is a category that the thread confirms or leaves open. The rules' own records are counted on the 164 reports of
the calibration file (`hack/score_failures.py --records`) and are in-sample: rules were widened with these in view. The
grounds were counted on reports that nobody had read when the rules were written, half of that file (83) and 55 reports
of other threads: they are what a rule is worth on cases that it has not seen.
"""

from webmend.policy.classify.record import Record
from webmend.policy.classify.rule import Ground

RULES: dict[str, Record] = {
    "access_refused": Record(1, 0),
    "account_locked": Record(2, 0),
    "action_failed": Record(3, 1),
    "block_announced": Record(1, 0),
    "browser_error_page": Record(3, 0),
    "browser_not_launched": Record(2, 0),
    "browser_warns_of_breach": Record(2, 0),
    "captcha_shown": Record(6, 0),
    "code_asked_for": Record(5, 0),
    "code_refused": Record(3, 0),
    "covered_by_dialog": Record(2, 0),
    "covered_by_something": Record(2, 0),
    "covered_by_spinner": Record(1, 0),
    "credentials_refused": Record(4, 0),
    "dialog_instead_of_target": Record(4, 0),
    "element_unsettled": Record(1, 0),
    "form_forgot_its_values": Record(1, 0),
    "human_check_asked": Record(1, 0),
    "javascript_dialog": Record(1, 0),
    "login_demanded": Record(1, 0),
    "login_form_again": Record(1, 0),
    "login_said_to_have_failed": Record(2, 0),
    "maintenance_announced": Record(1, 0),
    "navigation_under_way": Record(2, 0),
    "not_taken_over": Record(3, 0),
    "nothing_to_show": Record(2, 0),
    "option_missing": Record(1, 0),
    "page_closed": Record(1, 0),
    "page_gone": Record(4, 0),
    "page_says_gone": Record(1, 0),
    "password_change_forced": Record(1, 0),
    "password_form_instead": Record(2, 0),
    "password_said_to_be_due": Record(2, 0),
    "platform_failed": Record(1, 0),
    "request_failed": Record(2, 0),
    "sent_to_login": Record(1, 0),
    "server_error_answered": Record(3, 0),
    "session_refused": Record(1, 0),
    "session_said_to_be_over": Record(2, 0),
    "session_said_to_be_refused": Record(1, 0),
    "several_match": Record(8, 0),
    "site_unreachable": Record(2, 0),
    "spinner_in_view": Record(2, 0),
    "spinner_stays": Record(1, 0),
    "template_unresolved": Record(3, 0),
    "terms_demanded": Record(3, 0),
    "value_empty": Record(1, 0),
    "value_matches_several": Record(1, 0),
    "value_objected_to": Record(1, 0),
    "value_refused": Record(4, 0),
    "wrong_element": Record(1, 0),
}

GROUNDS: dict[Ground, Record] = {
    Ground.DEFINITION: Record(14, 3),
    # What defines a label on a page is a driver's message here.
    Ground.DRIVER: Record(18, 1),
    Ground.PAGE: Record(7, 1),
    Ground.WORDS: Record(27, 2),
    Ground.ABSENCE: Record(4, 4),
    # "Not found" as the last word of a message, in the other half of the reports: half of them were wrong selectors.
    Ground.CIRCUMSTANCE: Record(13, 2),
}
