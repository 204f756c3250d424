"""The element is there under another name or in another place, or the selector hits several, or a wrong one."""

from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import check, click, fill, table, visit
from webmend.domain.failure import Category, SubType

FOLDER = "xpath_incorrect"
C, S = Category.XPATH_INCORRECT, SubType

NO_MATCH = (
    Case(
        id="bank-webforms",
        what="An ASP.NET bank was rebuilt: the button's generated id and its caption are new.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.SELECTOR_NO_MATCH,
        pages={"/": f"{FOLDER}/bank_webforms.html"},
        nodes=(visit("/"), click("#ctl00_Main_cmdTransfer", name="Start a transfer")),
    ),
    Case(
        id="clinica-santa-rita",
        what="Two wrappers were put around the form, and the absolute XPath of its button leads nowhere.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.SELECTOR_NO_MATCH,
        variant=2,
        pages={"/": f"{FOLDER}/clinic_wrapped.html"},
        before={
            "/": "<!DOCTYPE html><html lang=pt><title>Clínica Santa Rita</title><body><div><main>"
            "<h1>Marcar consulta</h1><form><button type=button>Ver horários</button></form></main></div></body></html>"
        },
        nodes=(visit("/"), click("//html/body/div/main/form/button", name="Ver horários")),
    ),
    Case(
        id="stadtwerke-lindental",
        what="The field for the customer number is labelled otherwise since the new billing system.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.SELECTOR_NO_MATCH,
        variant=3,
        pages={"/": f"{FOLDER}/utility_reworded.html"},
        before={
            "/": "<!DOCTYPE html><html lang=de><title>Stadtwerke Lindental – Zählerstand melden</title><main>"
            "<h1>Zählerstand melden</h1><form><div class=field><label for=vk>Kundennummer</label>"
            "<input id=vk name=vertragskonto inputmode=numeric></div></form></main></html>"
        },
        nodes=(visit("/"), fill("label=Kundennummer", "{{ inputs.customer }}", name="Kundennummer eintragen")),
        inputs={"customer": "20044817"},
    ),
    Case(
        id="harbour-credit-union",
        what="The download link went into a closed menu, under another name.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.SELECTOR_NO_MATCH,
        variant=4,
        pages={"/statements": f"{FOLDER}/statements_in_menu.html"},
        nodes=(visit("/statements"), click("role=link[PDF]", "a.download-pdf", name="Download the statement as PDF")),
    ),
    Case(
        id="gemeente-oosterwijk",
        what="The form was moved into an iframe; the step looks for its field in the page.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.SELECTOR_NO_MATCH,
        variant=5,
        pages={"/": f"{FOLDER}/permit_in_frame.html"},
        nodes=(visit("/"), fill("label=Kenteken", "{{ inputs.plate }}", name="Kenteken invullen")),
        inputs={"plate": "H-412-XB"},
    ),
)

AMBIGUOUS = (
    Case(
        id="fernhill-dental",
        what="There are three invoices now, each with its own Details link.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.AMBIGUOUS_MATCHES,
        pages={"/billing": f"{FOLDER}/invoices_cards.html"},
        nodes=(visit("/billing"), click("role=link[Details]", name="Open the invoice")),
    ),
    Case(
        id="tributos",
        what="The header got a search button of the same class as the one that pays.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.AMBIGUOUS_MATCHES,
        variant=2,
        pages={"/": f"{FOLDER}/tax_two_primaries.html"},
        nodes=(visit("/"), click("button.btn-primary", name="Pagar")),
    ),
    Case(
        id="papeterie-delorme",
        what="A second navigation repeats an id that should be unique.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.AMBIGUOUS_MATCHES,
        variant=3,
        pages={"/": f"{FOLDER}/shop_twin_navigation.html"},
        nodes=(visit("/"), click("#panier", "//a[contains(., 'Panier')]", name="Ouvrir le panier")),
    ),
)

TABLES = (
    Case(
        id="claims-register",
        what="A column was put in before the links: the fifth cell of a row has none any more.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.TABLE_SELECTOR_MISMATCH,
        pages={"/": f"{FOLDER}/claims_new_column.html"},
        nodes=(visit("/"), click("//table[@id='claims']/tbody/tr[1]/td[5]/a", name="Open the first claim")),
    ),
    Case(
        id="kantor-wisla",
        what="Buying and selling rate share a column now; the third cell with the button is gone.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.TABLE_SELECTOR_MISMATCH,
        variant=2,
        pages={"/kursy": f"{FOLDER}/rates_other_columns.html"},
        nodes=(visit("/kursy"), click("table.kursy tr:nth-child(3) td:nth-child(4) button", name="Rezerwacja CHF")),
    ),
    Case(
        id="banca-del-lago",
        what="The one column of amounts was split in two and named anew.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.TABLE_SELECTOR_MISMATCH,
        variant=3,
        pages={"/movimenti": f"{FOLDER}/ledger_renamed_head.html"},
        nodes=(visit("/movimenti"), table("#movimenti", "Data", "Descrizione", "Importo", name="Leggere i movimenti")),
    ),
    Case(
        id="vozovy-park",
        what="The HTML table became a grid of divs: no tr and no td is left.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.TABLE_SELECTOR_MISMATCH,
        variant=4,
        pages={"/": f"{FOLDER}/fleet_aria_grid.html"},
        nodes=(visit("/"), click("//table//tr[2]/td[4]/button", name="Detail prvního vozu")),
    ),
)

