"""Step 9: the page is not ready. In the order of how much each sign says."""

import re

from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.failure import Category, SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import named, other
from webmend.policy.classify.likeness import known_again, siblings
from webmend.policy.classify.need import BUSY, SESSION
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.not_interactive import BROKEN_BUNDLE, HYDRATION, VALUES_GONE
from webmend.policy.classify.words.queue import QUEUE
from webmend.policy.classify.words.required import REQUIRED
from webmend.policy.classify.words.too_early import TOO_EARLY

_BUILDING = ("script", "stylesheet", "style")
"""Kinds of requests without which a page does not come to be what it is meant to be."""

_STAYED = (ErrorKind.EXPECTATION, ErrorKind.TIMEOUT, ErrorKind.NO_MATCH, ErrorKind.OTHER)
_TO_GO = re.compile(
    r"(?i)\bnot to\b|\bto be hidden|\bhidden\b|disappear|\bgone\b|detached|invisible|\bremoved\b|not\.\w+|absent"
)
_PROGRAM = {"script"}
_STANDING = {"websocket", "eventsource", "ping", "media", "image"}
"""Kinds of requests that no list waits for."""
_UNANSWERED = "the page does not answer"
"""What the driver's adapter says of a page that is too busy to be looked at."""
BEGUN = 20
"""Characters of text from which a document that is still arriving has begun to be read."""
NOTHING = 8
"""Characters of text that are no content: a menu's sign, a year."""
_GIVEN_UP = ("", "net::ERR_ABORTED")
"""What the browser says of a navigation that another one took the place of."""


def spinner_in_view(evidence: Evidence) -> Opinion | None:
    """A spinner turns while the target matches nothing or cannot be used yet."""
    spinner = next(filter(page.is_spinner, evidence.dom.busy), None)
    if spinner is None or not page.is_waiting(evidence) or known_again(evidence):
        return None
    awaits_entry = "option" in evidence.step.selector
    label = named(SubType.LAZY_CONTENT_PENDING if awaits_entry else SubType.SPINNER_VISIBLE)
    return opinion(label, f"{texts.element(spinner)} is still in view", _unmatched(evidence))


def spinner_stays(evidence: Evidence) -> Opinion | None:
    """The step waited for a spinner or a placeholder to go, and it did not."""
    step, kind = evidence.step, evidence.error.kind
    if kind not in _STAYED or not _TO_GO.search(f"{step.expectation} {evidence.error.message}"):
        return None
    if not page.names_something_busy(f"{step.selector} {step.expectation}"):
        return None
    return opinion(named(SubType.SPINNER_VISIBLE), f"{step.selector or step.expectation} has not gone")


def component_busy(evidence: Evidence) -> Opinion | None:
    """A region is marked busy, or a skeleton holds its place."""
    busy = next(iter(evidence.dom.busy), None)
    if busy is None or not page.is_waiting(evidence):
        return None
    return opinion(named(SubType.COMPONENT_LOADING), f"{texts.element(busy)} is still loading", _unmatched(evidence))


def navigation_under_way(evidence: Evidence) -> Opinion | None:
    """The document is being replaced or has not been parsed yet."""
    if page.is_unanswered(evidence):
        return None
    document = evidence.document
    if evidence.network.navigating and page.is_waiting(evidence):
        return opinion(
            named(SubType.NAVIGATION_IN_PROGRESS), "another page was asked for, and its answer has not begun"
        )
    if evidence.error.kind is ErrorKind.NAVIGATION and document.net_error in _GIVEN_UP and (document.status or 0) < 400:
        return opinion(named(SubType.NAVIGATION_IN_PROGRESS), "the page was navigating away under the step")
    if document.ready_state != "loading" or not page.is_waiting(evidence):
        return None
    is_begun = evidence.dom.main_text_length > BEGUN
    label = named(SubType.PARTIAL_PAGE_LOAD if is_begun else SubType.NAVIGATION_IN_PROGRESS)
    return opinion(label, f"the document is still arriving{', and some of it is there' if is_begun else ''}")


def list_not_filled(evidence: Evidence) -> Opinion | None:
    """The list to choose from has at most a placeholder in it, and something is under way that may fill it."""
    if evidence.error.kind is not ErrorKind.NO_OPTION or len(evidence.inputs.options) > 1:
        return None
    if page.is_loaded(evidence) and not (evidence.dom.busy or evidence.network.in_flight) and BUSY.is_met(evidence):
        return None
    return opinion(named(SubType.LAZY_CONTENT_PENDING), "the list to choose from is not filled yet")


def list_being_written(evidence: Evidence) -> Opinion | None:
    """Entries of the list are there, the one that is looked for is not, and the page goes on changing."""
    if evidence.error.kind is not ErrorKind.NO_MATCH or not page.is_changing(evidence) or not siblings(evidence):
        return None
    return opinion(named(SubType.PARTIAL_PAGE_LOAD), "some entries of the list are there, and more are being written")


def target_came_late(evidence: Evidence) -> Opinion | None:
    """The target matched nothing while the step waited and is there now."""
    late = evidence.error.kind is ErrorKind.NO_MATCH and 1 in evidence.dom.selector_counts
    return (
        opinion(named(SubType.COMPONENT_LOADING), "the target came just after the step had given up") if late else None
    )


def content_area_empty(evidence: Evidence) -> Opinion | None:
    """The document is there and its main area shows nothing at all."""
    if not page.is_waiting(evidence) or page.has_target(evidence):
        return None
    is_empty = evidence.dom.main_text_length <= NOTHING and not evidence.document.heading.strip()
    if not is_empty or not evidence.document.ready_state or page.has_credential_fields(evidence):
        return None
    return opinion(named(SubType.CONTENT_AREA_EMPTY), "the main area of the page is empty")


