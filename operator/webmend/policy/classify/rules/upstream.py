"""Step 11: the page is there, and something before or behind it did not work."""

import re

from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.failure import Category, SubType
from webmend.policy import revealing
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import Label, named, other
from webmend.policy.classify.likeness import counterpart
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.already_in import ALREADY_IN
from webmend.policy.classify.words.application_error import APPLICATION_ERROR
from webmend.policy.classify.words.changed import CHANGED
from webmend.policy.classify.words.conflict import CONFLICT
from webmend.policy.classify.words.crash import CRASH
from webmend.policy.classify.words.no_effect import NO_EFFECT
from webmend.policy.classify.words.no_results import NO_RESULTS
from webmend.policy.classify.words.operation_failed import OPERATION_FAILED
from webmend.policy.classify.words.other_layout import OTHER_LAYOUT
from webmend.policy.classify.words.prerequisite import PREREQUISITE
from webmend.policy.classify.words.sign_out import SIGN_OUT
from webmend.policy.classify.words.success import SUCCESS

SLOW_FIRST_BYTE_MS = 10_000
"""A site that takes this long for its first byte is overloaded, whatever its pages are made of."""

BRIEF = 300
"""Characters of a page that says one thing."""
SLUGGISH_MS = 3_000
"""A first byte that is slow where something else says so, too."""
SEVERAL = 2
"""Other workflows that make a coincidence unlikely."""
FAR = 2.0
"""Times the longest wait of good runs."""
MOST = 0.8
"""Share of a wait that counts as all of it."""
_CONFLICTS = (409, 412, 423, 425)
"""Conflict, Precondition Failed, Locked, Too Early: the request came at the wrong time (RFC 9110, 4918, 8470)."""
_DATA = ("fetch", "xhr")
_PARTS = ("script", "stylesheet", "style", "image", "font", "media")
_TECHNICAL_CODE = re.compile(r"\b(?:ORA-\d{4,5}|SQLSTATE\b|[A-Z]\w{2,40}(?:Exception|Error): )")
"""What programs call their errors."""


def application_failed(evidence: Evidence) -> Opinion | None:
    """A whole page, answered as if all were well, that says that the application failed."""
    said = APPLICATION_ERROR.find(texts.headline(evidence))
    if not said or page.has_target(evidence) or not page.is_short(evidence):
        return None
    return opinion(named(SubType.APPLICATION_ERROR), f"the site says that it failed: {texts.quoted(said)}")


def error_alert_shown(evidence: Evidence) -> Opinion | None:
    """An alert on a page that otherwise works says that something went wrong."""
    if not page.is_waiting(evidence) or evidence.dom.forms.invalid_fields:
        return None
    said = APPLICATION_ERROR.find((*evidence.dom.alerts, *_notices(evidence)))
    label = named(SubType.TRANSIENT_SITE_ISSUE if page.is_inside(evidence) else SubType.APPLICATION_ERROR)
    return opinion(label, f"the page reports an error: {texts.quoted(said)}") if said else None


def program_crashed(evidence: Evidence) -> Opinion | None:
    """The page shows the insides of a program where its content should be."""
    said = CRASH.find((*evidence.dom.alerts, *texts.own(evidence))) or _TECHNICAL_CODE.search(
        " ".join(evidence.dom.alerts)
    )
    if not said or page.has_target(evidence) or not page.is_short(evidence):
        return None
    shown = said if isinstance(said, str) else said[0]
    return opinion(named(SubType.APPLICATION_ERROR), f"the site shows a program's error: {texts.quoted(shown)}")


def refused_inside(evidence: Evidence) -> Opinion | None:
    """Past the login, the page says in words that no list knows why it does not go on."""
    complaint = next(filter(str.strip, evidence.dom.alerts), "")
    if not complaint or not evidence.session.was_authenticated or not page.is_waiting(evidence):
        return None
    if evidence.dom.forms.invalid_fields or page.has_credential_fields(evidence):
        return None
    label = other(Category.UPSTREAM_ERROR)
    return opinion(label, f"the site does not go on: {texts.quoted(complaint)}")


def done_and_not_there(evidence: Evidence) -> Opinion | None:
    """Past the login, the page says that something was done, and what should have come of it is not there."""
    if not evidence.session.was_authenticated or evidence.error.kind is not ErrorKind.NO_MATCH:
        return None
    if not page.is_at_rest(evidence) or not page.is_short(evidence) or counterpart(evidence) or evidence.dom.alerts:
        return None
    said = SUCCESS.find((evidence.dom.main_text_sample,))
    label = named(SubType.SILENT_UPSTREAM_FAILURE)
    return opinion(label, f"the site says that it is done, and it is not there: {texts.quoted(said)}") if said else None


