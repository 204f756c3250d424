"""The chain of rules. Its order is the policy: hard facts decide alone, the voices after them are weighed."""

from webmend.domain.evidence import Evidence
from webmend.domain.failure import Failure

from . import verdict
from .calibration import confidence
from .need import ALERTS, AT_REST, DIALOGS, FORMS, MAIN_TEXT, MATCHES, OPTIONS, SESSION, Need
from .ranking import Vote, ranked
from .rule import Ground, Rule
from .rules import (
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

DEFINITION, DRIVER, PAGE, WORDS, CIRCUMSTANCE = Ground

FACTS: tuple[Rule, ...] = (
    # 1. A fault of our own: nothing on the page can be believed.
    Rule(own_fault.browser_not_launched, DEFINITION),
    Rule(own_fault.browser_crashed, DEFINITION),
    Rule(own_fault.page_closed, DEFINITION),
    Rule(own_fault.platform_failed, DEFINITION),
    Rule(own_fault.network_unreachable, DEFINITION),
    # 2. The workflow and its values: true on any page.
    Rule(inputs.workflow_ended, DEFINITION),
    Rule(inputs.definition_wrong, DEFINITION),
    Rule(inputs.template_unresolved, DEFINITION),
    Rule(inputs.value_empty, DEFINITION),
    Rule(inputs.option_missing, DRIVER),
    Rule(inputs.value_matches_several, DRIVER),
    # 3. The main document's answer. A challenge and maintenance come with the statuses of other errors: they go first.
    Rule(main_document.challenge_served, DRIVER),
    Rule(main_document.maintenance_announced, WORDS),
    Rule(main_document.server_error_answered, DRIVER),
    Rule(main_document.page_gone, DRIVER),
    Rule(main_document.page_says_gone, WORDS, (MAIN_TEXT,)),
    Rule(main_document.address_impossible, DEFINITION),
    Rule(main_document.site_unreachable, DRIVER),
    Rule(main_document.browser_error_page, DRIVER),
    # 4. A wall in front of the site.
    Rule(wall.captcha_shown, PAGE),
    Rule(wall.human_check_asked, WORDS),
    Rule(wall.block_announced, WORDS),
)
"""The first that answers decides."""

VOICES: tuple[tuple[Rule, ...], ...] = (
    # 5. Getting in. What the site demands goes before what it refuses, and that before silence.
    (
        Rule(credentials.password_change_forced, PAGE, (FORMS,)),
        Rule(credentials.code_setup_demanded, PAGE, (FORMS,)),
        Rule(credentials.code_refused, WORDS, (FORMS,)),
        Rule(credentials.account_locked, WORDS),
        Rule(credentials.credentials_refused, WORDS),
        Rule(credentials.login_objected_to, PAGE, (FORMS, SESSION)),
        Rule(credentials.code_asked_for, WORDS, (FORMS,)),
        Rule(credentials.login_form_again, CIRCUMSTANCE, (FORMS, ALERTS, SESSION, *AT_REST)),
        Rule(credentials.access_refused, DRIVER),
    ),
    # 6. The session. Its words say most, its address less, its cookie least.
    (
        Rule(session.session_said_to_be_over, WORDS, (SESSION,)),
        Rule(session.sent_to_login, PAGE, (SESSION, FORMS)),
        Rule(session.session_refused, DRIVER, (SESSION,)),
    ),
    # 7. What lies over the target. A spinner goes by itself, a dialog does not.
    (
        Rule(covering.covered_by_spinner, PAGE),
        Rule(covering.covered_by_dialog, PAGE, (DIALOGS,)),
        Rule(covering.covered_by_something, CIRCUMSTANCE),
        Rule(covering.dialog_instead_of_target, CIRCUMSTANCE, (MATCHES,)),
        Rule(covering.javascript_dialog, CIRCUMSTANCE),
    ),
    # 8. What the form's fields say.
    (
        Rule(fields.value_refused, DRIVER),
        Rule(fields.field_marked_invalid, PAGE),
    ),
    # 9. Not ready, the clearest sign first.
    (
        Rule(loading.spinner_in_view, PAGE),
        Rule(loading.component_busy, PAGE),
        Rule(loading.list_not_filled, PAGE, (OPTIONS,)),
        Rule(loading.navigation_under_way, DRIVER),
        Rule(loading.target_came_late, DRIVER),
        Rule(loading.content_area_empty, PAGE, (MAIN_TEXT,)),
        Rule(loading.element_unsettled, CIRCUMSTANCE),
        Rule(loading.form_forgot_its_values, CIRCUMSTANCE, (SESSION,)),
        Rule(loading.page_silent, CIRCUMSTANCE),
        Rule(loading.part_missing, CIRCUMSTANCE),
        Rule(loading.requests_under_way, CIRCUMSTANCE),
        Rule(loading.page_changing, CIRCUMSTANCE),
    ),
    # 10. The selector: only on a page at rest, since what is missing may still come.
    (
        Rule(selector.several_match, DRIVER),
        Rule(selector.wrong_element, DRIVER),
        Rule(selector.target_unreachable, CIRCUMSTANCE, (DIALOGS,)),
        Rule(selector.place_in_table_empty, PAGE, selector.NEEDS),
        Rule(selector.nothing_matches, PAGE, selector.NEEDS),
    ),
    # 11. The site's own inside, and the steps before.
    (
        Rule(upstream.application_failed, WORDS, (MAIN_TEXT,)),
        Rule(upstream.error_alert_shown, WORDS),
        Rule(upstream.request_failed, CIRCUMSTANCE),
        Rule(upstream.first_byte_slow, CIRCUMSTANCE),
        Rule(upstream.never_answered, DRIVER),
        Rule(upstream.target_disabled, CIRCUMSTANCE, AT_REST),
        Rule(upstream.target_hidden, CIRCUMSTANCE, AT_REST),
        Rule(upstream.expectation_unmet, CIRCUMSTANCE, AT_REST),
    ),
)
"""Each speaks with the first of its rules that answers; all are heard."""


def classify(evidence: Evidence) -> Failure:
    """Why the step failed. Never raises, whatever the evidence.

    A hard fact decides alone. Otherwise every voice is heard, and the label that is surest against the others is given
    if it reaches its threshold; NOT_CONFIDENT if none does, with the two best and the evidence that was missing.
    """
    if fact := _first(FACTS, evidence):
        return verdict.sure(fact, evidence)
    votes = tuple(vote for voice in VOICES if (vote := _first(voice, evidence)))
    return verdict.weighed(ranked(votes), _missing(evidence), evidence)


def _first(rules: tuple[Rule, ...], evidence: Evidence) -> Vote | None:
    for rule in rules:
        if opinion := rule.answer(evidence):
            return Vote(opinion, confidence(rule))
    return None


def _missing(evidence: Evidence) -> tuple[Need, ...]:
    """What kept rules from saying what they otherwise would have said."""
    needs = (need for voice in VOICES for rule in voice if rule.needs for need in rule.missed(evidence))
    return tuple(dict.fromkeys(needs))
