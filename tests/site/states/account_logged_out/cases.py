"""The site has ended a session that was signed in."""

from functools import partial

from tests.site.states.answers import data, html, redirect
from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import await_, click, read, sign_in, visit
from webmend.domain.failure import Category, SubType

FOLDER = "account_logged_out"
C, S = Category.ACCOUNT_LOGGED_OUT, SubType
named = partial(Case, kind=Kind.NAMED, category=C)
other = partial(Case, kind=Kind.OTHER, category=C, sub_type=S.OTHER)
trap = partial(Case, kind=Kind.TRAP, looks_like=C)

EXPIRED = (
    named(
        id="volksbank-online",
        what="A German bank shows a page that the session was ended after a time without activity.",
        sub_type=S.SESSION_EXPIRED,
        pages={
            "/login": f"{FOLDER}/bank_login.html",
            "POST /login": redirect("/uebersicht", {"XSRF": "a", "VRSESSION": "9f"}),
            "/uebersicht": f"{FOLDER}/bank_home.html",
            "/umsaetze": html(f"{FOLDER}/bank_expired.html", cookies={"VRSESSION": None}),
        },
        nodes=(
            *sign_in("#key", "#pin", "role=button[Anmelden]"),
            click("role=link[Umsätze]"),
            click("role=button[Kontoauszug]"),
        ),
    ),
    named(
        id="corporate-travel",
        what="A call is answered 401, and a Bootstrap dialog says that the session has timed out.",
        sub_type=S.SESSION_EXPIRED,
        variant=2,
        pages={
            "/login": f"{FOLDER}/travel_login.html",
            "POST /login": redirect("/trips", {"sid": "t1"}),
            "/trips": f"{FOLDER}/travel_home.html",
            "/api/receipts": data({"error": "expired"}, 401),
        },
        nodes=(
            *sign_in("#mail", "#pass", "role=button[Sign in]"),
            click("role=button[Show receipts]"),
            click("#list li:first-child a"),
        ),
    ),
    named(
        id="jianyan-baogao",
        what="A Chinese laboratory shows its login form with a line that the login has expired.",
        sub_type=S.SESSION_EXPIRED,
        variant=3,
        pages={
            "/login": f"{FOLDER}/lab_login.html",
            "POST /login": redirect("/list", {"token": "z"}),
            "/list": f"{FOLDER}/lab_home.html",
            "/report/8841": f"{FOLDER}/lab_expired.html",
        },
        nodes=(*sign_in("#acc", "#pwd", "role=button[登录]"), click("text=血常规 8841"), read("#wbc")),
    ),
)

INVALIDATED = (
    named(
        id="pipeline-crm",
        what="The session was ended because somebody has logged in with the same name on another device.",
        sub_type=S.SESSION_INVALIDATED,
        pages={
            "/login": f"{FOLDER}/crm_login.html",
            "POST /login": redirect("/deals", {"crm": "1"}),
            "/deals": f"{FOLDER}/crm_home.html",
            "/deals/open": html(f"{FOLDER}/crm_elsewhere.html", cookies={"crm": None}),
        },
        nodes=(
            *sign_in("#u", "#p", "role=button[Log in]"),
            click("role=link[Open deals]"),
            read("#total"),
        ),
    ),
    named(
        id="comercio-exterior",
        what="A call of the page is answered 401: the token of the session does not hold any more.",
        sub_type=S.SESSION_INVALIDATED,
        variant=2,
        pages={
            "/login": f"{FOLDER}/trade_login.html",
            "POST /login": redirect("/declaraciones", {"jwt": "x"}),
            "/declaraciones": f"{FOLDER}/trade_home.html",
            "POST /api/declaraciones": data({"error": "invalid_token", "mensaje": "La sesión ya no es válida."}, 401),
        },
        nodes=(
            *sign_in("#u", "#c", "role=button[Ingresar]"),
            click("role=button[Nueva declaración]"),
            await_("role=heading[Declaración nueva]"),
        ),
    ),
    named(
        id="fleet-vehicles",
        what="The next page is answered 401, the token has been revoked; its cookie is still there.",
        sub_type=S.SESSION_INVALIDATED,
        variant=3,
        pages={
            "/login": f"{FOLDER}/fleet_login.html",
            "POST /login": redirect("/vehicles", {"fleet": "k"}),
            "/vehicles": f"{FOLDER}/fleet_home.html",
            "/drivers": html(f"{FOLDER}/fleet_revoked.html", 401),
        },
        nodes=(
            *sign_in("#n", "#w", "role=button[Go]"),
            click("role=link[Drivers]"),
            click("role=button[Add driver]"),
        ),
    ),
)

