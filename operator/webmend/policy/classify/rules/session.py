"""Step 6: somebody was signed in and is not any more."""

from webmend.domain.evidence import Evidence
from webmend.domain.failure import SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import named
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.session_ended import SESSION_ENDED


def session_said_to_be_over(evidence: Evidence) -> Opinion | None:
    """The site says that the session has expired."""
    said = SESSION_ENDED.find(texts.said(evidence)) if _was_signed_in(evidence) else ""
    return (
        opinion(named(SubType.SESSION_EXPIRED), f"the site says that it is over: {texts.quoted(said)}")
        if said
        else None
    )


def sent_to_login(evidence: Evidence) -> Opinion | None:
    """The page that came is a login, although another one was asked for."""
    if not _was_signed_in(evidence) or not page.has_login_form(evidence):
        return None
    document = evidence.document
    moved = f"it went from {document.url} to {document.final_url}" if document.url != document.final_url else ""
    return opinion(named(SubType.REDIRECTED_TO_LOGIN), "the site shows its login form in mid-workflow", moved)


def session_refused(evidence: Evidence) -> Opinion | None:
    """The site no longer knows the session: 401, or the cookie of the login is gone."""
    if not _was_signed_in(evidence):
        return None
    refused = evidence.document.status == 401 or any(request.status == 401 for request in evidence.network.failed)
    if not refused and not evidence.session.auth_cookie_lost:
        return None
    said = "the site answered 401" if refused else "the cookie that the login brought is gone"
    return opinion(named(SubType.SESSION_INVALIDATED), f"{said} although somebody was signed in")


def _was_signed_in(evidence: Evidence) -> bool:
    session = evidence.session
    return session.was_authenticated and not session.login_pending and not page.has_target(evidence)