WRONG_ELEMENT = (
    Case(
        id="county-library",
        what="The id of the search field now belongs to the box around it, which cannot be typed into.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.SELECTOR_MISMATCH,
        pages={"/": f"{FOLDER}/library_search_element.html"},
        nodes=(visit("/"), fill("#search", "{{ inputs.isbn }}", name="Search the catalogue")),
        inputs={"isbn": "9780141439518"},
    ),
    Case(
        id="trygg-nord",
        what="The checkbox became a drawn switch: a span that carries the same id.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.SELECTOR_MISMATCH,
        variant=2,
        pages={"/": f"{FOLDER}/insurer_toggle.html"},
        nodes=(visit("/"), check("#epost", name="Välj e-post")),
    ),
    Case(
        id="staff-portal",
        what="A new entry moved the menu: the third one is Messages, and Payslips comes fourth.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.SELECTOR_MISMATCH,
        variant=3,
        pages={"/": f"{FOLDER}/hr_menu_shifted.html"},
        before={
            "/": "<!DOCTYPE html><html lang=en><title>Staff portal</title><ul class=menu>"
            "<li><a href=#home>Home</a></li><li><a href=#news>News</a></li>"
            "<li><a href=#payslips onclick=\"document.title='Payslips - Staff portal'\">"
            "Payslips</a></li></ul><main><h1>Home</h1><p>Welcome back.</p></main></html>"
        },
        nodes=(
            visit("/"),
            click("ul.menu li:nth-child(3) a", name="Open payslips", expect=[{"title": "Payslips"}]),
        ),
    ),
    Case(
        id="minato-bus",
        what="The only element of that class is a hidden template; the visible links have another one.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.SELECTOR_MISMATCH,
        variant=4,
        pages={"/": f"{FOLDER}/travel_hidden_twin.html"},
        nodes=(visit("/"), click("button.reserve", name="便を予約する")),
    ),
)

OTHER = (
    Case(
        id="evening-courses",
        what="The selector is no CSS: a bracket is missing.",
        kind=Kind.OTHER,
        category=C,
        sub_type=S.OTHER,
        pages={"/": f"{FOLDER}/course_list.html"},
        nodes=(visit("/"), click("#courses li a[href='#welsh'", name="Choose a course")),
    ),
    Case(
        id="registre-des-actes",
        what="The selector is no XPath: a predicate is left open.",
        kind=Kind.OTHER,
        category=C,
        sub_type=S.OTHER,
        variant=2,
        pages={"/": f"{FOLDER}/notary_register.html"},
        nodes=(visit("/"), click("//div[@class='acte'][b[text()='Acte 114']/a", name="Consulter l'acte")),
    ),
    Case(
        id="lager-sued",
        what="The selector is written for jQuery: no browser knows :eq().",
        kind=Kind.OTHER,
        category=C,
        sub_type=S.OTHER,
        variant=3,
        pages={"/": f"{FOLDER}/depot_orders.html"},
        nodes=(visit("/"), click("ol li:eq(2) a", name="Dritte Bestellung öffnen")),
    ),
)

TRAPS = (
    Case(
        id="community-grants",
        what="A cookie bar is in sight, but it hides nothing: the redesign turned the awaited link into a tile.",
        kind=Kind.TRAP,
        category=C,
        sub_type=S.SELECTOR_NO_MATCH,
        looks_like=Category.UNEXPECTED_UI_STATE,
        pages={"/": f"{FOLDER}/grants_new_design.html"},
        nodes=(visit("/"), click("role=link[Apply for funding]", name="Apply for funding")),
    ),
    Case(
        id="tide-water",
        what="Words of maintenance, passwords and signing out stand in menu and notes; only the button has a new name.",
        kind=Kind.TRAP,
        category=C,
        sub_type=S.SELECTOR_NO_MATCH,
        looks_like=Category.ACCOUNT_LOGGED_OUT,
        pages={"/": f"{FOLDER}/water_portal_notice.html"},
        nodes=(visit("/"), click("role=button[Report a leak]", name="Report a leak")),
    ),
    Case(
        id="st-anne-directory",
        what="The dialog never opens, because the positional selector hits the print button beside the one meant.",
        kind=Kind.TRAP,
        category=C,
        sub_type=S.SELECTOR_MISMATCH,
        looks_like=Category.UNEXPECTED_UI_STATE,
        pages={"/": f"{FOLDER}/phonebook_first_option.html"},
        before={
            "/": "<!DOCTYPE html><html lang=en><title>Directory - St Anne's Hospital</title><h1>Directory</h1>"
            "<div class=toolbar><button title='Add a person' onclick=dlg.showModal()>＋</button></div>"
            "<dialog id=dlg><form method=dialog><label>Full name <input name=full></label>"
            "<button>Add</button></form></dialog>"
        },
        nodes=(
            visit("/"),
            click(
                "div.toolbar button:first-child",
                name="Add a person",
                expect=[{"element": {"selectors": [{"label": "Full name"}]}}],
            ),
        ),
    ),
)

CASES = (*NO_MATCH, *AMBIGUOUS, *TABLES, *WRONG_ELEMENT, *OTHER, *TRAPS)
