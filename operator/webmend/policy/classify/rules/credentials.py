"""Step 5: the page is about getting in."""

from webmend.domain.evidence import Evidence
from webmend.domain.failure import Category, SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import PASSWORD_UPDATE_REQUIRED, named, other
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.bad_credentials import BAD_CREDENTIALS
from webmend.policy.classify.words.code_asked import CODE_ASKED
from webmend.policy.classify.words.code_refused import CODE_REFUSED
from webmend.policy.classify.words.code_setup import CODE_SETUP
from webmend.policy.classify.words.forced_change import FORCED_CHANGE
from webmend.policy.classify.words.locked import LOCKED
from webmend.policy.classify.words.required import REQUIRED
from webmend.policy.classify.words.session_ended import SESSION_ENDED


def password_change_forced(evidence: Evidence) -> Opinion | None:
    """A form for a new password in the page's own DOM, and words that force it. Words alone never do."""
    if not page.asks_for_new_password(evidence):
        return None
    said = FORCED_CHANGE.find(texts.said(evidence))
    if not said:
        return None
    return opinion(
        PASSWORD_UPDATE_REQUIRED,
        f"the site wants a new password first: {texts.quoted(said)}",
        "the page has a form for a new password",
    )


def code_setup_demanded(evidence: Evidence) -> Opinion | None:
    """A QR code or a code field, and words that speak of setting it up."""
    forms = evidence.dom.forms
    said = CODE_SETUP.find(texts.said(evidence)) if forms.qr_image or forms.otp_field else ""
    if not said:
        return None
    proof = "a QR code" if forms.qr_image else "a field for a code"
    return opinion(
        named(SubType.TFA_SETUP_REQUIRED),
        f"the site wants a second factor to be set up: {texts.quoted(said)}",
        f"the page shows {proof}",
    )


def code_refused(evidence: Evidence) -> Opinion | None:
    """The page asks for a code and objects to one."""
    said = CODE_REFUSED.find(texts.complaints(evidence)) if evidence.dom.forms.otp_field else ""
    return opinion(named(SubType.MFA_CODE_REJECTED), f"the code was refused: {texts.quoted(said)}") if said else None


def account_locked(evidence: Evidence) -> Opinion | None:
    """The page says that the account cannot be used. Beside a login form, running text may only warn of it."""
    if not page.is_credential_zone(evidence):
        return None
    said = LOCKED.find(texts.loud(evidence) if page.has_login_form(evidence) else texts.said(evidence))
    return opinion(named(SubType.ACCOUNT_LOCKED), f"the account is locked: {texts.quoted(said)}") if said else None


def credentials_refused(evidence: Evidence) -> Opinion | None:
    """The page says that user name or password are wrong. Before they were sent, running text is but a hint."""
    if not page.is_credential_zone(evidence):
        return None
    said = BAD_CREDENTIALS.find(texts.said(evidence) if page.has_submitted_login(evidence) else texts.loud(evidence))
    if not said:
        return None
    return opinion(named(SubType.INVALID_CREDENTIALS), f"the site refused the login: {texts.quoted(said)}")


def login_objected_to(evidence: Evidence) -> Opinion | None:
    """The login form is there again after the password was sent, with a complaint in whatever language."""
    complaint = next(filter(str.strip, evidence.dom.alerts), "")
    if not complaint or not page.has_login_form(evidence) or not page.has_submitted_login(evidence):
        return None
    if REQUIRED.find([complaint]) or SESSION_ENDED.find([complaint]):
        return None
    return opinion(
        named(SubType.INVALID_CREDENTIALS),
        f"the login form is there again and complains: {texts.quoted(complaint)}",
    )


def code_asked_for(evidence: Evidence) -> Opinion | None:
    """A second factor is asked for, and this workflow has no step for it."""
    has_field = evidence.dom.forms.otp_field and not page.has_target(evidence)
    asked = has_field or (page.has_submitted_login(evidence) and not page.has_login_form(evidence))
    said = CODE_ASKED.find(texts.said(evidence)) if asked else ""
    if not said:
        return None
    return opinion(other(Category.AUTHENTICATION_ERROR), f"the site asks for a second factor: {texts.quoted(said)}")


def login_form_again(evidence: Evidence) -> Opinion | None:
    """The login form is there again after the password was sent, and the page at rest says nothing."""
    if not page.has_submitted_login(evidence) or not page.has_login_form(evidence):
        return None
    if evidence.dom.alerts or not page.is_at_rest(evidence):
        return None
    return opinion(named(SubType.SILENT_LOGIN_FAILURE), "the login form is there again, without a word of why")


def access_refused(evidence: Evidence) -> Opinion | None:
    """The main document was answered 401 or 403, and nobody had been signed in."""
    status = evidence.document.status
    if status not in (401, 403) or page.has_target(evidence):
        return None
    if evidence.session.was_authenticated and status == 401:
        return None
    return opinion(named(SubType.ACCESS_DENIED), f"the site answered {status}")
