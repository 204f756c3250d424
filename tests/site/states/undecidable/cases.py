"""Bare time-outs, signals in conflict, blank evidence: nobody could tell from what can be seen."""

from typing import Any

from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import await_, await_url, check, click, press, visit

FOLDER = "undecidable"


def unclear(id_: str, what: str, page: str, *nodes: Any) -> Case:
    """A case of one page, opened first."""
    return Case(
        id=f"unclear-{id_}",
        what=what,
        kind=Kind.UNDECIDABLE,
        pages={"/": f"{FOLDER}/{page}.html"},
        nodes=(visit("/"), *nodes),
    )


_NEVER = {"selectors": [{"css": ".k-result"}]}

CASES = (
    unclear(
        "hashed-class",
        "A class made by a machine is on nothing; the page is whole.",
        "local_news",
        click(".css-1q2w3e"),
    ),
    unclear(
        "address",
        "The press does nothing, and the address stays what it was.",
        "idle_button",
        click("button", expect=[{"url": "**/vorlage/*"}]),
    ),
    unclear("title", "The title stays what it was.", "idle_button", click("button", expect=[{"title": "Nr."}])),
    unclear(
        "response",
        "A response that was to come was never asked for.",
        "silent_switch",
        check("input"),
        click("button", expect=[{"response": {"url": "**/rpc/*"}}]),
    ),
    unclear("disabled", "The button is disabled, and nothing says why.", "greyed_out", click("button")),
    unclear("folded", "The button is not displayed, and nothing would display it.", "folded_away", click("#renew")),
    unclear("glass", "A pane without a word or a control lies over everything.", "glass_pane", click("#a1")),
    unclear(
        "long-poll",
        "A chat holds a request open for ever; what is looked for is in no way there.",
        "endless_chat",
        click(".offer-of-the-day"),
    ),
    unclear(
        "two-alarms",
        "The page itself does not know whether the value or the session is to blame.",
        "two_alarms",
        click(".next"),
    ),
    unclear("code", "A figure and a hint to ask somebody.", "code_seven", click(".start")),
    unclear(
        "window", "The window closes itself before it is used.", "vanishing_window", click(".k-go", wait_time="4s")
    ),
    unclear("hangs", "The page never answers again: nothing of it can be read.", "spinning_core", click(".route")),
    unclear(
        "two-signals",
        "A light in the corner and a notice, neither to do with what is looked for.",
        "corner_activity",
        click("#x-77"),
    ),
    unclear("no-echo", "What was sent does not appear.", "guest_book", click("button", expect=[{"element": _NEVER}])),
    unclear(
        "tiles",
        "The third tile is not there; nobody knows how many there should be.",
        "weather_tiles",
        click("#t > div:nth-child(3)"),
    ),
    unclear(
        "sticky",
        "A part of the page was to go and stays.",
        "sticky_panel",
        click("button", expect=[{"noElement": {"selectors": [{"css": "#pending"}]}}]),
    ),
    unclear(
        "script",
        "A page in a writing that few read, and a class that is not in it.",
        "foreign_language_wall",
        click(".r2"),
    ),
    unclear("canvas", "Everything is drawn on one canvas.", "canvas_only", click(".parcel")),
    unclear(
        "beacon",
        "A request was sent and swallowed; what should follow does not.",
        "quiet_upload",
        click("button", expect=[{"element": _NEVER}]),
    ),
    unclear(
        "banner-and-login",
        "A banner of a move, a small login, a whole list: any may be the reason, or none.",
        "banner_and_login",
        click(".camp-7"),
    ),
    unclear("counter", "The page changes all the time, as it always does.", "steady_counter", click(".bid")),
    unclear(
        "words",
        "The words that were waited for are not in it.",
        "half_hidden_words",
        click("button", expect=[{"text": "granted"}]),
    ),
    unclear(
        "flicker",
        "Attributes change all the time; what is looked for is not there.",
        "shifting_ground",
        await_(".stuga-4"),
    ),
    unclear("keys", "Keys were pressed and nothing happened.", "silent_switch", press("F9"), await_url("**/zones/4")),
)
