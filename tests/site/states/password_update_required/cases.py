"""Nobody goes on here before the password has been changed."""

from functools import partial

from tests.site.states.answers import data, redirect
from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import await_, await_url, click, sign_in
from webmend.domain.failure import Category, SubType

FOLDER = "password_update_required"
C, S = Category.PASSWORD_UPDATE_REQUIRED, SubType
named = partial(Case, kind=Kind.NAMED, category=C)
trap = partial(Case, kind=Kind.TRAP, looks_like=C)

FORCED = (
    named(
        id="teachers-credit-union",
        what="After the login comes a form for a new password: the old one is more than 90 days old.",
        pages={
            "/login": f"{FOLDER}/members_login.html",
            "POST /login": redirect("/password/expired"),
            "/password/expired": f"{FOLDER}/members_expired.html",
        },
        nodes=(*sign_in("#mid", "#pw", "role=button[Log in]"), click("role=link[Statements]")),
    ),
    named(
        id="buergerkonto",
        what="A Bootstrap dialog that cannot be closed asks for a password of one's own at the first login.",
        variant=2,
        pages={"/login": f"{FOLDER}/council_login.html", "POST /login": f"{FOLDER}/council_modal.html"},
        nodes=(*sign_in("#kennung", "#wort", "role=button[Anmelden]"), click("role=link[Meine Bescheide]")),
    ),
    named(
        id="shokuin-portal",
        what="A Japanese hospital says that the password is no longer valid; its form names no purpose of its fields.",
        variant=3,
        pages={
            "/login": f"{FOLDER}/hospital_login.html",
            "POST /login": redirect("/pwchange"),
            "/pwchange": f"{FOLDER}/hospital_change.html",
        },
        nodes=(*sign_in("#no", "#pw", "role=button[ログイン]"), click("text=勤務表")),
    ),
    named(
        id="area-riservata",
        what="An Italian single-page application puts the form for a new password where the login was.",
        variant=4,
        pages={"/login": f"{FOLDER}/insurer_spa.html", "POST /api/accesso": data({"azione": "CAMBIO"})},
        nodes=(*sign_in("#ut", "#pa", "#va"), await_url("**/polizze")),
    ),
)

TRAPS = (
    trap(
        id="wms-4",
        what="Says that the request cannot be completed at this time; what it wants is a new password.",
        looks_like=Category.SERVICE_UNAVAILABLE,
        category=C,
        pages={"/login": f"{FOLDER}/warehouse_login.html", "POST /logon.do": f"{FOLDER}/warehouse_later.html"},
        nodes=(*sign_in("#u", "#p", "#go"), click("text=Inbound")),
    ),
    trap(
        id="fund-admin",
        what="A dialog reminds of a password that will expire in nine days, and can be put off.",
        category=Category.UNEXPECTED_UI_STATE,
        sub_type=S.DISMISSIBLE,
        variant=2,
        pages={
            "/login": f"{FOLDER}/fund_login.html",
            "POST /login": redirect("/overview", {"s": "1"}),
            "/overview": f"{FOLDER}/fund_reminder.html",
        },
        nodes=(*sign_in("#n", "#p", "role=button[Log in]"), click("role=link[Net asset values]")),
    ),
    trap(
        id="growers-market",
        what="The page has two fields for a new password, of those who want to join; the login itself was refused.",
        category=Category.AUTHENTICATION_ERROR,
        sub_type=S.INVALID_CREDENTIALS,
        variant=3,
        pages={"/login": f"{FOLDER}/market_login.html", "POST /login": f"{FOLDER}/market_refused.html"},
        nodes=(*sign_in("#le", "#lp", "role=button[Log in]"), click("role=link[My stall]")),
    ),
    trap(
        id="service-desk",
        what="The login worked, and there is a link to change the password; the page is slow to bring its list.",
        category=Category.PAGE_STILL_LOADING,
        sub_type=S.SPINNER_VISIBLE,
        variant=4,
        pages={
            "/login": f"{FOLDER}/fund_login.html",
            "POST /login": redirect("/desk", {"s": "1"}),
            "/desk": f"{FOLDER}/desk_slow.html",
        },
        nodes=(*sign_in("#n", "#p", "role=button[Log in]"), await_("role=table[Tickets]")),
    ),
)

CASES = (*FORCED, *TRAPS)
