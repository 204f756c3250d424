"""Short questions to the evidence that several rules ask."""

import re
from urllib.parse import urlsplit

from webmend.domain.evidence import DialogFacts, ElementFacts, ErrorKind, Evidence, FormFacts
from webmend.domain.origin import of_address

from .need import FORMS, MATCHES, SESSION
from .words.cookies import COOKIES

WAITED_FOR = frozenset(
    {
        ErrorKind.NO_MATCH,
        ErrorKind.NOT_VISIBLE,
        ErrorKind.NOT_ENABLED,
        ErrorKind.NOT_STABLE,
        ErrorKind.DETACHED,
        ErrorKind.NO_OPTION,
        ErrorKind.EXPECTATION,
        ErrorKind.NAVIGATION,
        ErrorKind.TIMEOUT,
        ErrorKind.OTHER,
    }
)
"""What more time could have cured. A count of two, a refused value or a covered target could not."""

_PAST_TARGET = (ErrorKind.EXPECTATION, ErrorKind.NAVIGATION)
"""The step had used its target: that it is still there says nothing of the page that should have come."""

_DIALOG_ROLES = ("dialog", "alertdialog")
_ALL_BUT = 0.8
"""Share of a page's text that is as good as all of it."""
SHORT_PAGE = 1500
"""Characters of text. An error page says little else; a page of an application that mentions an error says more."""
QUIET_MUTATIONS = 10
"""DOM changes in two seconds that a clock, a caret or a carousel makes on a page at rest."""
STANDING_MS = 30_000
"""A request older than this is a standing connection (long poll, event stream), which no page waits for."""
_GAVE_UP = 0.9
"""Share of its waitTime after which a navigation has run out of time, and was not broken off."""

_LOGIN_PATH = re.compile(
    r"(?i)(?:^|[/._-])(?:log-?in|log-?on|sign-?in|auth|authorize|authenticate|sso|saml2?|oauth2?)(?:$|[/._-])"
)
_SPINNER = re.compile(
    r"(?i)(?<![a-z])spin(?![a-z])|spinner|spinning|(?<!up)(?<!down)load(?:er|ing)|throbber|(?<![a-z])busy"
    r"|progress-?(?:bar|circular|circle|ring|indicator)|circular-?progress|block-?ui|nprogress"
)
_PART = re.compile(r"(?<![\d.,/])(\d{1,6})\s?(?:of|von|sur|de|di|van|z|ze|מתוך|件中|/|共)\s?(\d{1,6})(?![\d.,/])")
"""Such as "3 of 48": so many of so many."""
_SKELETON = re.compile(r"(?i)skeleton|shimmer|placeholder|ghost")


def has_target(evidence: Evidence) -> bool:
    """Whether what the step looks for is there now: then the page cannot be all wrong."""
    found = any(evidence.dom.selector_counts) or evidence.dom.target is not None
    return found and evidence.error.kind not in _PAST_TARGET


def is_waiting(evidence: Evidence) -> bool:
    """Whether the step gave up waiting for something."""
    return evidence.error.kind in WAITED_FOR


def is_told(evidence: Evidence) -> bool:
    """Whether nobody has looked at the page: all that is known of it was told in words."""
    return not MATCHES.is_met(evidence)


def is_short(evidence: Evidence) -> bool:
    """Whether the page says as little as an error page."""
    return evidence.dom.main_text_length <= SHORT_PAGE


def is_loaded(evidence: Evidence) -> bool:
    """Whether nothing says that the document is not complete."""
    return evidence.document.ready_state not in ("loading", "interactive")


def has_traffic(evidence: Evidence) -> bool:
    """Whether requests are under way that the page may wait for."""
    network = evidence.network
    return network.in_flight > 1 or (network.in_flight == 1 and network.oldest_in_flight_ms < STANDING_MS)


def is_changing(evidence: Evidence) -> bool:
    """Whether the page is still being built."""
    return evidence.dom.mutations_last_2s > QUIET_MUTATIONS


def open_dialog(evidence: Evidence) -> DialogFacts | None:
    """The dialog that the page has opened. Under a bar, a chat button or a cookie notice the page goes on as it is."""
    dialogs = (dialog for dialog in evidence.dom.dialogs if dialog.role in _DIALOG_ROLES)
    return next((d for d in dialogs if not is_about_cookies(d) or is_only_dialog(evidence, d)), None)


def is_only_dialog(evidence: Evidence, dialog: DialogFacts) -> bool:
    """Whether the page says hardly anything beside the dialog: it waits for its answer before it shows itself."""
    return len(dialog.text) >= _ALL_BUT * evidence.dom.main_text_length > 0


def is_about_cookies(dialog: DialogFacts) -> bool:
    """Whether it may be declined or accepted without harm."""
    return bool(COOKIES.find([dialog.text]))


def is_at_rest(evidence: Evidence) -> bool:
    """Whether the page is loaded, with nothing busy, under way, changing or opened over it."""
    moves = evidence.dom.busy or has_traffic(evidence) or is_changing(evidence)
    return is_loaded(evidence) and not moves and open_dialog(evidence) is None


def is_unanswered(evidence: Evidence) -> bool:
    """Whether a navigation ran out of time before its document began to come: the page is still the one before."""
    step, document = evidence.step, evidence.document
    gave_up = evidence.error.kind is ErrorKind.NAVIGATION and step.waited >= _GAVE_UP * step.wait_time
    came = document.ready_state == "loading" or document.net_error or document.chrome_error
    return step.action == "navigate" and gave_up and not came


