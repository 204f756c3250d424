"""Step 5: the page is about getting in."""

import re

from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.failure import Category, SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import PASSWORD_UPDATE_REQUIRED, named, other
from webmend.policy.classify.likeness import counterpart
from webmend.policy.classify.need import FORMS
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.bad_credentials import BAD_CREDENTIALS
from webmend.policy.classify.words.code_asked import CODE_ASKED
from webmend.policy.classify.words.code_refused import CODE_REFUSED
from webmend.policy.classify.words.code_setup import CODE_SETUP
from webmend.policy.classify.words.forced_change import FORCED_CHANGE
from webmend.policy.classify.words.locked import LOCKED
from webmend.policy.classify.words.login_failed import LOGIN_FAILED
from webmend.policy.classify.words.maintenance import MAINTENANCE
from webmend.policy.classify.words.password_change import PASSWORD_CHANGE
from webmend.policy.classify.words.required import REQUIRED
from webmend.policy.classify.words.session_ended import SESSION_ENDED
from webmend.policy.classify.words.token_refused import TOKEN_REFUSED

_OTHER_CODES = re.compile(
    r"(?i)\b(?:zip|post(?:al)?|country|area|promo(?:tion)?|discount|coupon|voucher|gift|product|article|booking|currency"
    r"|bank|sort|swift|tax|status|error|response|return|exit|source|script|invit(?:e|ation)|referral|language) ?codes?"
)
"""Codes that prove nobody's identity."""


def password_change_forced(evidence: Evidence) -> Opinion | None:
    """A form for a new password in the page's own document, and words of it that force it. Words alone never do."""
    if not page.sets_password(evidence.dom.main_forms) or not page.may_demand_first(evidence):
        return None
    said = FORCED_CHANGE.find((*texts.own(evidence), texts.address(evidence)))
    if not said:
        return None
    return opinion(
        PASSWORD_UPDATE_REQUIRED,
        f"the site wants a new password first: {texts.quoted(said)}",
        "the page has a form for a new password",
    )


def password_form_instead(evidence: Evidence) -> Opinion | None:
    """A page for a new password came right after the login where another one should, and the target is not on it."""
    is_over = any(dialog.covers_target and dialog.has_form for dialog in evidence.dom.dialogs)
    if not page.sets_password(evidence.dom.main_forms) or (page.has_target(evidence) and not is_over):
        return None
    names = (*texts.own(evidence), texts.address(evidence))
    said = PASSWORD_CHANGE.find(names) if page.may_demand_first(evidence) else ""
    if not said:
        return None
    return opinion(PASSWORD_UPDATE_REQUIRED, f"a form for a new password came instead: {texts.quoted(said)}")


def password_said_to_be_due(evidence: Evidence) -> Opinion | None:
    """Words alone: enough to doubt other answers, never to call for a new password."""
    if page.has_target(evidence) or FORMS.is_met(evidence):
        return None
    said = FORCED_CHANGE.find((*texts.said(evidence), texts.address(evidence)))
    said = said or PASSWORD_CHANGE.find((texts.address(evidence),))
    return opinion(PASSWORD_UPDATE_REQUIRED, f"a new password is spoken of: {texts.quoted(said)}") if said else None


def code_setup_demanded(evidence: Evidence) -> Opinion | None:
    """A secret as a QR code or as text, a field for the first code, and words that speak of setting it up.

    All three in the page's own document, right after the login: none of them alone starts what cannot be undone.
    """
    forms = evidence.dom.main_forms
    is_demanded = page.sets_code_up(forms) and page.may_demand_first(evidence)
    said = CODE_SETUP.find(texts.own(evidence)) if is_demanded else ""
    if not said:
        return None
    return opinion(
        named(SubType.TFA_SETUP_REQUIRED),
        f"the site wants a second factor to be set up: {texts.quoted(said)}",
        f"the page shows {'a QR code' if forms.qr_image else 'a secret'} and a field for a code",
    )


def code_setup_spoken_of(evidence: Evidence) -> Opinion | None:
    """Some of that, not all of it: a second factor is to be set up, in a way that nobody can follow blindly."""
    forms = evidence.dom.forms
    is_shown = forms.qr_image or forms.otp_field or not FORMS.is_met(evidence)
    said = CODE_SETUP.find(texts.said(evidence)) if is_shown and not page.has_target(evidence) else ""
    label = other(Category.AUTHENTICATION_ERROR)
    return opinion(label, f"the site speaks of setting up a second factor: {texts.quoted(said)}") if said else None


