"""The site is down, overrun, in maintenance, or too slow to be of use."""

from functools import partial

from tests.site.states.answers import html, late, never, redirect, text
from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import await_, click, fill, read, sign_in, visit
from webmend.domain.failure import Category, SubType

FOLDER = "service_unavailable"
C, S = Category.SERVICE_UNAVAILABLE, SubType
NOBODY_LISTENS = "http://127.0.0.1:8/accounts"
"""A port without a service, and none of those that Chromium refuses to call."""
named = partial(Case, kind=Kind.NAMED, category=C)
other = partial(Case, kind=Kind.OTHER, category=C, sub_type=S.OTHER)
trap = partial(Case, kind=Kind.TRAP, looks_like=C)

HTTP = (
    named(
        id="crew-roster",
        what="A proxy answers 502 in the place of the page.",
        sub_type=S.HTTP_ERROR,
        pages={"/roster": html(f"{FOLDER}/gateway.html", 502)},
        nodes=(visit("/roster"), read("#monday")),
    ),
    named(
        id="price-list",
        what="The site answers 429 and says how long to wait.",
        sub_type=S.HTTP_ERROR,
        variant=2,
        pages={"/prices": html(f"{FOLDER}/too_many.html", 429, retry_after="120")},
        nodes=(visit("/prices"), read("#copper")),
    ),
    named(
        id="opera-municipal",
        what="A click leads to a page with status 503: too many visitors.",
        sub_type=S.HTTP_ERROR,
        variant=3,
        pages={"/": f"{FOLDER}/home_link.html", "/billets": html(f"{FOLDER}/busy_shop.html", 503)},
        nodes=(visit("/"), click("role=link[Mes billets]"), click("role=button[Imprimer]")),
    ),
    named(
        id="meter-readings",
        what="An API gateway answers the page itself with a line of JSON and status 504.",
        sub_type=S.HTTP_ERROR,
        variant=4,
        pages={"/readings": text('{"message": "Endpoint request timed out"}', "application/json", 504)},
        nodes=(visit("/readings"), click("role=button[Submit reading]")),
    ),
)

APPLICATION = (
    named(
        id="order-desk",
        what="PHP prints its fatal error and stack with status 200.",
        sub_type=S.APPLICATION_ERROR,
        pages={"/orders.php": f"{FOLDER}/php_fatal.html"},
        nodes=(visit("/orders.php"), read("#open-orders")),
    ),
    named(
        id="liegenschaften",
        what="A German APEX application shows an internal error with an ORA number in the place of its form.",
        sub_type=S.APPLICATION_ERROR,
        variant=2,
        pages={"/apex/f": f"{FOLDER}/oracle_apex.html"},
        nodes=(visit("/apex/f?p=100:7"), fill("#P7_FLUR", "12"), click("role=button[Suchen]")),
    ),
    named(
        id="fieldnotes",
        what="The program of the page throws, and its error boundary says that the application has crashed.",
        sub_type=S.APPLICATION_ERROR,
        variant=3,
        pages={"/": f"{FOLDER}/react_crash.html"},
        nodes=(visit("/"), click("role=button[New note]")),
    ),
)

MAINTENANCE = (
    named(
        id="mijn-gemeente",
        what="A Dutch city says on its front page, with status 503, that it is in maintenance.",
        sub_type=S.MAINTENANCE_DOWNTIME,
        pages={"/*": html(f"{FOLDER}/works.html", 503)},
        nodes=(visit("/aanvraag"), fill("#bsn", "123456782")),
    ),
    named(
        id="lendly",
        what="Every address of a lender leads to a Bulma page, with status 200, that it will be back soon.",
        sub_type=S.MAINTENANCE_DOWNTIME,
        variant=2,
        pages={"/loans": redirect("/upgrade"), "/upgrade": f"{FOLDER}/upgrade.html"},
        nodes=(visit("/loans"), click("role=link[Current loans]")),
    ),
    named(
        id="bituach-carmel",
        what="An Israeli insurer has put its notice of maintenance under its usual title.",
        sub_type=S.MAINTENANCE_DOWNTIME,
        variant=3,
        pages={"/": f"{FOLDER}/hebrew.html"},
        nodes=(visit("/"), click("text=התביעות שלי")),
    ),
)