def element_unsettled(evidence: Evidence) -> Opinion | None:
    """The target moves, or was replaced while the step was about to use it."""
    if evidence.error.kind not in (ErrorKind.NOT_STABLE, ErrorKind.DETACHED):
        return None
    moves = evidence.error.kind is ErrorKind.NOT_STABLE
    return opinion(
        named(SubType.COMPONENT_LOADING), f"the target {'does not come to rest' if moves else 'is being replaced'}"
    )


def part_missing(evidence: Evidence) -> Opinion | None:
    """The document is not complete, or a script or style of the site's own did not arrive."""
    if not page.is_waiting(evidence):
        return None
    if evidence.document.ready_state == "interactive":
        return opinion(named(SubType.PARTIAL_PAGE_LOAD), "the document has not finished loading")
    if evidence.dom.alerts or evidence.dom.forms.invalid_fields or page.has_credential_fields(evidence):
        return None
    own = page.host(evidence.document.final_url)
    lost = next((r for r in evidence.network.failed if r.type in _BUILDING and r.host == own), None)
    return opinion(named(SubType.PARTIAL_PAGE_LOAD), f"a {lost.type} of {lost.host} did not load") if lost else None


def requests_under_way(evidence: Evidence) -> Opinion | None:
    """Requests are under way that may bring what is missing."""
    if not page.has_traffic(evidence) or not page.is_waiting(evidence):
        return None
    network = evidence.network
    if set(network.pending) & _PROGRAM:
        return opinion(named(SubType.COMPONENT_LOADING), "a script of the page is still on its way")
    if network.pending and set(network.pending) <= _STANDING:
        return None
    said = f"{network.in_flight} requests are under way" if network.in_flight > 1 else "a request is under way"
    return opinion(named(SubType.LAZY_CONTENT_PENDING), said)


def page_changing(evidence: Evidence) -> Opinion | None:
    """The page is still being built: it changes, and its document or its requests are not all there."""
    if not page.is_changing(evidence) or not page.is_waiting(evidence):
        return None
    if page.is_loaded(evidence) and not page.has_traffic(evidence):
        return None
    changes = evidence.dom.mutations_last_2s
    return opinion(named(SubType.COMPONENT_LOADING), f"the page changed {changes} times in the two seconds before")


def not_taken_over(evidence: Evidence) -> Opinion | None:
    """The page is drawn, and its scripts were not in charge of it when the step came."""
    if not page.is_waiting(evidence):
        return None
    said = HYDRATION.find(_technical(evidence)) or VALUES_GONE.find(texts.headline(evidence))
    label = named(SubType.COMPONENT_LOADING)
    return opinion(label, f"the page's scripts had not taken over: {texts.quoted(said)}") if said else None


def program_incomplete(evidence: Evidence) -> Opinion | None:
    """A part of the page's program did not arrive."""
    said = BROKEN_BUNDLE.find(_technical(evidence)) if page.is_waiting(evidence) else ""
    label = named(SubType.PARTIAL_PAGE_LOAD)
    return opinion(label, f"a part of the page's program did not load: {texts.quoted(said)}") if said else None


def turn_awaited(evidence: Evidence) -> Opinion | None:
    """The site keeps everybody waiting for their turn, or for a connection that it is making."""
    if page.has_target(evidence) or not page.is_waiting(evidence):
        return None
    said = QUEUE.find((*texts.loud(evidence), evidence.dom.main_text_sample)) if page.is_short(evidence) else ""
    label = other(Category.PAGE_STILL_LOADING)
    return opinion(label, f"the site wants to be waited for: {texts.quoted(said)}") if said else None


def said_to_be_early(evidence: Evidence) -> Opinion | None:
    """Page or tool say that something has not come yet."""
    said = TOO_EARLY.find(texts.loud(evidence)) if page.is_waiting(evidence) else ""
    label = named(SubType.LAZY_CONTENT_PENDING if evidence.network.in_flight else SubType.COMPONENT_LOADING)
    return opinion(label, f"something has not come yet: {texts.quoted(said)}") if said else None


def page_silent(evidence: Evidence) -> Opinion | None:
    """The page did not answer when it was asked what it shows, and something of it is still under way."""
    is_silent = "dom" in evidence.dropped or evidence.error.message == _UNANSWERED
    if not is_silent or not page.is_waiting(evidence) or page.is_unanswered(evidence):
        return None
    if "dom" in evidence.dropped and not evidence.network.in_flight:
        return None
    return opinion(other(Category.PAGE_STILL_LOADING), "the page did not answer when it was looked at")


def form_forgot_its_values(evidence: Evidence) -> Opinion | None:
    """A login that was filled in says that it is empty: its scripts took over after the typing."""
    is_unknown = not SESSION.is_met(evidence) and page.has_login_form(evidence)
    if not page.has_submitted_login(evidence) and not is_unknown:
        return None
    said = REQUIRED.find((*texts.complaints(evidence), *texts.headline(evidence)))
    return (
        opinion(named(SubType.COMPONENT_LOADING), f"the form forgot what was typed: {texts.quoted(said)}")
        if said
        else None
    )


def _technical(evidence: Evidence) -> tuple[str, ...]:
    """Where tools and browsers speak of scripts."""
    return (*evidence.browser.console_errors, texts.prose(evidence.error.message), *texts.headline(evidence))


def _unmatched(evidence: Evidence) -> str:
    is_there = page.has_target(evidence) or evidence.error.kind is not ErrorKind.NO_MATCH
    return "" if is_there else f"nothing matches {evidence.step.selector or 'the target'}"