REDIRECTED = (
    named(
        id="biblioteka",
        what="A click leads to the login page of the same site, without a word.",
        sub_type=S.REDIRECTED_TO_LOGIN,
        pages={
            "/login": f"{FOLDER}/library_login.html",
            "POST /login": redirect("/konto", {"PHPSESSID": "5"}),
            "/konto": f"{FOLDER}/library_home.html",
            "/wypozyczenia": redirect("/login?next=/wypozyczenia", {"PHPSESSID": None}),
        },
        nodes=(
            *sign_in("#karta", "#pin", "role=button[Zaloguj]"),
            click("role=link[Wypożyczenia]"),
            click("role=button[Przedłuż]"),
        ),
    ),
    named(
        id="ward-board",
        what="A hospital sends to its login on a host of its own when the second page is opened.",
        sub_type=S.REDIRECTED_TO_LOGIN,
        variant=2,
        pages={
            "/": redirect("http://sso.trust-north.example/idp/login?sp=ward"),
            "//sso.trust-north.example/idp/login": f"{FOLDER}/sso_login.html",
            "POST //sso.trust-north.example/idp/login": redirect("http://ward-board.example/acs?t=1"),
            "/acs": redirect("/ward", {"ward": "7"}),
            "/ward": f"{FOLDER}/ward_home.html",
            "/handover": redirect("http://sso.trust-north.example/idp/login?sp=ward&r=2"),
        },
        nodes=(
            *sign_in("#user", "#pass", "role=button[Sign in]", path="/"),
            await_("role=heading[Ward 7]"),
            visit("/handover"),
            read("#notes"),
        ),
    ),
    named(
        id="trade-counter",
        what="A single-page shop shows its login view again when a call is answered 401.",
        sub_type=S.REDIRECTED_TO_LOGIN,
        variant=3,
        pages={
            "/login": f"{FOLDER}/shop_login.html",
            "POST /api/login": data({"ok": True}, cookies={"cart": "3"}),
            "/api/invoices": data({}, 401, cookies={"cart": None}),
        },
        nodes=(
            *sign_in("#e", "#p", "role=button[Sign in]"),
            click("role=button[Invoices]"),
            click("role=link[Newest invoice]"),
        ),
    ),
)

OTHERS = (
    other(
        id="ecustoms",
        what="The way to the next page ends on the page that says goodbye after logging out.",
        pages={
            "/login": f"{FOLDER}/customs_login.html",
            "POST /login": redirect("/declarations", {"ec": "1"}),
            "/declarations": f"{FOLDER}/customs_home.html",
            "/declarations/new": redirect("/loggedout", {"ec": None}),
            "/loggedout": f"{FOLDER}/farewell.html",
        },
        nodes=(
            *sign_in("#eori", "#pw", "role=button[Log in]"),
            click("role=link[New declaration]"),
            click("role=button[Save draft]"),
        ),
    ),
    other(
        id="allotment-society",
        what="The next page is that of a guest: it asks to log in where it used to greet by name.",
        variant=2,
        pages={
            "/login": f"{FOLDER}/forum_login.html",
            "POST /login": redirect("/board", {"m": "1"}),
            "/board": f"{FOLDER}/forum_member.html",
            "/plots": html(f"{FOLDER}/forum_guest.html", cookies={"m": None}),
        },
        nodes=(
            *sign_in("#u", "#p", "role=button[Enter]"),
            click("role=link[Plots]"),
            read("#plot-17"),
        ),
    ),
    other(
        id="poste-partage",
        what="The application on a shared computer has locked itself, and asks who is using it now.",
        variant=3,
        pages={
            "/login": f"{FOLDER}/chooser_login.html",
            "POST /login": redirect("/agenda", {"cab": "1"}),
            "/agenda": f"{FOLDER}/chooser_home.html",
            "/patients": html(f"{FOLDER}/chooser_closed.html", cookies={"cab": None}),
        },
        nodes=(
            *sign_in("#i", "#m", "role=button[Entrer]"),
            click("role=link[Patients]"),
            click("role=button[Nouveau patient]"),
        ),
    ),
)

TRAPS = (
    trap(
        id="meridian-pay",
        what="A dialog only warns that the session will expire in two minutes, and offers to stay.",
        category=Category.UNEXPECTED_UI_STATE,
        sub_type=S.DISMISSIBLE,
        pages={
            "/login": f"{FOLDER}/pay_login.html",
            "POST /login": redirect("/payouts", {"mp": "1"}),
            "/payouts": f"{FOLDER}/pay_warning.html",
        },
        nodes=(*sign_in("#u", "#p", "role=button[Log in]"), click("#csv")),
    ),
    trap(
        id="rowing-club",
        what="Every page has a login for members in its margin; nobody was logged in, and the page does not exist.",
        category=Category.PAGE_NOT_FOUND,
        variant=2,
        pages={"/regattas/*": f"{FOLDER}/club_article.html"},
        nodes=(visit("/regattas/henley-2031"), read("#start-list")),
    ),
)

CASES = (*EXPIRED, *INVALIDATED, *REDIRECTED, *OTHERS, *TRAPS)
