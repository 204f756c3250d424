"""Step 5: getting in."""

from tests.unit.policy.classify.cases.case import cases
from tests.unit.policy.classify.evidence import (
    ERROR_PAGE,
    LOGIN_FORM,
    RENAMED,
    SENT,
    SIGNED_IN,
    TOLD,
    TYPED,
    page_says,
    seen,
)

NEW_PASSWORD = {"forms": {"password_fields": 3, "autocomplete": ["current-password", "new-password"]}}
CODE_FIELD = {"forms": {"otp_field": True}}
INVALID = "AUTHENTICATION_ERROR/INVALID_CREDENTIALS"
LOCKED = "AUTHENTICATION_ERROR/ACCOUNT_LOCKED"
EXPIRED = "Your password has expired. Please choose a new one."
PASSWORD_PAGE = "https://clinic.test/account/password"
OPENS = {"action": "navigate"}


def led_to(address: str) -> dict[str, object]:
    """The site led there from the address that was asked for."""
    return {"final_url": address, "redirects": [address]}


def login(*alerts: str, **dom: object) -> dict[str, object]:
    """A login form that says so."""
    return {**LOGIN_FORM, "alerts": alerts, **dom}


CASES = (
    *cases(
        "password_change_forced",
        "PASSWORD_UPDATE_REQUIRED",
        {
            "a form for a new password and words that force it force it": seen(
                session=SENT, dom=page_says(EXPIRED, **NEW_PASSWORD)
            ),
            "two password fields are proof enough": seen(
                session=SENT, dom=page_says("Sie müssen Ihr Passwort jetzt ändern", forms={"password_fields": 2})
            ),
            "it may come later in place of a page that a step opens": seen(
                step=OPENS,
                document=led_to(PASSWORD_PAGE),
                session=SIGNED_IN,
                dom=page_says(EXPIRED, **NEW_PASSWORD),
            ),
        },
        silent={
            "the words alone are not": seen(session=SENT, dom=page_says(EXPIRED)),
            "the words at a login form are not": seen(session=SENT, dom={**LOGIN_FORM, "alerts": [EXPIRED]}),
            "a form for a new password on a settings page is not": seen(
                session=SENT, dom=page_says("Change your password here at any time.", **NEW_PASSWORD)
            ),
            "a form in a frame is not the page's own": seen(
                session=SENT, dom=page_says(EXPIRED, **NEW_PASSWORD, main_forms={})
            ),
            "words in a frame's alert are not the page's own": seen(
                session=SENT, dom={**NEW_PASSWORD, "alerts": [EXPIRED]}
            ),
            "long after the login, somebody may have written that": seen(
                session=SIGNED_IN, dom=page_says(EXPIRED, **NEW_PASSWORD)
            ),
            "a page of another site that a step was led to is not": seen(
                step=OPENS,
                document=led_to("https://elsewhere.test/account/password"),
                session=SIGNED_IN,
                dom=page_says(EXPIRED, **NEW_PASSWORD),
            ),
            "a page that a click led to, long after the login, is not": seen(
                document=led_to(PASSWORD_PAGE), session=SIGNED_IN, dom=page_says(EXPIRED, **NEW_PASSWORD)
            ),
            "a registration is not": seen(
                session=SENT, dom=page_says("Create an account. Choose a password.", **NEW_PASSWORD)
            ),
        },
    ),
    *cases(
        "code_setup_demanded",
        "AUTHENTICATION_ERROR/TFA_SETUP_REQUIRED",
        {
            "a QR code and words about setting it up demand it": seen(
                session=SENT,
                dom=page_says("Scan this QR code with your phone", forms={"qr_image": True, "otp_field": True}),
            ),
            "a secret to type in does as well": seen(
                session=SENT,
                dom=page_says("Set up an authenticator app", forms={"secret_shown": True, "otp_field": True}),
            ),
        },
        silent={
            "the words alone do not": seen(session=SENT, dom=page_says("Scan the QR code on your ticket")),
            "a QR code alone does not": seen(
                session=SENT, dom=page_says("Show this at the desk", forms={"qr_image": True})
            ),
            "a QR code without a field for the code does not": seen(
                session=SENT, dom=page_says("Scan this QR code with your phone", forms={"qr_image": True})
            ),
            "a QR code in a frame does not": seen(
                session=SENT,
                dom=page_says(
                    "Scan this QR code", forms={"qr_image": True, "otp_field": True}, main_forms={"otp_field": True}
                ),
            ),
        },
    ),
    *cases(
        "code_setup_spoken_of",
        "AUTHENTICATION_ERROR/OTHER",
        {
            "a code field and words about setting it up, with nothing to scan": seen(
                dom=page_says("Set up two-factor authentication", **CODE_FIELD)
            ),
        },
        silent={
            "an article about it has no field": seen(dom=page_says("Set up two-factor authentication")),
        },
    ),
    *cases(
        "password_form_instead",
        "PASSWORD_UPDATE_REQUIRED",
        {
            "the login leads to a page that changes the password": seen(
                session=SENT, document={"heading": "Change your password"}, dom=NEW_PASSWORD
            ),
        },
        silent={
            "long after the login it is a page of the settings": seen(
                session=SIGNED_IN, document={"heading": "Change your password"}, dom=NEW_PASSWORD
            ),
            "a step that uses the form came for it": seen(
                "NotEnabled",
                session=SENT,
                document={"heading": "Change your password"},
                dom={**NEW_PASSWORD, "selector_counts": [1]},
            ),
        },
    ),
    *cases(
        "password_said_to_be_due",
        "PASSWORD_UPDATE_REQUIRED",
        {
            "somebody tells that it has expired": seen(dropped=("dom.forms",), dom=page_says(EXPIRED)),
        },
        silent={
            "on a page that was looked at, its form must be there": seen(dom=page_says(EXPIRED)),
        },
    ),
    *cases(
        "login_said_to_have_failed",
        "AUTHENTICATION_ERROR/SILENT_LOGIN_FAILURE",
        {
            "the page says that the login failed": seen("Expectation", session=SENT, dom=login("Login failed")),
        },
        silent={
            "where the step says what else is wrong, that is it": seen(
                "Ambiguous", session=SENT, dom=login("Login failed")
            ),
            "far from any login it is about something else": seen(
                "Expectation", dom=page_says("Login failed: 3 today")
            ),
        },
    ),
    *cases(
        "code_refused",
        "AUTHENTICATION_ERROR/MFA_CODE_REJECTED",
        {
            "a code field with a complaint about the code refuses it": seen(
                dom={**CODE_FIELD, "alerts": ["The code you entered is not valid"]}
            ),
        },
        silent={
            "a code field with a greeting does not": seen(
                dom={**CODE_FIELD, "alerts": ["We have sent a code to your phone"]}
            ),
            "a postcode that somebody calls invalid is none": seen(
                dropped=(*TOLD, "dom.forms"),
                document={"heading": "zip code marked invalid"},
                dom={"selector_counts": []},
            ),
            "a token that is not valid stands for a session": seen(
                dropped=(*TOLD, "dom.forms"), document={"heading": "token is invalid"}, dom={"selector_counts": []}
            ),
            "an invalid voucher code is no second factor": seen(dom={"alerts": ["Invalid voucher code"]}),
        },
    ),
    *cases(
        "account_locked",
        LOCKED,
        {
            f"a login page in {language} says that the account is locked": seen(session=SENT, dom=login(said))
            for language, said in {
                "English": "Your account has been temporarily locked.",
                "German": "Ihr Konto wurde gesperrt.",
                "French": "Votre compte est bloqué.",
                "Spanish": "Su cuenta ha sido bloqueada.",
                "Portuguese": "Sua conta foi bloqueada.",
                "Italian": "Il tuo account è stato bloccato.",
                "Dutch": "Uw account is geblokkeerd.",
                "Polish": "Twoje konto zostało zablokowane.",
                "Czech": "Váš účet byl zablokován.",
                "Hebrew": "החשבון ננעל",
                "Japanese": "アカウントがロックされました",
                "Chinese": "您的账户已锁定",
            }.items()
        },
        silent={
            "a warning beside the form does not": seen(
                session=SENT, dom=login(main_text_sample="Your account will be locked after 3 failed attempts.")
            ),
            "a locked account in a list of accounts does not": seen(
                session=SIGNED_IN, dom={"main_text_sample": "Account 4711: locked"}
            ),
        },
    ),
    *cases(
        "credentials_refused",
        INVALID,
        {
            f"a login page in {language} refuses the credentials": seen(session=SENT, dom=login(said))
            for language, said in {
                "English": "Incorrect user name or password.",
                "German": "Benutzername oder Passwort falsch.",
                "French": "Identifiant ou mot de passe incorrect.",
                "Spanish": "Usuario o contraseña incorrectos.",
                "Portuguese": "Usuário ou senha inválidos.",
                "Italian": "Nome utente o password non validi.",
                "Dutch": "Gebruikersnaam of wachtwoord onjuist.",
                "Polish": "Nieprawidłowa nazwa użytkownika lub hasło.",
                "Czech": "Nesprávné jméno nebo heslo.",
                "Hebrew": "שם משתמש או סיסמה שגויים",
                "Japanese": "IDまたはパスワードが正しくありません",
                "Chinese": "用户名或密码错误",
            }.items()
        },
        silent={
            "a hint beside a form that was not sent does not": seen(
                session=TYPED, dom=login(main_text_sample="After an incorrect password you can try twice more.")
            ),
            "the selector of a password field does not": seen(
                error={"message": "incorrect use of locator('#password')"}, session=SENT
            ),
        },
    ),
    *cases(
        "login_objected_to",
        INVALID,
        {
            "the form is back with a complaint nobody here can read": seen(session=SENT, dom=login("Vale parool")),
        },
        silent={
            "a form that was never sent objects to nothing": seen(session=TYPED, dom=login("Vale parool")),
            "a form that misses its values does not object to them": seen(
                session=SENT, dom=login("Password is required")
            ),
            "the end of a session is no objection": seen(session=SENT, dom=login("Your session has expired")),
        },
    ),
    *cases(
        "code_asked_for",
        "AUTHENTICATION_ERROR/OTHER",
        {
            "a code field that no step knows asks for a second factor": seen(
                session=SENT, dom=page_says("Enter the verification code", **CODE_FIELD)
            ),
            "a page after the login may ask without a field": seen(
                session=SENT, dom=page_says("We detected an unusual login attempt")
            ),
        },
        silent={
            "a code field that is there for the step does not": seen(
                "NotEnabled", dom=page_says("Enter the verification code", selector_counts=[1], **CODE_FIELD)
            ),
        },
    ),
    *cases(
        "login_form_again",
        "AUTHENTICATION_ERROR/SILENT_LOGIN_FAILURE",
        {
            "the form is back without a word": seen("Expectation", session=TYPED, dom=LOGIN_FORM),
        },
        silent={
            "a form whose button was renamed was never sent": seen(session=TYPED, dom=LOGIN_FORM),
            "a form that is being sent is not back": seen(
                "Expectation", session=TYPED, dom=LOGIN_FORM, network={"in_flight": 1}
            ),
        },
    ),
    *cases(
        "access_refused",
        "AUTHENTICATION_ERROR/ACCESS_DENIED",
        {
            "403 where nobody was signed in refuses access": seen(
                "Navigation", document={"status": 403}, dom=ERROR_PAGE
            ),
        },
        silent={
            "401 to somebody who was signed in ends a session": seen(
                "Navigation", document={"status": 401}, session=SIGNED_IN
            ),
            "200 refuses nothing": seen(),
        },
    ),
    *cases(
        "code_objected_to",
        "AUTHENTICATION_ERROR/MFA_CODE_REJECTED",
        {
            "the code is asked for again with a complaint in Finnish": seen(
                session=SENT, dom={**CODE_FIELD, "alerts": ["Koodi ei kelpaa"]}
            ),
        },
        silent={
            "nothing was sent yet": seen(session=TYPED, dom={**CODE_FIELD, "alerts": ["Koodi ei kelpaa"]}),
        },
    ),
    *cases(
        "login_leads_elsewhere",
        "AUTHENTICATION_ERROR/OTHER",
        {
            "the login led to a page that wants a telephone, in Swedish": seen(
                session=SENT, document={"heading": "Godkänn inloggningen"}, dom=page_says("Öppna appen på din telefon")
            ),
        },
        silent={
            "the login form is still there": seen(session=SENT, dom=LOGIN_FORM),
            "a page with a button that could be the one is the right one": seen(
                session=SENT, dom=page_says("Welcome. Register someone", closest=[RENAMED])
            ),
        },
    ),
)
