"""The page looks as if it were still loading, and nothing more will come."""

from tests.site.states.answers import data, redirect
from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import await_, click, sign_in, visit
from webmend.domain.failure import Category, SubType

FOLDER = "page_still_loading"
SEEN = Category.PAGE_STILL_LOADING

CASES = (
    Case(
        id="pemberton-sales",
        what="A clock and a ticker change the page without end; the button has a new name.",
        kind=Kind.TRAP,
        looks_like=SEEN,
        category=Category.XPATH_INCORRECT,
        sub_type=SubType.SELECTOR_NO_MATCH,
        pages={"/lots/311": f"{FOLDER}/auction_ticker.html"},
        before={"/lots/311": "<!DOCTYPE html><title>Lot 311</title><h1>Lot 311</h1><button class=btn>Bid now</button>"},
        nodes=(visit("/lots/311"), click("role=button[Bid now]")),
    ),
    Case(
        id="milk-round",
        what="Placeholders stay where the orders should be, since their call was answered 500; an alert says so.",
        kind=Kind.TRAP,
        looks_like=SEEN,
        category=Category.UPSTREAM_ERROR,
        sub_type=SubType.TRANSIENT_SITE_ISSUE,
        variant=2,
        pages={
            "/login": f"{FOLDER}/orders_login.html",
            "POST /login": redirect("/orders", {"mr": "1"}),
            "/orders": f"{FOLDER}/orders_bones.html",
            "/api/orders": data({}, 500),
        },
        nodes=(*sign_in("#e", "#p", "role=button[Sign in]"), await_("role=heading[Orders]"), click("text=Order 12")),
    ),
)
