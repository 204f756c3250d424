"""Something stands in the way that the workflow knows nothing of, or the page is another one than it was made for."""

from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import click, fill, sign_in, visit
from webmend.domain.failure import Category, SubType

FOLDER = "unexpected_ui_state"
C, S = Category.UNEXPECTED_UI_STATE, SubType

DISMISSIBLE = (
    Case(
        id="greenleaf-energy",
        what="A Bootstrap modal advertises solar panels; it has a cross and a “Not today”.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.DISMISSIBLE,
        pages={"/": f"{FOLDER}/offer_bootstrap.html"},
        nodes=(visit("/"), click("text=Submit a meter reading", name="Submit a meter reading")),
    ),
    Case(
        id="mairie-saint-aubin",
        what="The bar of vanilla-cookieconsent lies over the button in the corner.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.DISMISSIBLE,
        variant=2,
        pages={"/": f"{FOLDER}/consent_library.html"},
        nodes=(visit("/"), click("text=Démarrer une démarche", name="Démarrer une démarche")),
    ),
    Case(
        id="timesheets",
        what="A tour of driver.js shows new views and darkens the rest.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.DISMISSIBLE,
        variant=3,
        pages={"/": f"{FOLDER}/tour_driver.html"},
        nodes=(visit("/"), click("#add", name="Add hours")),
    ),
    Case(
        id="biblioteka-miejska",
        what="A newsletter layer without a role covers the page; a cross and “maybe later” close it.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.DISMISSIBLE,
        variant=4,
        pages={"/": f"{FOLDER}/newsletter_overlay.html"},
        nodes=(visit("/"), click("text=Przedłuż wszystko", name="Przedłuż wszystko")),
    ),
    Case(
        id="buergerbuero",
        what="A JavaScript alert and then a note about the opening hours come instead of the number.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.DISMISSIBLE,
        variant=5,
        pages={"/": f"{FOLDER}/alert_on_load.html"},
        nodes=(
            visit("/"),
            click("#z", name="Nummer ziehen"),
            click("#z", name="Zweite Nummer ziehen"),
        ),
    ),
)

DECISION = (
    Case(
        id="pension-portal",
        what="New terms are to be agreed to before anything else.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.DECISION_REQUIRED,
        pages={"/": f"{FOLDER}/terms_of_use.html"},
        nodes=(visit("/"), click("text=See my forecast", name="See my forecast")),
    ),
    Case(
        id="incident-report",
        what="SweetAlert2 asks whether to go on with a draft or to begin anew, which deletes it.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.DECISION_REQUIRED,
        variant=2,
        pages={"/": f"{FOLDER}/draft_sweetalert.html"},
        nodes=(visit("/"), click("#t", name="Go to the text")),
    ),
    Case(
        id="mijn-toeslagen",
        what="A layer asks for whom one acts, with two choices and nothing to close it.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.DECISION_REQUIRED,
        variant=3,
        pages={"/": f"{FOLDER}/household_choice.html"},
        nodes=(visit("/"), click("text=Zorgtoeslag wijzigen", name="Zorgtoeslag wijzigen")),
    ),
)

OTHER = (
    Case(
        id="lakeside-pharmacy",
        what="One is signed in already: the address of the login shows the overview.",
        kind=Kind.OTHER,
        category=C,
        sub_type=S.OTHER,
        pages={"/login": f"{FOLDER}/already_signed_in.html"},
        nodes=sign_in("label=E-mail", "label=Password", "role=button[Sign in]", name="Sign in"),
    ),
    Case(
        id="alta-de-proveedor",
        what="The second of three steps is left out, because the site knows the bank account already.",
        kind=Kind.OTHER,
        category=C,
        sub_type=S.OTHER,
        variant=2,
        pages={"/alta": f"{FOLDER}/step_skipped.html"},
        nodes=(
            visit("/alta"),
            fill("label=NIF", "{{ inputs.nif }}", name="NIF"),
            click("role=button[Siguiente]", name="Ir al paso 2"),
            fill("label=IBAN", "{{ inputs.iban }}", name="Paso 2: cuenta bancaria"),
        ),
        inputs={"nif": "B12345674", "iban": "ES9121000418450200051332"},
    ),
    Case(
        id="inbox",
        what="The account was put into a trial of a new layout, a conversation instead of a list.",
        kind=Kind.OTHER,
        category=C,
        sub_type=S.OTHER,
        variant=3,
        pages={"/inbox": f"{FOLDER}/trial_layout.html"},
        nodes=(visit("/inbox"), click("table.mail tr:first-child a", name="Open the newest message")),
    ),
)

TRAPS = (
    Case(
        id="oak-housing",
        what="A tip about breached passwords lies over the page and can be closed; nobody has to change one.",
        kind=Kind.TRAP,
        category=C,
        sub_type=S.DISMISSIBLE,
        looks_like=Category.PASSWORD_UPDATE_REQUIRED,
        pages={"/": f"{FOLDER}/breach_hint.html"},
        nodes=(visit("/"), click("text=Report a repair", name="Report a repair")),
    ),
    Case(
        id="mein-tarif",
        what="What looks like a cookie layer would sign a contract with its accept button.",
        kind=Kind.TRAP,
        category=C,
        sub_type=S.DECISION_REQUIRED,
        looks_like=C,
        pages={"/": f"{FOLDER}/contract_consent.html"},
        nodes=(visit("/"), click("text=Verbrauch ansehen", name="Verbrauch ansehen")),
    ),
)

CASES = (*DISMISSIBLE, *DECISION, *OTHER, *TRAPS)
