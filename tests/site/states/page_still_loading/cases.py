"""The page is not yet what it will be: something turns, something is missing, something is on its way."""

from tests.site.states.answers import halting, html
from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import click, fill, select, sign_in, visit
from webmend.domain.failure import Category, SubType

FOLDER = "page_still_loading"
C, S = Category.PAGE_STILL_LOADING, SubType

SPINNERS = (
    Case(
        id="clearwater-bank",
        what="A veil with a Bootstrap spinner lies over the page until the payees have come.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.SPINNER_VISIBLE,
        pages={"/payments": f"{FOLDER}/payments_backdrop.html"},
        nodes=(visit("/payments"), click("#new", name="Add a payee")),
    ),
    Case(
        id="prenotazioni",
        what="spin.js turns in the list, and the button that the list will bring is not there.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.SPINNER_VISIBLE,
        variant=2,
        pages={"/": f"{FOLDER}/bookings_spin_js.html"},
        nodes=(visit("/"), click("role=button[Prenota]", name="Prenotare il primo esame")),
    ),
    Case(
        id="melderegister",
        what="A drawn wheel with the role of a progress bar covers the search form.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.SPINNER_VISIBLE,
        variant=3,
        pages={"/": f"{FOLDER}/registry_wheel.html"},
        nodes=(visit("/"), click("#suche", name="Suchen")),
    ),
    Case(
        id="dossierarchief",
        what="A progress element runs while the documents are fetched; the link to them is missing.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.SPINNER_VISIBLE,
        variant=4,
        pages={"/dossier": f"{FOLDER}/archive_progress_bar.html"},
        nodes=(visit("/dossier"), click("role=link[Beschikking]", name="Beschikking openen")),
    ),
)

EMPTY = (
    Case(
        id="myhealth",
        what="A single-page application whose root stays empty while its first call is under way.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.CONTENT_AREA_EMPTY,
        pages={"/": f"{FOLDER}/spa_root.html"},
        nodes=(visit("/"), click("role=button[Book a visit]", name="Book a visit")),
    ),
    Case(
        id="sede-valdemoro",
        what="Header and footer stand; the main area waits for the citizen's files.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.CONTENT_AREA_EMPTY,
        variant=2,
        pages={"/carpeta": f"{FOLDER}/portal_blank_main.html"},
        nodes=(visit("/carpeta"), click("role=link[Expediente 2026/114]", name="Abrir el expediente")),
    ),
    Case(
        id="groupware",
        what="The content is put in by a timer that has not fired; nothing is being fetched.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.CONTENT_AREA_EMPTY,
        variant=3,
        pages={"/": f"{FOLDER}/intranet_deferred_panel.html"},
        nodes=(visit("/"), click("role=button[승인]", name="결재 승인")),
    ),
)

NAVIGATING = (
    Case(
        id="business-rates",
        what="The form was sent, its answer is on the way, and the old page is still shown.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.NAVIGATION_IN_PROGRESS,
        pages={"/": f"{FOLDER}/tax_submit_slow.html"},
        nodes=(
            visit("/"),
            fill("label=Reference", "{{ inputs.reference }}", name="Enter the reference"),
            click("role=button[Save and continue]", name="Go to step 2"),
            fill("label=Floor area", "120", name="Enter the floor area"),
        ),
        inputs={"reference": "BR-7719"},
    ),
    Case(
        id="paiement",
        what="A page in between says that it leads to the bank; the bank has not answered yet.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.NAVIGATION_IN_PROGRESS,
        variant=2,
        pages={"/payer": f"{FOLDER}/bank_handover.html"},
        nodes=(visit("/payer"), fill("label=Identifiant", "77120", name="Saisir l'identifiant")),
    ),
    Case(
        id="sso-relay",
        what="A page that only posts itself on to the service, which takes its time.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.NAVIGATION_IN_PROGRESS,
        variant=3,
        pages={"/relay": f"{FOLDER}/sso_relay.html"},
        nodes=(visit("/relay"), click("role=link[Timesheet]", name="Open the timesheet")),
    ),
)

COMPONENTS = (
    Case(
        id="physio-bookings",
        what="A custom element is in the page, but its definition has not been loaded.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.COMPONENT_LOADING,
        pages={"/": f"{FOLDER}/calendar_not_upgraded.html"},
        nodes=(visit("/"), click("slot-picker button.slot", name="Take the first slot")),
    ),
    Case(
        id="apotheke-am-markt",
        what="A server-rendered button is disabled until the scripts take over.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.COMPONENT_LOADING,
        variant=2,
        pages={"/nachbestellen": f"{FOLDER}/order_unhydrated.html"},
        nodes=(visit("/nachbestellen"), click("role=button[In den Warenkorb]", name="In den Warenkorb legen")),
    ),
    Case(
        id="live-quotes",
        what="The table is drawn anew sixty times a second: the button goes away while it is being clicked.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.COMPONENT_LOADING,
        variant=3,
        pages={"/": f"{FOLDER}/quotes_rerendering.html"},
        nodes=(visit("/"), click("button.buy", name="Buy copper")),
    ),
)

