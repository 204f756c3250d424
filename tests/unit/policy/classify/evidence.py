"""Small bundles of evidence: a page at rest where everything is as it should be, but for what a test says."""

from typing import Any

from webmend.domain.evidence import Evidence

AT_REST: dict[str, dict[str, Any]] = {
    "error": {"kind": "NoMatch", "message": "Locator.click: Timeout 15000ms exceeded."},
    "step": {
        "id": "new-patient",
        "action": "click",
        "title": "Click New Patient",
        "selector": 'role=button[name="New Patient"]',
        "wait_time": 15.0,
        "waited": 15.0,
    },
    "document": {
        "url": "https://clinic.test/patients",
        "final_url": "https://clinic.test/patients",
        "status": 200,
        "ready_state": "complete",
        "title": "Patients",
        "heading": "Patients",
    },
    "dom": {"selector_counts": [0], "main_text_length": 3000, "main_text_sample": "Patients. Find a patient by name."},
}

LOGIN_FORM: dict[str, Any] = {
    "main_text_length": 120,
    "main_text_sample": "Sign in. User name. Password.",
    "forms": {"password_fields": 1, "autocomplete": ["username", "current-password"]},
}
"""The content of a login page, for `dom`."""
SENT: dict[str, Any] = {"login_node": "password", "login_pending": True, "login_submitted": True}
"""The password was sent, and nothing has shown yet that it was taken; for `session`."""
TYPED: dict[str, Any] = {"login_node": "password", "login_pending": True}
"""The password was typed and not sent; for `session`."""
SIGNED_IN: dict[str, Any] = {"login_node": "password", "was_authenticated": True}
"""A login of this session has worked; for `session`."""
ERROR_PAGE: dict[str, Any] = {"main_text_length": 60, "main_text_sample": ""}
"""The content of a page with a sentence or two, for `dom`."""

RENAMED = {"tag": "button", "role": "button", "name": "Register someone", "score": 0.7}
"""An element that could be the missing one; for `dom.closest`."""
TOLD = ("browser", "dom.selector_counts", "session")
"""Dropped where nobody looked at the page: it was told in words."""
SPINNER = {"tag": "span", "role": "progressbar", "name": "Loading", "attributes": {"class": "spinner"}}
SKELETON = {"tag": "div", "attributes": {"class": "skeleton-row"}}


def seen(kind: str = "NoMatch", *, dropped: tuple[str, ...] = (), **groups: dict[str, Any]) -> Evidence:
    """Evidence of an error of that kind; what is said of a group comes on top of AT_REST, field by field.

    A page without frames, unless `main_forms` says what of the forms is its own document's.
    """
    bundle = {name: {**AT_REST.get(name, {}), **groups.get(name, {})} for name in {*AT_REST, *groups}}
    bundle["error"]["kind"] = kind
    bundle["dom"].setdefault("main_forms", bundle["dom"].get("forms", {}))
    return Evidence.model_validate({**bundle, "dropped": dropped})


def page_says(text: str, **dom: Any) -> dict[str, Any]:
    """The content of an almost empty page with that text, for `dom`."""
    return {"main_text_length": len(text), "main_text_sample": text, **dom}
