"""From a failure that was told to the bundle of evidence."""

from typing import Any

from webmend.domain.evidence import ErrorKind, Evidence
from webmend.policy.classify.texts import prose, spoken

from . import answers, described, unready
from .covers import cover_of
from .kinds import kind_of
from .told import Told

_LINE, _SENTENCE, _TEXT = 256, 1024, 4096
_CHOOSING = ("select", "click", "fill", "")
"""Actions that may choose from a list."""
_FED = ("fill", "select", "type", "press")
"""Actions that take a value."""
_TYPING = ("fill", "press", "type")
_STARTING = "start"
"""What is done before any step: the browser and its profile are ours."""
_AT_REST = ("network.in_flight", "dom.mutations_last_2s", "document.ready_state", "dom.busy", "dom.dialogs")
"""What says whether a page is at rest."""
_MANY_REQUESTS = 2
"""Under way where content is said to follow the page."""
_SLOW_MS = 60_000
"""A first byte that somebody calls slow."""
_VAGUE = (ErrorKind.TIMEOUT, ErrorKind.OTHER, ErrorKind.NO_MATCH, ErrorKind.EXPECTATION)
"""Kinds behind which something more precise may stand."""


def read(told: Told) -> Evidence:
    """The bundle: what was told as facts, and the names of what was not as `dropped`. Never raises."""
    told = told.bounded()
    shown = "\n".join(filter(None, (told.page_text, told.symptom)))
    return Evidence.model_validate(
        {
            "error": _error(told, shown),
            "inputs": {"names": ["the value"] if described.is_ambiguous(shown) else []},
            "step": {"action": told.action, "selector": told.selector[:_LINE]},
            "document": _document(told, shown),
            "network": _network(told, shown),
            "dom": _dom(told, shown),
            "browser": {
                "dialog_events": [(shown or told.error_message)[:_LINE]]
                if described.opens_javascript_dialog(f"{told.error_type} {told.error_message} {shown}")
                else []
            },
            "session": _session(told, shown),
            "dropped": _dropped(told, shown),
        }
    )


def _error(told: Told, shown: str) -> dict[str, Any]:
    kind = kind_of(f"{told.error_type}: {told.error_message}\n{told.symptom}")
    if kind in _VAGUE:
        kind = _kind_shown(shown, told.action) or _kind_of_twins(kind, shown)
    if kind is ErrorKind.OTHER and _is_start_of_browser(told, shown):
        kind = ErrorKind.BROWSER_LAUNCH
    return {"kind": kind, "type": told.error_type[:_LINE], "message": told.error_message[:_SENTENCE]}


def _kind_of_twins(kind: ErrorKind, shown: str) -> ErrorKind:
    """Twins that are spoken of are in the way of a selector, unless it is said to find none of them."""
    return ErrorKind.AMBIGUOUS if kind is not ErrorKind.NO_MATCH and described.has_twins(shown) else kind


def _is_start_of_browser(told: Told, shown: str) -> bool:
    """Whether what failed was the start itself: no page was there, and no message speaks of anything else."""
    is_silent = not shown and (not told.error_message or described.is_about_browser(told.error_message))
    return told.action == _STARTING and is_silent


def _kind_shown(shown: str, action: str) -> ErrorKind | None:
    """What the page is said to show of the thing that the step was about."""
    if described.shows_template(shown):
        return ErrorKind.UNRESOLVED_TEMPLATE
    if described.is_list_empty(shown) or (action in _CHOOSING and described.is_option_missing(shown)):
        return ErrorKind.NO_OPTION
    if action in _FED and described.is_value_missing(shown):
        return ErrorKind.EMPTY_VALUE
    if described.is_ambiguous(shown):
        return ErrorKind.AMBIGUOUS
    return ErrorKind.NOT_ENABLED if described.is_disabled(shown) else None


def _document(told: Told, shown: str) -> dict[str, Any]:
    return {
        "final_url": told.path[:_SENTENCE],
        "status": None if _is_sub_resource(told) else _status(told),
        "heading": "" if described.is_told_by_toast(shown) or described.is_blank(shown) else shown[:_LINE],
        "ready_state": _ready_state(told, shown),
        "net_error": answers.net_error_in(told.error_message),
        "chrome_error": answers.shows_no_site(f"{told.error_message}\n{told.path}\n{shown}"),
    }


def _ready_state(told: Told, shown: str) -> str:
    """What the wait that failed was for says how far the document was."""
    if answers.is_still_arriving(told.error_message):
        return "loading"
    if described.is_half_loaded(shown):
        return "interactive"
    return "complete" if described.is_staying(shown) or described.is_blank(shown) else ""


