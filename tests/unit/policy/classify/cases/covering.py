"""Step 7: what lies over the target."""

from typing import Any

from tests.unit.policy.classify.cases.case import cases
from tests.unit.policy.classify.evidence import SPINNER, page_says, seen

DISMISSIBLE = "UNEXPECTED_UI_STATE/DISMISSIBLE"
DECISION = "UNEXPECTED_UI_STATE/DECISION_REQUIRED"


def under(cover: dict[str, Any] | None, *dialogs: dict[str, Any]) -> dict[str, Any]:
    """A target under something, and dialogs on the page; for `dom`."""
    return {
        "selector_counts": [1],
        "target": {"tag": "button", "visible": True, "covered_by": cover},
        "dialogs": dialogs,
    }


def dialog(text: str, *buttons: str, **more: Any) -> dict[str, Any]:
    return {"role": "dialog", "text": text, "buttons": buttons, "covers_target": True, **more}


LAYER = {"tag": "div", "attributes": {"class": "modal"}}

CASES = (
    *cases(
        "covered_by_spinner",
        "PAGE_STILL_LOADING/SPINNER_VISIBLE",
        {
            "a spinner over the target goes by itself": seen("Covered", dom=under(SPINNER)),
            "a spinner beside what takes the click does, too": seen("Covered", dom={**under(None), "busy": [SPINNER]}),
        },
        silent={
            "a list of uploads over the target does not": seen(
                "Covered", dom=under({"tag": "ul", "attributes": {"class": "uploader"}})
            ),
        },
    ),
    *cases(
        "browser_warns_of_breach",
        DISMISSIBLE,
        {
            "the browser's bubble about a known password is closed": seen(
                dom=under(None, dialog("The password you just used was found in a data breach"))
            ),
        },
        silent={
            "a form of the site for a new password is not the browser's": seen(
                dom={"forms": {"password_fields": 2}, "alerts": ["Your password was found in a data breach"]}
            ),
        },
    ),
    *cases(
        "terms_demanded",
        DECISION,
        {
            "terms stand where the next page should": seen(document={"heading": "Our terms of service have changed"}),
            "an address says so": seen(document={"final_url": "https://clinic.test/terms-and-conditions"}),
        },
        silent={
            "a page that has the target may speak of terms": seen(
                "NotEnabled", document={"heading": "Terms of service"}, dom={"selector_counts": [1]}
            ),
        },
    ),
    *cases(
        "choice_demanded",
        DECISION,
        {
            "a choice of accounts stands where the next page should": seen(document={"heading": "Choose an account"}),
            "somebody asks whether to stay signed in": seen(document={"heading": "Stay signed in?"}),
        },
        silent={
            "a page that has the target may offer a choice": seen(
                "NotEnabled", document={"heading": "Choose an account"}, dom={"selector_counts": [1]}
            ),
            "an account is opened, not chosen": seen(document={"heading": "Open an account"}),
        },
    ),
    *cases(
        "covered_by_dialog",
        DISMISSIBLE,
        {
            "a dialog that offers to close is closed": seen(
                "Covered", dom=under(LAYER, dialog("Subscribe to our letter", "Subscribe", "No, thanks"))
            ),
            "a dialog with a cross is closed": seen("Covered", dom=under(LAYER, dialog("What is new", "×"))),
            "a German dialog that offers to close is closed": seen(
                "Covered", dom=under(LAYER, dialog("Neuigkeiten", "Schließen"))
            ),
            "a notice about cookies is closed": seen(
                "Covered", dom=under(LAYER, dialog("We use cookies", "Accept", "Settings"))
            ),
            "what a modal dialog made inert lies under it": seen(
                "Inert", dom=under(None, dialog("News", "Close", covers_target=False))
            ),
        },
    ),
    *cases(
        "covered_by_dialog",
        DECISION,
        {
            "terms to agree to are somebody's decision": seen(
                "Covered", dom=under(LAYER, dialog("Terms and conditions", "I agree", "Close"))
            ),
            "a form in a dialog is somebody's decision": seen(
                "Covered", dom=under(LAYER, dialog("Why do you leave?", "Close", has_form=True))
            ),
            "a choice of two is somebody's decision": seen(
                "Covered", dom=under(LAYER, dialog("Which clinic?", "North", "South"))
            ),
            "a link to the cookie policy makes no notice about cookies": seen(
                "Covered",
                dom=under(
                    LAYER,
                    dialog(
                        "Do you come? Cookie policy", "Accept", "Decline", "Cookie policy", links=("Cookie policy",)
                    ),
                ),
            ),
            "closing an account is not closing a dialog": seen(
                "Covered", dom=under(LAYER, dialog("Manage account", "Close account", "Keep it"))
            ),
        },
        silent={
            "a dialog beside the target covers nothing": seen(
                "Covered", dom=under(LAYER, dialog("Chat", "Close", covers_target=False))
            ),
        },
    ),
    *cases(
        "covered_by_something",
        "UNEXPECTED_UI_STATE/OTHER",
        {
            "a layer that is no dialog is an unexpected state": seen("Covered", dom=under(LAYER)),
        },
        silent={
            "a target that nothing covers is not covered": seen("NotEnabled", dom=under(None)),
        },
    ),
    *cases(
        "dialog_instead_of_page",
        DISMISSIBLE,
        {
            "a page shows nothing but its question about cookies": seen(
                dom={**page_says("We use cookies"), "dialogs": [dialog("We use cookies", "Reject all")]}
            ),
        },
        silent={
            "a page that shows more than its dialog has begun": seen(
                dom={"dialogs": [dialog("Choose a clinic", "Skip")]}
            ),
        },
    ),
    *cases(
        "dialog_instead_of_target",
        DISMISSIBLE,
        {
            "a dialog is open and the target is not there": seen(dom={"dialogs": [dialog("Choose a clinic", "Skip")]}),
        },
        silent={
            "a cookie notice takes nothing off the page": seen(
                dom={"dialogs": [dialog("We use cookies", "Reject all")]}
            ),
            "a bar at the edge of the window is no dialog": seen(
                dom={"dialogs": [dialog("Chat with us", "Close", role="")]}
            ),
        },
    ),
    *cases(
        "javascript_dialog",
        DISMISSIBLE,
        {
            "an alert came up while the step waited": seen(browser={"dialog_events": ["alert: Saved"]}),
        },
        silent={
            "two matches have nothing to do with one": seen("Ambiguous", browser={"dialog_events": ["alert: Saved"]}),
        },
    ),
)
