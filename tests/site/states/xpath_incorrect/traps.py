"""The selector finds nothing, and nothing is wrong with it."""

from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import click, visit
from webmend.domain.failure import Category, SubType

FOLDER = "xpath_incorrect"
SEEN = Category.XPATH_INCORRECT

CASES = (
    Case(
        id="hartwell-mortgages",
        what="The button belongs to a calculator that has not come yet; the page around it is complete.",
        kind=Kind.TRAP,
        looks_like=SEEN,
        category=Category.PAGE_STILL_LOADING,
        sub_type=SubType.COMPONENT_LOADING,
        pages={"/": f"{FOLDER}/mortgage_panel.html"},
        nodes=(visit("/"), click("role=button[Work out my payment]")),
    ),
    Case(
        id="kreisbote",
        what="A German newspaper writes its page only once the question about cookies has been answered.",
        kind=Kind.TRAP,
        looks_like=SEEN,
        category=Category.UNEXPECTED_UI_STATE,
        sub_type=SubType.DISMISSIBLE,
        variant=2,
        pages={"/": f"{FOLDER}/news_consent.html"},
        nodes=(visit("/"), click("role=link[Anzeige aufgeben]")),
    ),
)