def code_refused(evidence: Evidence) -> Opinion | None:
    """The page asks for a code and objects to one. Where nobody has seen its fields, its words have to do."""
    asks = evidence.dom.forms.otp_field or CODE_ASKED.find(texts.own(evidence))
    if page.is_told(evidence):
        told = tuple(_OTHER_CODES.sub(" ", text) for text in texts.said(evidence))
        said = CODE_REFUSED.find(told) or (TOKEN_REFUSED.find(told) if CODE_ASKED.find(told) else "")
    else:
        complaints = texts.complaints(evidence) if asks else ()
        said = CODE_REFUSED.find(complaints) or TOKEN_REFUSED.find(complaints)
    return opinion(named(SubType.MFA_CODE_REJECTED), f"the code was refused: {texts.quoted(said)}") if said else None


def code_objected_to(evidence: Evidence) -> Opinion | None:
    """The page still asks for a code after one was sent, with a complaint in whatever language."""
    session = evidence.session
    complaint = next(filter(str.strip, (*evidence.dom.forms.invalid_fields, *evidence.dom.alerts)), "")
    if not complaint or not evidence.dom.forms.otp_field or page.has_target(evidence) or not session.login_submitted:
        return None
    if REQUIRED.find([complaint]) or evidence.dom.forms.qr_image or evidence.dom.forms.secret_shown:
        return None
    return opinion(named(SubType.MFA_CODE_REJECTED), f"the page asks for the code again: {texts.quoted(complaint)}")


def login_leads_elsewhere(evidence: Evidence) -> Opinion | None:
    """After the login came another page than the step needs, with nothing of the login on it: it is not over yet."""
    if not page.is_past_login_form(evidence) or page.has_target(evidence) or not page.is_short(evidence):
        return None
    if evidence.error.kind is not ErrorKind.NO_MATCH or not page.is_at_rest(evidence) or counterpart(evidence):
        return None
    where = evidence.document.heading or evidence.document.title or evidence.document.final_url
    label = other(Category.AUTHENTICATION_ERROR)
    return opinion(label, f"the login led to another page: {texts.quoted(where)}")


def account_locked(evidence: Evidence) -> Opinion | None:
    """The page says that the account cannot be used. Beside a login form, running text may only warn of it."""
    if not page.may_be_credential_zone(evidence):
        return None
    said = LOCKED.find(texts.loud(evidence) if page.has_login_form(evidence) else texts.said(evidence))
    return opinion(named(SubType.ACCOUNT_LOCKED), f"the account is locked: {texts.quoted(said)}") if said else None


def credentials_refused(evidence: Evidence) -> Opinion | None:
    """The page says that user name or password are wrong. Before they were sent, running text is but a hint."""
    if not page.may_be_credential_zone(evidence):
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
    if REQUIRED.find([complaint]) or MAINTENANCE.find([complaint]) or SESSION_ENDED.find([complaint]):
        return None
    return opinion(
        named(SubType.INVALID_CREDENTIALS),
        f"the login form is there again and complains: {texts.quoted(complaint)}",
    )


def code_asked_for(evidence: Evidence) -> Opinion | None:
    """A second factor is asked for, and this workflow has no step for it."""
    has_field = evidence.dom.forms.otp_field and not page.has_target(evidence)
    sent = page.has_submitted_login(evidence) and not page.has_login_form(evidence)
    asked = has_field or sent or not FORMS.is_met(evidence)
    said = CODE_ASKED.find(texts.said(evidence)) if asked else ""
    if not said:
        return None
    return opinion(other(Category.AUTHENTICATION_ERROR), f"the site asks for a second factor: {texts.quoted(said)}")


def login_said_to_have_failed(evidence: Evidence) -> Opinion | None:
    """Page or tool say that the login failed, and not why."""
    is_all = evidence.error.kind in (ErrorKind.OTHER, ErrorKind.EXPECTATION)
    said = LOGIN_FAILED.find(texts.loud(evidence)) if is_all and page.may_be_credential_zone(evidence) else ""
    return opinion(named(SubType.SILENT_LOGIN_FAILURE), f"the login failed: {texts.quoted(said)}") if said else None


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
    if status == 401 and page.may_be_signed_in(evidence):
        return None
    return opinion(named(SubType.ACCESS_DENIED), f"the site answered {status}")