def said_to_have_no_effect(evidence: Evidence) -> Opinion | None:
    """Somebody says that something was reported as done and is not there."""
    if not page.is_told(evidence) or not page.is_waiting(evidence) or page.has_credential_fields(evidence):
        return None
    said = NO_EFFECT.find(texts.headline(evidence))
    label = named(SubType.SILENT_UPSTREAM_FAILURE)
    return opinion(label, f"it is said to be done and is not: {texts.quoted(said)}") if said else None


def action_failed(evidence: Evidence) -> Opinion | None:
    """The page says that it could not do what the step, or the one before, asked of it."""
    if not page.is_waiting(evidence):
        return None
    told = (*evidence.dom.alerts, *_notices(evidence), *texts.headline(evidence), texts.prose(evidence.error.message))
    said = OPERATION_FAILED.find(told)
    label = named(SubType.TRANSIENT_SITE_ISSUE)
    return opinion(label, f"the page could not do it: {texts.quoted(said)}") if said else None


def request_failed(evidence: Evidence) -> Opinion | None:
    """A request of the page was answered 5xx or 429. A 404 of something it loads says nothing."""
    refused = (r for r in evidence.network.failed if r.status and (r.status >= 500 or r.status == 429))
    failed = next((request for request in refused if request.type not in _PARTS), None)
    if failed is None or not page.is_waiting(evidence):
        return None
    is_inside = evidence.session.was_authenticated
    label = named(SubType.TRANSIENT_SITE_ISSUE if is_inside else SubType.HTTP_ERROR)
    return opinion(label, f"{failed.host} answered {failed.status} to a request of the page")


def nothing_to_show(evidence: Evidence) -> Opinion | None:
    """A list or a search has nothing to show, and what the step needs would stand in it. While it loads, none has."""
    if page.has_target(evidence) or not page.is_waiting(evidence) or evidence.dom.busy:
        return None
    said = NO_RESULTS.find((*texts.headline(evidence), *evidence.dom.alerts, evidence.dom.main_text_sample))
    return opinion(_label_of_nothing(evidence), f"what is needed is not there: {texts.quoted(said)}") if said else None


def _label_of_nothing(evidence: Evidence) -> Label:
    """Before any login it was a value that led to nothing; past it, an action without effect or a record not made."""
    if not page.is_inside(evidence):
        return other(Category.INCORRECT_FORM_INPUTS)
    is_done = evidence.error.kind is ErrorKind.EXPECTATION and evidence.dom.target is not None
    return named(SubType.SILENT_UPSTREAM_FAILURE if is_done else SubType.PREREQUISITE_NOT_MET)


def first_byte_slow(evidence: Evidence) -> Opinion | None:
    """The main document took very long to begin."""
    taken = evidence.network.main_ttfb_ms or 0
    ceiling = max(SLUGGISH_MS, MOST * evidence.step.wait_time * 1000)
    if taken < min(SLOW_FIRST_BYTE_MS, ceiling) or not page.is_waiting(evidence) or page.has_target(evidence):
        return None
    return opinion(named(SubType.ELEMENT_TIMEOUT), f"the site took {taken / 1000:.0f} s to begin its answer")


def never_answered(evidence: Evidence) -> Opinion | None:
    """A navigation ran out of time before any answer came."""
    if not page.is_unanswered(evidence):
        return None
    return opinion(named(SubType.ELEMENT_TIMEOUT), f"the site gave no answer within {evidence.step.waited:.0f} s")


def others_fail_here(evidence: Evidence) -> Opinion | None:
    """The site is slow, and other workflows have failed on it within minutes: it is not this workflow's."""
    others, network = evidence.site.other_workflows, evidence.network
    is_slow = (network.main_ttfb_ms or 0) >= SLUGGISH_MS or page.is_unanswered(evidence) or "dom" in evidence.dropped
    if others < SEVERAL or not is_slow or not page.is_waiting(evidence):
        return None
    return opinion(
        named(SubType.ELEMENT_TIMEOUT), f"the site is slow, and {others} other workflows failed on it in half an hour"
    )


def slower_than_in_good_runs(evidence: Evidence) -> Opinion | None:
    """A request has been under way for as long as the step waited, which is far longer than good runs ever took."""
    waits, waited = evidence.history.waits, evidence.step.waited
    if not waits or waited < FAR * max(waits) or not page.is_waiting(evidence) or page.has_target(evidence):
        return None
    network = evidence.network
    if not network.in_flight or network.oldest_in_flight_ms < MOST * waited * 1000:
        return None
    return opinion(
        named(SubType.ELEMENT_TIMEOUT),
        f"the site has not answered in {waited:.0f} s what took {max(waits):.0f} s at most in good runs",
    )


def state_conflict(evidence: Evidence) -> Opinion | None:
    """The site answers that its state is not what the request took it for, or that it is still at work on it."""
    requests = (*(request.status for request in evidence.network.failed), evidence.document.status)
    status = next((status for status in requests if status in _CONFLICTS), None)
    if status is None or not page.is_waiting(evidence):
        return None
    return opinion(named(SubType.TIMING_RACE), f"the site answered {status}: it was not ready for what was asked")