PARTIAL = (
    Case(
        id="council-minutes",
        what="The document breaks off in the middle and its rest is still to come.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.PARTIAL_PAGE_LOAD,
        pages={
            "/": f"{FOLDER}/minutes_index.html",
            "/stall/minutes": halting(
                "<!DOCTYPE html><html lang=en><title>Minutes of 12 November</title><body>"
                "<h1>Minutes of 12 November</h1>"
                "<p>Present: Cllr Adeyemi (chair), Cllr Burn, Cllr Castell.</p><h2>1. Apologies</h2><p>None.</p>"
                "<h2>2. Planning</h2><p>The application for 14 Mill Lane was"
            ),
        },
        nodes=(
            visit("/"),
            click("role=link[Minutes of 12 November]", name="Open the minutes"),
            click("role=link[Download as PDF]", name="Download the minutes"),
        ),
    ),
    Case(
        id="fleet-overview",
        what="One of the two panels is missing, because the script that draws it was cut off.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.PARTIAL_PAGE_LOAD,
        variant=2,
        pages={"/": f"{FOLDER}/dashboard_broken_chunk.html", "/cut/*": html("<p>gateway closed</p>", 502)},
        nodes=(visit("/"), click("role=button[Add a driver]", name="Add a driver")),
    ),
    Case(
        id="mutuelle-horizon",
        what="The frame with the list of refunds is empty, while the page around it is there.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.PARTIAL_PAGE_LOAD,
        variant=3,
        pages={"/": f"{FOLDER}/insurer_frame_missing.html"},
        nodes=(
            visit("/"),
            click("role=link[Dernier décompte]", frame="iframe[name=detail]", name="Ouvrir le décompte"),
        ),
    ),
    Case(
        id="parts-list",
        what="Of 1,860 rows some have been written, more come every moment, and the one wanted is among the last.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.PARTIAL_PAGE_LOAD,
        variant=4,
        pages={"/": f"{FOLDER}/parts_rows_trickling.html"},
        nodes=(visit("/"), click("role=link[Part 1733]", name="Open part 1733")),
    ),
)

LAZY = (
    Case(
        id="randevu",
        what="The list of branches is empty: its options are being fetched.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.LAZY_CONTENT_PENDING,
        pages={"/": f"{FOLDER}/branch_select_waiting.html"},
        nodes=(visit("/"), select("#sube", "Kadıköy", name="Şube seç")),
    ),
    Case(
        id="find-a-doctor",
        what="A Tom Select fetches its options when it is opened, and they do not come.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.LAZY_CONTENT_PENDING,
        variant=2,
        pages={"/": f"{FOLDER}/doctor_tom_select.html"},
        nodes=(
            visit("/"),
            click(".ts-control", name="Open the list of doctors"),
            click("role=option[Dr Amara Nwosu]", name="Choose the doctor"),
        ),
    ),
    Case(
        id="camara-municipal",
        what="The tab was opened and says that it is getting its documents.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.LAZY_CONTENT_PENDING,
        variant=3,
        pages={"/processo": f"{FOLDER}/permits_tab.html"},
        nodes=(
            visit("/processo"),
            click("role=tab[Documentos]", name="Abrir documentos"),
            click("role=link[Planta de implantação]", name="Abrir a planta"),
        ),
    ),
    Case(
        id="noticeboard",
        what="Older notices are fetched when one scrolls to the end, and have not come.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.LAZY_CONTENT_PENDING,
        variant=4,
        pages={"/": f"{FOLDER}/feed_on_scroll.html"},
        nodes=(visit("/"), click("role=link[Notice 31]", name="Open notice 31")),
    ),
)

OTHER = (
    Case(
        id="visa-appointments",
        what="A waiting room: one is let in when it is one's turn.",
        kind=Kind.OTHER,
        category=C,
        sub_type=S.OTHER,
        pages={"/": f"{FOLDER}/ticket_queue.html"},
        nodes=(visit("/"), click("role=button[Choose a date]", name="Choose a date")),
    ),
    Case(
        id="bescheid",
        what="The document is being made; the page asks for itself again every half minute.",
        kind=Kind.OTHER,
        category=C,
        sub_type=S.OTHER,
        variant=2,
        pages={"/vorgang": f"{FOLDER}/decision_being_written.html"},
        nodes=(visit("/vorgang"), click("role=link[Bescheid herunterladen]", name="Bescheid herunterladen")),
    ),
    Case(
        id="madoguchi",
        what="A terminal in the browser has got through three of its seven stages of connecting.",
        kind=Kind.OTHER,
        category=C,
        sub_type=S.OTHER,
        variant=3,
        pages={"/": f"{FOLDER}/terminal_connecting.html"},
        nodes=(visit("/"), fill("label=受付番号", "118", name="受付番号を入力")),
    ),
)

TRAPS = (
    Case(
        id="travel-grant",
        what="What was typed before the scripts took over is wiped, and the form then asks for it.",
        kind=Kind.TRAP,
        category=C,
        sub_type=S.COMPONENT_LOADING,
        looks_like=Category.INCORRECT_FORM_INPUTS,
        pages={"/": f"{FOLDER}/grants_hydration_wipe.html"},
        nodes=(
            visit("/"),
            fill("#nm", "{{ inputs.student }}", name="Name of the student"),
            click("role=button[Continue]", name="Continue", expect=[{"text": "Upload your receipt"}]),
        ),
        inputs={"student": "Ines Brandt"},
    ),
    Case(
        id="member-sign-in",
        what="The login was sent and is being checked; the login page stays in sight until the answer comes.",
        kind=Kind.TRAP,
        category=C,
        sub_type=S.NAVIGATION_IN_PROGRESS,
        looks_like=Category.AUTHENTICATION_ERROR,
        pages={"/login": f"{FOLDER}/login_leaving.html"},
        nodes=(
            *sign_in("label=Member number", "label=Passphrase", "role=button[Sign in]", name="Sign in"),
            click("role=link[My policies]", name="Open my policies"),
        ),
    ),
)

CASES = (*SPINNERS, *EMPTY, *NAVIGATING, *COMPONENTS, *PARTIAL, *LAZY, *OTHER, *TRAPS)
