"""Step 3: what the main document's answer says. Only its own status counts, never that of something it loads."""

from webmend.domain.evidence import Evidence
from webmend.domain.failure import Category, Fault, SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import NOT_CONFIDENT, PAGE_NOT_FOUND, Label, named, other
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.maintenance import MAINTENANCE, PLANNED
from webmend.policy.classify.words.not_found import NOT_FOUND, NOTHING_HERE

_CHALLENGING = (401, 403, 429, 503)
"""Statuses that challenge pages are served with."""
_GONE = (404, 410)
BRIEF = 300
"""Characters of a page that says one thing: its running text is as good as a headline."""
_ADDRESS_ERRORS = {
    "net::ERR_INVALID_URL",
    "net::ERR_UNKNOWN_URL_SCHEME",
    "net::ERR_DISALLOWED_URL_SCHEME",
    "net::ERR_UNSAFE_PORT",
    "net::ERR_FILE_NOT_FOUND",
}
_CREDENTIAL_ERRORS = {"net::ERR_INVALID_AUTH_CREDENTIALS"}
_IDENTITY_ERRORS = {"net::ERR_BAD_SSL_CLIENT_AUTH_CERT", "net::ERR_SSL_CLIENT_AUTH_CERT_NEEDED"}
"""The site wants a client certificate, and has got none or one that it refuses."""
_NOT_ANSWERS = {"net::ERR_ABORTED"}
"""The browser or the page gave the navigation up itself: says nothing of the site."""


def challenge_served(evidence: Evidence) -> Opinion | None:
    """The address is answered by a check of who asks."""
    if evidence.document.status not in _CHALLENGING or not evidence.dom.captcha or page.has_target(evidence):
        return None
    return opinion(
        named(SubType.ACCESS_DENIED), f"the site answered {evidence.document.status} with a check for robots"
    )


def maintenance_announced(evidence: Evidence) -> Opinion | None:
    """An error status or an almost empty page with a headline that speaks of maintenance."""
    is_all = _is_server_error(evidence) or evidence.dom.main_text_length <= BRIEF
    text = (evidence.dom.main_text_sample,) if is_all else ()
    headline = (*texts.headline(evidence), texts.address(evidence))
    said = PLANNED.find(headline) or MAINTENANCE.find((*headline, *evidence.dom.alerts, *text))
    if (
        evidence.document.chrome_error
        or not said
        or page.has_target(evidence)
        or not (_is_server_error(evidence) or page.is_short(evidence))
    ):
        return None
    return opinion(
        named(SubType.MAINTENANCE_DOWNTIME),
        f"the site is down for maintenance: {texts.quoted(said)}",
        _answered(evidence),
    )


def server_error_answered(evidence: Evidence) -> Opinion | None:
    """The main document was answered 5xx, or 429."""
    if not _is_server_error(evidence):
        return None
    return opinion(named(SubType.HTTP_ERROR), _answered(evidence), _asked_to_wait(evidence))


def page_gone(evidence: Evidence) -> Opinion | None:
    """The main document was answered 404 or 410, and what was looked for is not on the page that came with it.

    A page that opens a dialog and says nothing of being missing works, whatever its status: static hosts send
    applications that way.
    """
    if evidence.document.status not in _GONE or page.has_target(evidence):
        return None
    if page.open_dialog(evidence) and not (
        NOT_FOUND.find(texts.own(evidence)) or NOTHING_HERE.find(texts.own(evidence))
    ):
        return None
    return opinion(PAGE_NOT_FOUND, _answered(evidence), fault=_who_asked(evidence))


def page_says_gone(evidence: Evidence) -> Opinion | None:
    """A page answered 200 whose headline says that there is nothing here."""
    title, heading = texts.headline(evidence)
    said = NOT_FOUND.find((title, heading)) or (NOTHING_HERE.find([title]) and NOTHING_HERE.find([heading]))
    if not said or page.has_target(evidence) or not page.is_short(evidence):
        return None
    return opinion(
        PAGE_NOT_FOUND, f"the page says that it does not exist: {texts.quoted(said)}", fault=_who_asked(evidence)
    )


def address_impossible(evidence: Evidence) -> Opinion | None:
    """The address is none that a browser opens."""
    if evidence.document.net_error not in _ADDRESS_ERRORS:
        return None
    said = f"the address cannot be opened: {evidence.document.net_error}"
    return opinion(NOT_CONFIDENT, said, fault=Fault.WORKFLOW, reason="Definition")


def site_unreachable(evidence: Evidence) -> Opinion | None:
    """The browser got no answer: connection refused, name not resolved, certificate not valid."""
    net_error = evidence.document.net_error
    if not net_error or net_error in _NOT_ANSWERS:
        return None
    return opinion(_unreachable_label(net_error), f"the site could not be reached: {net_error}")


def browser_error_page(evidence: Evidence) -> Opinion | None:
    """The browser shows its own error page: a link or a script led to an address that did not answer."""
    if not evidence.document.chrome_error:
        return None
    return opinion(other(Category.SERVICE_UNAVAILABLE), "the browser shows its own error page instead of the site")


def _unreachable_label(net_error: str) -> Label:
    if net_error in _CREDENTIAL_ERRORS:
        return named(SubType.INVALID_CREDENTIALS)
    if net_error in _IDENTITY_ERRORS:
        return named(SubType.ACCESS_DENIED)
    if net_error == "net::ERR_HTTP_RESPONSE_CODE_FAILURE":
        return named(SubType.HTTP_ERROR)
    return other(Category.SERVICE_UNAVAILABLE)


def _is_server_error(evidence: Evidence) -> bool:
    status = evidence.document.status
    return status is not None and (status == 429 or 500 <= status <= 599)


def _answered(evidence: Evidence) -> str:
    document = evidence.document
    where = page.host(document.final_url or document.url)
    return f"{where or 'the site'} answered {document.status}" if document.status else ""


def _asked_to_wait(evidence: Evidence) -> str:
    seconds = evidence.network.retry_after
    return f"it asked to wait {seconds:g} s (Retry-After)" if seconds else ""


def _who_asked(evidence: Evidence) -> Fault:
    """Whose address it was: the input's, the workflow's own, or that of a link on the site."""
    if evidence.inputs.names:
        return Fault.INPUT
    return Fault.WORKFLOW if evidence.step.action == "navigate" else Fault.WEBSITE