def _network(told: Told, shown: str) -> dict[str, Any]:
    status = _status(told) if _is_sub_resource(told) else None
    slow = _SLOW_MS if described.is_slow(f"{told.page_text}\n{told.symptom}") else None
    failed = [{"host": "the site", "type": "fetch", "status": status}] if status else []
    seen = "" if told.is_quoted else shown
    return {
        "failed": failed,
        "main_ttfb_ms": slow,
        "in_flight": _MANY_REQUESTS if unready.is_lazy(seen) else 0,
        "navigating": unready.is_navigating(seen),
    }


def _dom(told: Told, shown: str) -> dict[str, Any]:
    forms = _forms(told, shown)
    cover = _cover(told, shown)
    page = described.dom(shown, is_quoted=told.is_quoted)
    return {
        **page,
        "captcha": page["captcha"] or described.has_captcha(prose(told.error_message)),
        "dialogs": [*_passing(cover), *page["dialogs"]],
        "forms": forms,
        "main_forms": forms,
        "target": {"visible": True, "covered_by": cover} if cover else None,
        "alerts": [text[:_LINE] for text in _alerts(told, shown)],
        "main_text_length": 0 if described.is_blank(shown) else len(shown),
        "main_text_sample": shown[:_TEXT],
    }


def _alerts(told: Told, shown: str) -> list[str]:
    """What the page is told to say: in an answer that the message repeats, word for word, or in a message box."""
    is_said = told.is_quoted or described.is_told_by_toast(shown)
    return [*answers.bodies_in(told.error_message), *([shown] if is_said else [])]


def _cover(told: Told, shown: str) -> dict[str, Any] | None:
    """What lies over the target: an element that the tool prints, or something that somebody describes."""
    if cover := cover_of(told.error_message):
        return cover.model_dump()
    return {"tag": "div", "name": shown[:_LINE]} if described.is_covered(shown) else None


def _forms(told: Told, shown: str) -> dict[str, Any]:
    """What the page is said to ask for; a login that was put in the place of another page asks for a password."""
    forms = described.forms("" if told.is_quoted else shown)
    return forms | {"password_fields": max(forms["password_fields"], int(_is_expected_inside(told, shown)))}


def _passing(cover: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The dialog that a cover is by its names."""
    if cover is None or not cover.get("attributes"):
        return []
    names = spoken(" ".join((cover["name"], *cover["attributes"].values())))
    return [{"role": "dialog", "text": names, "covers_target": True}] if described.is_called_passing(names) else []


def _session(told: Told, shown: str) -> dict[str, Any]:
    """A login page that is said to stay was sent; otherwise nobody says whether somebody was signed in."""
    sent = _is_login_staying(shown)
    inside = described.is_signed_in(shown) or _is_expected_inside(told, shown)
    return {"was_authenticated": inside, "login_pending": sent, "login_submitted": sent}


def _is_expected_inside(told: Told, shown: str) -> bool:
    """Whether another page than the login was asked for: somebody or the login's address says so."""
    return described.is_expected_inside(shown) or _leads_back(told)


def _leads_back(told: Told) -> bool:
    return told.action not in _TYPING and answers.leads_back(told.path)


def _is_login_staying(shown: str) -> bool:
    """Whether a login that was sent brought its form again. Who came from inside had sent none."""
    is_sent = described.is_resubmitted(shown) or not described.is_expected_inside(shown)
    return is_sent and described.is_staying(shown) and described.forms(shown)["password_fields"] == 1


def _dropped(told: Told, shown: str) -> list[str]:
    """A list that is named here and holds something all the same was told in part: that is enough for a rule.

    Who says that a page stays as it is says that it is at rest.
    """
    if _is_login_staying(shown):
        return []
    at_rest = () if described.is_staying(shown) else _AT_REST
    options = () if described.is_list_empty(shown) else ("inputs.options",)
    told_session = () if _is_expected_inside(told, shown) else ("session",)
    page = () if shown else ("dom.main_text_length", "dom.captcha")
    forms = () if any(_forms(told, shown).values()) else ("dom.forms",)
    return ["browser", "dom.selector_counts", *at_rest, *options, *told_session, "dom.alerts", *page, *forms]


def _status(told: Told) -> int | None:
    return told.status or answers.status_in(f"{told.error_message}\n{told.page_text}")


def _is_sub_resource(told: Told) -> bool:
    return answers.is_of_sub_resource(told.path, told.error_message)