def is_login_address(address: str) -> bool:
    """Whether host or path of the address name a login."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(_LOGIN_PATH.search(f"{parts.netloc}{parts.path}"))


def has_login_form(evidence: Evidence) -> bool:
    """Whether the page asks for a password, and not for a new one."""
    return evidence.dom.forms.password_fields == 1 and not asks_for_new_password(evidence)


def asks_for_new_password(evidence: Evidence) -> bool:
    """Structural proof of a form that sets a password."""
    return sets_password(evidence.dom.forms)


def sets_password(forms: FormFacts) -> bool:
    """Whether there is a form that sets a password: twice the same, or a field that says so."""
    return forms.password_fields >= 2 or "new-password" in forms.autocomplete


def sets_code_up(forms: FormFacts) -> bool:
    """Whether there is all that setting up a second factor takes: a secret in some form, and a field for a code."""
    return forms.otp_field and (forms.qr_image or forms.secret_shown)


def has_credential_fields(evidence: Evidence) -> bool:
    """Whether the page asks for a password or a code, old or new."""
    forms = evidence.dom.forms
    return forms.password_fields > 0 or forms.otp_field or forms.qr_image


def may_be_credential_zone(evidence: Evidence) -> bool:
    """Whether the page is about getting in, or nobody has seen what it asks for."""
    return is_credential_zone(evidence) or not FORMS.is_met(evidence)


def is_credential_zone(evidence: Evidence) -> bool:
    """Whether the page is about getting in."""
    pending = evidence.session.login_pending
    return has_credential_fields(evidence) or pending or is_login_address(evidence.document.final_url)


def has_submitted_login(evidence: Evidence) -> bool:
    """Whether the password was not only typed but sent, and nothing has shown yet that it was taken."""
    session, kind = evidence.session, evidence.error.kind
    return session.login_pending and (session.login_submitted or kind is ErrorKind.EXPECTATION)


def may_be_signed_in(evidence: Evidence) -> bool:
    """Whether somebody was signed in before this page came, or nobody knows."""
    session = evidence.session
    was = session.was_authenticated or not SESSION.is_met(evidence)
    return was and not session.login_pending and not has_target(evidence)


def is_inside(evidence: Evidence) -> bool:
    """Whether the login has passed, or nobody knows: what fails then lies with what the site does inside."""
    is_used = is_past_login_form(evidence) and evidence.dom.target is not None
    return evidence.session.was_authenticated or is_used or not SESSION.is_met(evidence)


def is_right_after_login(evidence: Evidence) -> bool:
    """Whether the login was just sent, or nobody knows: that is when sites demand a new password or a second factor."""
    session = evidence.session
    return (session.login_pending and session.login_submitted) or not SESSION.is_met(evidence)


def demands_first(evidence: Evidence) -> bool:
    """Whether the page's own document has the form for a new password or a second factor, where one may be demanded."""
    forms = evidence.dom.main_forms
    return (sets_password(forms) or sets_code_up(forms)) and may_demand_first(evidence)


def may_demand_first(evidence: Evidence) -> bool:
    """Whether a new password or a second factor may be demanded here: right after the login, or in place of an address
    that the step opened, where the site's own server led elsewhere."""
    return is_right_after_login(evidence) or _is_led_away(evidence)


def _is_led_away(evidence: Evidence) -> bool:
    document = evidence.document
    if evidence.step.action != "navigate" or not document.redirects:
        return False
    site = of_address(document.url)
    stays = site and site == of_address(document.final_url)
    return bool(stays) and urlsplit(document.url).path != urlsplit(document.final_url).path


def is_past_login_form(evidence: Evidence) -> bool:
    """Whether the login was sent and its form is gone, and nothing has shown yet that it worked."""
    return has_submitted_login(evidence) and evidence.dom.forms.password_fields == 0


def shows_part(evidence: Evidence) -> str:
    """What says that a list shows only some of its entries; empty when nothing does."""
    if evidence.dom.pager:
        return evidence.dom.pager
    found = _PART.search(evidence.dom.main_text_sample)
    return found[0] if found and int(found[1]) < int(found[2]) else ""


def data_failed(evidence: Evidence) -> bool:
    """Whether a request for data was refused or lost."""
    return any(
        request.type in ("fetch", "xhr") and (request.status or 500) >= 400 for request in evidence.network.failed
    )


def is_spinner(element: ElementFacts) -> bool:
    """Whether the element turns while something loads."""
    return element.role == "progressbar" or element.tag == "progress" or _is_called(_SPINNER, element)


def is_skeleton(element: ElementFacts) -> bool:
    """Whether the element holds the place of content to come."""
    return _is_called(_SKELETON, element)


def names_something_busy(selector: str) -> bool:
    """Whether a selector or an expectation is about what shows that something loads."""
    return bool(_SPINNER.search(selector) or _SKELETON.search(selector))


def host(address: str) -> str:
    """The host of an address; empty when it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_called(pattern: re.Pattern[str], element: ElementFacts) -> bool:
    names = (element.attributes.get(key, "") for key in ("class", "id", "data-testid"))
    return any(pattern.search(name) for name in (element.name, *names))
