"""The address leads to nothing."""

from functools import partial

from tests.site.states.answers import html, redirect
from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import click, fill, read, sign_in, visit
from webmend.domain.failure import Category, SubType

FOLDER = "page_not_found"
C, S = Category.PAGE_NOT_FOUND, SubType
named = partial(Case, kind=Kind.NAMED, category=C)
trap = partial(Case, kind=Kind.TRAP, looks_like=C)

GONE = (
    named(
        id="tenders-board",
        what="A web server answers 404 with its own page for a tender whose number is not known.",
        pages={"/tenders/*": html(f"{FOLDER}/nginx.html", 404)},
        nodes=(visit("/tenders/{{ inputs.tender }}"), read("#deadline")),
        inputs={"tender": "2026-11-0093"},
    ),
    named(
        id="rijksarchief",
        what="A Dutch archive has a friendly page with navigation and search for addresses that do not exist.",
        variant=2,
        pages={"/inventaris/*": html(f"{FOLDER}/museum.html", 404)},
        nodes=(visit("/inventaris/3.01.29"), click("role=link[Download scan]")),
    ),
    named(
        id="parts-finder",
        what="A single-page program is served for every address with status 200, and says that it has no such page.",
        variant=3,
        pages={"/*": f"{FOLDER}/catalogue_spa.html"},
        nodes=(visit("/parts/88-4410"), read(".stock-level")),
    ),
    named(
        id="immo-provence",
        what="A French estate agent answers 410 for an offer that has been withdrawn.",
        variant=4,
        pages={"/annonces/*": html(f"{FOLDER}/gone.html", 410)},
        nodes=(visit("/annonces/7731"), read("#prix")),
    ),
    named(
        id="brookside-surgery",
        what="A link on the page leads to a file that the server no longer has.",
        variant=5,
        pages={"/": f"{FOLDER}/clinic_home.html", "/leaflets/*": html(f"{FOLDER}/clinic_iis.html", 404)},
        nodes=(visit("/"), click("role=link[Travel leaflet]"), read("#vaccines")),
    ),
    named(
        id="schrauben-meier",
        what="A German shop answers 200 with a page that there is no article at this address.",
        variant=6,
        pages={"/artikel/*": f"{FOLDER}/product_missing.html"},
        nodes=(visit("/artikel/{{ inputs.number }}"), click("role=button[In den Warenkorb]")),
        inputs={"number": "M8-40-A2X"},
    ),
)

TRAPS = (
    trap(
        id="riverside-care",
        what="A static host sends the application with status 404; it works, and a dialog on what is new covers it.",
        category=Category.UNEXPECTED_UI_STATE,
        sub_type=S.DISMISSIBLE,
        pages={"/": f"{FOLDER}/static_host_home.html", "/rota": html(f"{FOLDER}/static_host_app.html", 404)},
        nodes=(visit("/"), click("role=link[This week]"), click("#export")),
    ),
    trap(
        id="parcel-desk",
        what="Logo, style and script of the page are missing; what stops the workflow is a postcode that is refused.",
        category=Category.INCORRECT_FORM_INPUTS,
        sub_type=S.FIELD_VALIDATION_ERROR,
        variant=2,
        pages={"/": f"{FOLDER}/parcel_form.html"},
        nodes=(
            visit("/"),
            fill("#pc", "{{ inputs.postcode }}"),
            click("role=button[Get prices]"),
            click("role=button[Buy label]"),
        ),
        inputs={"postcode": "4711"},
    ),
    trap(
        id="kitchen-404",
        what="The site is called 404 Kitchen and talks of pages not found; the session has ended.",
        category=Category.ACCOUNT_LOGGED_OUT,
        sub_type=S.SESSION_EXPIRED,
        variant=3,
        pages={
            "/login": f"{FOLDER}/recipes_login.html",
            "POST /session": redirect("/book", {"kitchen": "c4"}),
            "/book": f"{FOLDER}/recipes_home.html",
            "/book/print": html(f"{FOLDER}/recipes.html", cookies={"kitchen": None}),
        },
        nodes=(
            *sign_in("#e", "#p", "role=button[Log in]"),
            click("role=link[Print it]"),
            click("role=button[Print now]"),
        ),
    ),
)

CASES = (*GONE, *TRAPS)