def conflict_announced(evidence: Evidence) -> Opinion | None:
    """The page says that it is still at work on what was asked before, or that somebody else was first."""
    told = (*evidence.dom.alerts, *texts.headline(evidence), *_running(evidence))
    said = CONFLICT.find(told) if page.is_waiting(evidence) else ""
    label = named(SubType.TIMING_RACE)
    return opinion(label, f"the site was not ready for this step: {texts.quoted(said)}") if said else None


def prerequisite_announced(evidence: Evidence) -> Opinion | None:
    """The page says what has to be done first."""
    if not page.is_waiting(evidence) or page.open_dialog(evidence) or page.has_credential_fields(evidence):
        return None
    said = PREREQUISITE.find((*evidence.dom.alerts, *texts.headline(evidence), *_running(evidence)))
    label = named(SubType.PREREQUISITE_NOT_MET)
    return opinion(label, f"something has to be done first: {texts.quoted(said)}") if said else None


def record_absent(evidence: Evidence) -> Opinion | None:
    """What the page asked its server for is not there: 404 to a request of its own, and no target."""
    own = page.host(evidence.document.final_url)
    lost = next(
        (r for r in evidence.network.failed if r.status in (404, 410) and r.host == own and r.type in _DATA), None
    )
    if lost is None or page.has_target(evidence) or not page.is_waiting(evidence):
        return None
    return opinion(named(SubType.PREREQUISITE_NOT_MET), f"{lost.host} has not what the page asked for ({lost.status})")


def target_disabled(evidence: Evidence) -> Opinion | None:
    """The target is there and takes nothing: something before it is missing."""
    is_off = evidence.error.kind in (ErrorKind.NOT_ENABLED, ErrorKind.NOT_EDITABLE)
    if not is_off or not page.is_at_rest(evidence) or not page.is_inside(evidence):
        return None
    state = "disabled" if evidence.error.kind is ErrorKind.NOT_ENABLED else "read-only"
    return opinion(named(SubType.PREREQUISITE_NOT_MET), f"the target is there and {state}")


def target_hidden(evidence: Evidence) -> Opinion | None:
    """The target was in sight in good runs and is not now, on a page at rest: the page is in another state."""
    hidden = evidence.error.kind in (ErrorKind.NOT_VISIBLE, ErrorKind.OUTSIDE_VIEWPORT)
    was_seen = evidence.history.fingerprint_known or bool(evidence.history.waits)
    if not hidden or not was_seen or not page.is_at_rest(evidence):
        return None
    if revealing.may_be_revealed(evidence.dom.revealers):
        return None
    return opinion(other(Category.UNEXPECTED_UI_STATE), "the target is there and out of sight")


def already_signed_in(evidence: Evidence) -> Opinion | None:
    """The page says that somebody is signed in, or offers to sign out, where the step expected a login."""
    if page.has_target(evidence) or not page.is_waiting(evidence):
        return None
    types_login = any(name.startswith("credentials.") for name in evidence.inputs.names)
    is_login = types_login and not page.has_login_form(evidence)
    told = (*texts.loud(evidence), evidence.dom.main_text_sample)
    said = (ALREADY_IN.find(told) or SIGN_OUT.find(told)) if is_login else ALREADY_IN.find(texts.loud(evidence))
    label = other(Category.UNEXPECTED_UI_STATE)
    return opinion(label, f"somebody is signed in already: {texts.quoted(said)}") if said else None


def other_layout_told(evidence: Evidence) -> Opinion | None:
    """Somebody tells that the page is laid out in another way, or is another one."""
    if page.has_target(evidence) or not page.is_waiting(evidence):
        return None
    if CHANGED.find(texts.headline(evidence)):
        return None
    said = OTHER_LAYOUT.find((*texts.headline(evidence), *_running(evidence)))
    label = other(Category.UNEXPECTED_UI_STATE)
    return opinion(label, f"the page is not as it was: {texts.quoted(said)}") if said else None


def expectation_unmet(evidence: Evidence) -> Opinion | None:
    """The action was done, and what must be so afterwards is not, on a page that gives no reason."""
    if evidence.error.kind is not ErrorKind.EXPECTATION or not page.is_at_rest(evidence):
        return None
    if not page.is_inside(evidence):
        return None
    return opinion(
        named(SubType.SILENT_UPSTREAM_FAILURE),
        f"the action had not the effect expected of it: {evidence.step.expectation or 'its post-condition'}",
    )


def _notices(evidence: Evidence) -> tuple[str, ...]:
    """What little messages over the page say: layers that ask nothing."""
    return tuple(dialog.text for dialog in evidence.dom.dialogs if not dialog.has_form and len(dialog.buttons) <= 1)


def _running(evidence: Evidence) -> tuple[str, ...]:
    """The running text of a page that says little else, and has not what the step looks for."""
    is_all = evidence.dom.main_text_length <= BRIEF and not page.has_target(evidence)
    return (evidence.dom.main_text_sample,) if is_all else ()
