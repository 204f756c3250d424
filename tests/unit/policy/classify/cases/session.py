"""Step 6: the session."""

from tests.unit.policy.classify.cases.case import cases
from tests.unit.policy.classify.evidence import LOGIN_FORM, SENT, SIGNED_IN, page_says, seen

OVER = "Your session has expired. Please sign in again."

CASES = (
    *cases(
        "session_said_to_be_over",
        "ACCOUNT_LOGGED_OUT/SESSION_EXPIRED",
        {
            "the site says that it is over": seen(session=SIGNED_IN, dom={**LOGIN_FORM, "main_text_sample": OVER}),
            "it says so in German": seen(session=SIGNED_IN, dom=page_says("Ihre Sitzung ist abgelaufen.")),
        },
        silent={
            "nobody was signed in whose session could be over": seen(dom={**LOGIN_FORM, "main_text_sample": OVER}),
            "a page that has what the step looks for goes on": seen(
                "NotEnabled", session=SIGNED_IN, dom={"selector_counts": [1], "main_text_sample": OVER}
            ),
        },
    ),
    *cases(
        "session_said_to_be_refused",
        "ACCOUNT_LOGGED_OUT/SESSION_INVALIDATED",
        {
            "the site says that the session is not valid": seen(
                session=SIGNED_IN, dom=page_says("Invalid session token")
            ),
        },
        silent={
            "nobody was signed in": seen(dom=page_says("Invalid session token")),
        },
    ),
    *cases(
        "login_demanded",
        "ACCOUNT_LOGGED_OUT/OTHER",
        {
            "the site wants a login before it goes on": seen(
                session=SIGNED_IN, dom=page_says("Please log in to continue")
            ),
        },
        silent={
            "a step of the login itself is asked for it by right": seen(
                step={"action": "fill"}, session=SIGNED_IN, dom=page_says("Please log in to continue")
            ),
        },
    ),
    *cases(
        "sent_to_login",
        "ACCOUNT_LOGGED_OUT/REDIRECTED_TO_LOGIN",
        {
            "somebody signed in meets the login form": seen(session=SIGNED_IN, dom=LOGIN_FORM),
            "the address went to a login that has not come yet": seen(
                session=SIGNED_IN, document={"final_url": "https://id.clinic.test/login"}
            ),
        },
        silent={
            "somebody signing in does": seen(session={**SIGNED_IN, **SENT}, dom=LOGIN_FORM),
            "nobody was signed in yet": seen(dom=LOGIN_FORM),
        },
    ),
    *cases(
        "session_refused",
        "ACCOUNT_LOGGED_OUT/SESSION_INVALIDATED",
        {
            "401 to somebody signed in ends the session": seen(document={"status": 401}, session=SIGNED_IN),
            "401 to a request of the page does too": seen(
                session=SIGNED_IN, network={"failed": [{"host": "api.test", "status": 401}]}
            ),
            "the login's cookie is gone": seen(session={**SIGNED_IN, "auth_cookie_lost": True}),
        },
        silent={
            "403 to a request of the page is a matter of rights": seen(
                session=SIGNED_IN, network={"failed": [{"host": "api.test", "status": 403}]}
            ),
        },
    ),
)
