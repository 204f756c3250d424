"""Step 6: somebody was signed in and is not any more."""

from webmend.domain.evidence import Evidence
from webmend.domain.failure import Category, SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import named, other
from webmend.policy.classify.need import SESSION
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.code_asked import CODE_ASKED
from webmend.policy.classify.words.login_required import LOGIN_REQUIRED
from webmend.policy.classify.words.session_ended import SESSION_ENDED
from webmend.policy.classify.words.session_refused import SESSION_REFUSED

_TYPING = ("fill", "press", "check", "upload")


def session_said_to_be_over(evidence: Evidence) -> Opinion | None:
    """The site says that the session has expired."""
    said = SESSION_ENDED.find(_told(evidence)) if page.may_be_signed_in(evidence) else ""
    return opinion(named(SubType.SESSION_EXPIRED), f"the session is over: {texts.quoted(said)}") if said else None


def session_said_to_be_refused(evidence: Evidence) -> Opinion | None:
    """The site says that it does not accept the session, or what stands for it."""
    was_in = page.may_be_signed_in(evidence) or page.is_past_login_form(evidence)
    said = SESSION_REFUSED.find(_told(evidence)) if was_in and not page.has_target(evidence) else ""
    label = named(SubType.SESSION_INVALIDATED)
    return opinion(label, f"the session is not accepted any more: {texts.quoted(said)}") if said else None


def login_demanded(evidence: Evidence) -> Opinion | None:
    """The site wants somebody to sign in before it goes on, and this step was to go on."""
    goes_on = evidence.step.action not in _TYPING and not page.is_login_address(evidence.document.url)
    if not goes_on or not page.may_be_signed_in(evidence) or CODE_ASKED.find(texts.loud(evidence)):
        return None
    said = LOGIN_REQUIRED.find(_told(evidence))
    is_sent = not SESSION.is_met(evidence) or page.is_login_address(evidence.document.final_url)
    label = named(SubType.REDIRECTED_TO_LOGIN) if is_sent else other(Category.ACCOUNT_LOGGED_OUT)
    return opinion(label, f"the site wants a login in mid-workflow: {texts.quoted(said)}") if said else None


def sent_to_login(evidence: Evidence) -> Opinion | None:
    """The page that came is a login, by its form or its address, although another one was asked for."""
    document = evidence.document
    is_moved = page.is_login_address(document.final_url) and not page.is_login_address(document.url)
    if not _was_signed_in(evidence) or not (page.has_login_form(evidence) or is_moved):
        return None
    moved = f"it went from {document.url} to {document.final_url}" if document.url != document.final_url else ""
    return opinion(named(SubType.REDIRECTED_TO_LOGIN), "the site shows its login form in mid-workflow", moved)


def session_refused(evidence: Evidence) -> Opinion | None:
    """The site no longer knows the session: 401, or the cookie of the login is gone."""
    if not page.may_be_signed_in(evidence):
        return None
    refused = evidence.document.status == 401 or any(request.status == 401 for request in evidence.network.failed)
    if not refused and not evidence.session.auth_cookie_lost:
        return None
    said = "the site answered 401" if refused else "the cookie that the login brought is gone"
    return opinion(named(SubType.SESSION_INVALIDATED), f"{said}")


def _told(evidence: Evidence) -> tuple[str, ...]:
    return (*texts.said(evidence), texts.address(evidence))


def _was_signed_in(evidence: Evidence) -> bool:
    session = evidence.session
    return session.was_authenticated and not session.login_pending and not page.has_target(evidence)
