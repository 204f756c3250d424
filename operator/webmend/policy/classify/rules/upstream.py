"""Step 11: the page is there, and something before or behind it did not work."""

from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.failure import Category, SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import named, other
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.application_error import APPLICATION_ERROR

SLOW_FIRST_BYTE_MS = 10_000
"""A site that takes this long for its first byte is overloaded, whatever its pages are made of."""


def application_failed(evidence: Evidence) -> Opinion | None:
    """A whole page, answered as if all were well, that says that the application failed."""
    said = APPLICATION_ERROR.find(texts.headline(evidence))
    if not said or page.has_target(evidence) or not page.is_short(evidence):
        return None
    return opinion(named(SubType.APPLICATION_ERROR), f"the site says that it failed: {texts.quoted(said)}")


def error_alert_shown(evidence: Evidence) -> Opinion | None:
    """An alert on a page that otherwise works says that something went wrong."""
    said = APPLICATION_ERROR.find(evidence.dom.alerts) if page.is_waiting(evidence) else ""
    return (
        opinion(named(SubType.TRANSIENT_SITE_ISSUE), f"the page reports an error: {texts.quoted(said)}")
        if said
        else None
    )


def request_failed(evidence: Evidence) -> Opinion | None:
    """A request of the page was answered 5xx or 429. A 404 of something it loads says nothing."""
    failed = next((r for r in evidence.network.failed if r.status and (r.status >= 500 or r.status == 429)), None)
    if failed is None or not page.is_waiting(evidence):
        return None
    is_inside = evidence.session.was_authenticated
    label = named(SubType.TRANSIENT_SITE_ISSUE if is_inside else SubType.HTTP_ERROR)
    return opinion(label, f"{failed.host} answered {failed.status} to a request of the page")


def first_byte_slow(evidence: Evidence) -> Opinion | None:
    """The main document took very long to begin."""
    taken = evidence.network.main_ttfb_ms or 0
    if taken < SLOW_FIRST_BYTE_MS or not page.is_waiting(evidence) or page.has_target(evidence):
        return None
    return opinion(named(SubType.ELEMENT_TIMEOUT), f"the site took {taken / 1000:.0f} s to begin its answer")


def never_answered(evidence: Evidence) -> Opinion | None:
    """A navigation ran out of time before any answer came."""
    if not page.is_unanswered(evidence):
        return None
    return opinion(named(SubType.ELEMENT_TIMEOUT), f"the site gave no answer within {evidence.step.waited:.0f} s")


def target_disabled(evidence: Evidence) -> Opinion | None:
    """The target is there and takes nothing: something before it is missing."""
    if evidence.error.kind not in (ErrorKind.NOT_ENABLED, ErrorKind.NOT_EDITABLE) or not page.is_at_rest(evidence):
        return None
    state = "disabled" if evidence.error.kind is ErrorKind.NOT_ENABLED else "read-only"
    return opinion(named(SubType.PREREQUISITE_NOT_MET), f"the target is there and {state}")


def target_hidden(evidence: Evidence) -> Opinion | None:
    """The target is there and out of sight on a page at rest: the page is in another state than it was."""
    hidden = evidence.error.kind in (ErrorKind.NOT_VISIBLE, ErrorKind.OUTSIDE_VIEWPORT)
    if not hidden or not page.is_at_rest(evidence):
        return None
    return opinion(other(Category.UNEXPECTED_UI_STATE), "the target is there and out of sight")


def expectation_unmet(evidence: Evidence) -> Opinion | None:
    """The action was done, and what must be so afterwards is not, on a page that gives no reason."""
    if evidence.error.kind is not ErrorKind.EXPECTATION or not page.is_at_rest(evidence):
        return None
    return opinion(
        named(SubType.SILENT_UPSTREAM_FAILURE),
        f"the action had not the effect expected of it: {evidence.step.expectation or 'its post-condition'}",
    )
