"""The chain of rules. Its order is the policy: hard facts decide alone, the voices after them are weighed."""

from webmend.domain.evidence import Evidence
from webmend.domain.failure import Failure

from . import page, verdict
from .calibration import SEEN, Book
from .need import ALERTS, AT_REST, DIALOGS, FORMS, MAIN_TEXT, MATCHES, OPTIONS, SESSION, Need
from .ranking import Vote, ranked
from .rule import Ground, Opinion, Rule
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
from .threshold import believed

DEFINITION, DRIVER, PAGE, WORDS, ABSENCE, CIRCUMSTANCE = Ground

FACTS: tuple[Rule, ...] = (
    # 1. A fault of our own: nothing on the page can be believed.
    Rule(own_fault.browser_not_launched, DEFINITION),
    Rule(own_fault.browser_crashed, DEFINITION),
    Rule(own_fault.page_closed, DEFINITION),
    Rule(own_fault.platform_failed, DEFINITION),
    Rule(own_fault.egress_refused, DEFINITION),
    Rule(own_fault.network_unreachable, DEFINITION),
    # 2. The workflow and its values: true on any page.
    Rule(inputs.workflow_ended, DEFINITION),
    Rule(inputs.nobody_answered, DEFINITION),
    Rule(selector.selector_malformed, DEFINITION),
    Rule(inputs.definition_wrong, DEFINITION),
    Rule(inputs.template_unresolved, DEFINITION),
    Rule(inputs.value_empty, DEFINITION),
    Rule(inputs.option_missing, DRIVER),
    Rule(inputs.value_matches_several, DRIVER),
    Rule(inputs.pages_not_turned, DRIVER),
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
        Rule(credentials.password_form_instead, PAGE, (FORMS,)),
        Rule(credentials.password_said_to_be_due, WORDS),
        Rule(credentials.code_setup_demanded, PAGE, (FORMS,)),
        Rule(credentials.code_setup_spoken_of, WORDS),
        Rule(credentials.code_refused, WORDS),
        Rule(credentials.code_objected_to, PAGE, (FORMS, SESSION)),
        Rule(credentials.account_locked, WORDS),
        Rule(credentials.credentials_refused, WORDS),
        Rule(credentials.login_objected_to, PAGE, (FORMS, SESSION)),
        Rule(credentials.code_asked_for, WORDS),
        Rule(credentials.login_form_again, CIRCUMSTANCE, (FORMS, ALERTS, SESSION, *AT_REST)),
        Rule(credentials.login_leads_elsewhere, CIRCUMSTANCE, (FORMS, SESSION, *AT_REST, MAIN_TEXT)),
        Rule(credentials.access_refused, DRIVER),
        Rule(credentials.login_said_to_have_failed, WORDS),
    ),
    # 6. The session. Its words say most, its address less, its cookie least.
    (
        Rule(session.session_said_to_be_refused, WORDS),
        Rule(session.session_said_to_be_over, WORDS),
        Rule(session.sent_to_login, PAGE, (SESSION, FORMS)),
        Rule(session.session_refused, DRIVER),
        Rule(session.login_demanded, WORDS),
    ),
    # 7. What lies over the target. A spinner goes by itself, a dialog does not.
    (
        Rule(covering.covered_by_spinner, PAGE),
        Rule(covering.browser_warns_of_breach, WORDS),
        Rule(covering.covered_by_dialog, PAGE, (DIALOGS,)),
        Rule(covering.covered_by_something, CIRCUMSTANCE),
        Rule(covering.terms_demanded, WORDS),
        Rule(covering.choice_demanded, WORDS),
        Rule(covering.dialog_instead_of_page, PAGE, (DIALOGS, MAIN_TEXT, MATCHES)),
        Rule(covering.dialog_instead_of_target, CIRCUMSTANCE),
        Rule(covering.javascript_dialog, CIRCUMSTANCE),
        Rule(upstream.already_signed_in, WORDS),
        Rule(upstream.other_layout_told, CIRCUMSTANCE),
    ),
    # 8. What the form's fields say.
    (
        Rule(fields.value_refused, DRIVER),
        Rule(inputs.several_results_told, WORDS),
        Rule(inputs.value_on_another_page, PAGE, (MATCHES,)),
        Rule(inputs.more_pages_told, WORDS),
        Rule(inputs.suggestion_missing, PAGE, AT_REST),
        Rule(inputs.template_shown, PAGE, (MAIN_TEXT,)),
        Rule(fields.field_marked_invalid, PAGE),
        Rule(fields.value_objected_to, WORDS),
        Rule(fields.form_objects, PAGE, (SESSION, FORMS)),
    ),
    # 9. Not ready, the clearest sign first.
    (
        Rule(loading.spinner_in_view, PAGE),
        Rule(loading.spinner_stays, DRIVER),
        Rule(loading.component_busy, PAGE),
        Rule(loading.list_not_filled, PAGE, (OPTIONS,)),
        Rule(loading.program_incomplete, DRIVER),
        Rule(loading.navigation_under_way, DRIVER),
        Rule(loading.target_came_late, DRIVER),
        Rule(loading.list_being_written, PAGE),
        Rule(loading.content_area_empty, PAGE, (MAIN_TEXT,)),
        Rule(loading.element_unsettled, CIRCUMSTANCE),
        Rule(loading.form_forgot_its_values, CIRCUMSTANCE),
        Rule(loading.part_missing, CIRCUMSTANCE),
        Rule(loading.page_silent, CIRCUMSTANCE),
        Rule(loading.not_taken_over, WORDS),
        Rule(loading.turn_awaited, WORDS, (MAIN_TEXT,)),
        Rule(loading.said_to_be_early, WORDS),
        Rule(loading.requests_under_way, CIRCUMSTANCE),
        Rule(loading.page_changing, CIRCUMSTANCE),
    ),
    # 10. The selector: only on a page at rest, since what is missing may still come.
    (
        Rule(selector.several_match, DRIVER),
        Rule(selector.wrong_element, DRIVER),
        Rule(selector.another_in_its_place, DRIVER),
        Rule(selector.hidden_twin, PAGE, (*AT_REST, MAIN_TEXT)),
        Rule(selector.behind_a_control, PAGE, (*AT_REST, SESSION)),
        Rule(selector.target_unreachable, CIRCUMSTANCE, (DIALOGS,)),
        Rule(selector.another_fits_better, PAGE),
        Rule(selector.place_in_table_empty, PAGE, selector.NEEDS),
        Rule(selector.said_to_be_changed, WORDS),
        Rule(selector.said_to_find_another, WORDS),
        Rule(selector.called_otherwise, PAGE, selector.NEEDS),
    ),
    # 11. The site's own inside, and the steps before.
    (
        Rule(upstream.program_crashed, WORDS, (MAIN_TEXT,)),
        Rule(upstream.application_failed, WORDS, (MAIN_TEXT,)),
        Rule(upstream.state_conflict, DRIVER),
        Rule(upstream.conflict_announced, WORDS),
        Rule(upstream.prerequisite_announced, WORDS),
        Rule(upstream.error_alert_shown, WORDS),
        Rule(upstream.action_failed, WORDS),
        Rule(upstream.said_to_have_no_effect, WORDS),
        Rule(upstream.done_and_not_there, CIRCUMSTANCE, (SESSION, MAIN_TEXT, *AT_REST)),
        Rule(upstream.request_failed, CIRCUMSTANCE),
        Rule(upstream.record_absent, CIRCUMSTANCE),
        Rule(upstream.nothing_to_show, CIRCUMSTANCE),
        Rule(upstream.others_fail_here, CIRCUMSTANCE),
        Rule(upstream.slower_than_in_good_runs, DRIVER),
        Rule(upstream.first_byte_slow, DRIVER),
        Rule(upstream.never_answered, DRIVER),
        Rule(upstream.target_disabled, CIRCUMSTANCE, AT_REST),
        Rule(upstream.target_hidden, CIRCUMSTANCE, AT_REST),
        Rule(upstream.refused_inside, PAGE, (SESSION,)),
        Rule(upstream.expectation_unmet, CIRCUMSTANCE, AT_REST),
    ),
)
"""Each speaks with the first of its rules that answers; all are heard."""