SLOW = (
    named(
        id="land-registry",
        what="The page takes four seconds to its first byte, and its search, of the same server, does not come.",
        sub_type=S.ELEMENT_TIMEOUT,
        pages={"/title": late(4, f"{FOLDER}/slow_panel.html")},
        nodes=(visit("/title", wait_time="8s"), read("#result .owner", wait_time="3s")),
    ),
    named(
        id="cita-previa-horas",
        what="The answer to the form takes five seconds to its first byte, and a script of it does not come.",
        sub_type=S.ELEMENT_TIMEOUT,
        variant=2,
        pages={"/": f"{FOLDER}/slow_form.html", "/horas": late(5, f"{FOLDER}/slow_hours.html")},
        nodes=(
            visit("/"),
            click("role=button[Buscar horas]", wait_time="8s", expect=[{"url": "**/horas*"}]),
            click("#lista button", wait_time="3s"),
        ),
    ),
    named(
        id="harrow-re",
        what="After a page that took four seconds, a program asks again and again for a result; each answer takes two.",
        sub_type=S.ELEMENT_TIMEOUT,
        variant=3,
        pages={"/quotes/88120": late(4, f"{FOLDER}/polling.html"), "/slow/*": late(2, text("", status=202))},
        nodes=(visit("/quotes/88120", wait_time="8s"), read("#premium b", wait_time="5s")),
    ),
    named(
        id="harbour-dues",
        what="The server takes the request and gives not one byte until the step gives up.",
        sub_type=S.ELEMENT_TIMEOUT,
        variant=4,
        pages={"/dues": never},
        nodes=(visit("/dues", wait_time="6s"), read("#total")),
    ),
)

OTHERS = (
    other(
        id="mine-office",
        what="Nobody listens at the site's port.",
        pages={},
        nodes=(visit(NOBODY_LISTENS), read("#balance")),
    ),
    other(
        id="weir-authority",
        what="The name of the site does not resolve.",
        variant=2,
        pages={},
        nodes=(visit("http://levels.weir-authority.invalid/"), read("#level")),
    ),
    other(
        id="notary-chamber",
        what="The site does not speak TLS on its port.",
        variant=3,
        pages={},
        nodes=(visit("https://notary-chamber.example/"), click("role=link[Deeds]")),
    ),
    other(
        id="harvest-board",
        what="Two addresses of the site send to one another without end.",
        variant=4,
        pages={"/": redirect("/home"), "/home": redirect("/")},
        nodes=(visit("/"), click("role=link[Quotas]")),
    ),
)

TRAPS = (
    trap(
        id="estates-helpdesk",
        what="Maintenance is what this site is about; the room that was given is refused.",
        category=Category.INCORRECT_FORM_INPUTS,
        sub_type=S.FIELD_VALIDATION_ERROR,
        pages={"/maintenance": f"{FOLDER}/plant.html"},
        nodes=(
            visit("/maintenance"),
            fill("#room", "{{ inputs.room }}"),
            click("role=button[Send request]"),
            await_("role=heading[Request received]"),
        ),
        inputs={"room": "boiler"},
    ),
    trap(
        id="pay-bureau",
        what="A banner announces maintenance on Sunday; what ended the workflow is that it was logged out.",
        category=Category.ACCOUNT_LOGGED_OUT,
        sub_type=S.SESSION_EXPIRED,
        variant=2,
        pages={
            "/login": f"{FOLDER}/notice_login.html",
            "POST /login": redirect("/payslips", {"pb": "1"}),
            "/payslips": f"{FOLDER}/notice_home.html",
            "/payslips/11": html(f"{FOLDER}/notice_expired.html", cookies={"pb": None}),
        },
        nodes=(
            *sign_in("#u", "#p", "role=button[Log in]"),
            click("role=link[November]"),
            click("role=link[Download PDF]"),
        ),
    ),
)

CASES = (*HTTP, *APPLICATION, *MAINTENANCE, *SLOW, *OTHERS, *TRAPS)