LAST: tuple[Rule, ...] = (
    # 12. Nothing on the page says why its element is missing. Beside any other voice this would be no news.
    Rule(selector.another_may_be_it, PAGE, selector.NEEDS),
    Rule(selector.nothing_matches, ABSENCE, selector.NEEDS),
)
"""Asked where no voice speaks; the first that answers is heard."""

RULES = (*FACTS, *(rule for voice in VOICES for rule in voice), *LAST)
"""All of them, in their order."""

AFTER_DEMANDS = frozenset({session.login_demanded, upstream.expectation_unmet})
"""Not asked on a page that demands a new password or a second factor first: the demand says why nobody got on."""

Said = tuple[Rule, Opinion]
"""A rule that spoke, with what it said."""


def classify(evidence: Evidence, book: Book = SEEN) -> Failure:
    """Why the step failed. Never raises, whatever the evidence.

    A hard fact decides alone. Otherwise every voice is heard, or what is left to say where all are silent, and the
    label that is surest against the others is given if it reaches its threshold; NOT_CONFIDENT if none does, with the
    two best and the evidence that was missing. The book says how often each rule was right on evidence of this kind:
    seen by the runner, unless it is said otherwise.
    """
    if fact := _first(FACTS, evidence):
        return verdict.sure(_vote(fact, book), evidence)
    votes = tuple(_vote(said, book) for said in _voices(evidence))
    return verdict.weighed(ranked(votes), missing(evidence), evidence)


def heard(evidence: Evidence) -> tuple[Said, ...]:
    """The rules that speak, with what they say: one fact alone, the first of each voice, or what is left to say."""
    fact = _first(FACTS, evidence)
    return (fact,) if fact else _voices(evidence)


def decides(evidence: Evidence) -> bool:
    """Whether there is a hard fact."""
    return _first(FACTS, evidence) is not None


def _voices(evidence: Evidence) -> tuple[Said, ...]:
    spoken = tuple(said for voice in VOICES if (said := _first(voice, evidence)))
    last = None if spoken else _first(LAST, evidence)
    return (last,) if last else spoken


def _vote(said: Said, book: Book) -> Vote:
    rule, opinion = said
    return Vote(opinion, believed(book.confidence(rule), opinion.label, rule.ground))


def _first(rules: tuple[Rule, ...], evidence: Evidence) -> Said | None:
    answers = ((rule, rule.answer(evidence)) for rule in rules if _is_asked(rule, evidence))
    return next(((rule, opinion) for rule, opinion in answers if opinion), None)


def missing(evidence: Evidence) -> tuple[Need, ...]:
    """What kept rules from saying what they otherwise would have said."""
    asked = (rule for rule in RULES if rule.needs and _is_asked(rule, evidence))
    return tuple(dict.fromkeys(need for rule in asked for need in rule.missed(evidence)))


def _is_asked(rule: Rule, evidence: Evidence) -> bool:
    return rule.ask not in AFTER_DEMANDS or not page.demands_first(evidence)
