"""Whether an element that was found can be used: seen at once in the page, or tried by the driver."""

from typing import Any

import pytest

from tests.browser.tab import Tab
from webmend.domain.target import Selector

GO = Selector(css="#go")
COVER = "<div style='position:fixed;inset:0;background:white'></div>"
MOVES = "<style>@keyframes m{to{transform:translateX(300px)}}#go{animation:m 1s linear infinite alternate}</style>"
PROTOTYPE = "<script>Array.prototype.toJSON = function () { return `[${this.join()}]` }</script>"


@pytest.mark.parametrize(
    ("page", "want"),
    [
        ("<button id=go>Go</button>", True),
        ("<p style='height:4000px'></p><button id=go>Go</button>", True),
        (f"{PROTOTYPE}<button id=go>Go</button>", True),
        ("<button id=go disabled>Go</button>", False),
        (f"<button id=go>Go</button>{COVER}", False),
        (f"{MOVES}<button id=go>Go</button>", False),
    ],
)
async def test_only_what_stands_still_and_uncovered_can_be_used(tab: Tab, page: str, want: bool) -> None:
    await tab.open(page)
    step = tab.node({"selectors": [{"css": "#go"}]}, click={})

    survey = await tab.session.elements.survey(step)
    handle = next(each.handle for each in survey.elements if each.look.text == "Go")

    assert await tab.session.elements.proven(step, handle, [GO]) == ((GO,) if want else ())


IN_A_SHADOW = "<div><template shadowrootmode=open><button id=go>Elsewhere</button></template></div>"
PATH = Selector(xpath='//*[@id="go"]')


@pytest.mark.parametrize(
    ("beside", "want"),
    [
        ("", (GO, PATH)),
        ("<button id=go>Elsewhere</button>", ()),
        (IN_A_SHADOW, (PATH,)),  # paths do not look into shadow roots, in the driver neither
    ],
)
async def test_a_selector_is_kept_that_finds_the_element_alone(
    tab: Tab, beside: str, want: tuple[Selector, ...]
) -> None:
    await tab.open(f"<button id=go>Go</button>{beside}")
    step = tab.node({"selectors": [{"css": "#go"}]}, click={})

    survey = await tab.session.elements.survey(step)
    handle = next(each.handle for each in survey.elements if each.look.text == "Go")

    unreadable = Selector(xpath="//*[")
    assert await tab.session.elements.proven(step, handle, [GO, unreadable, PATH]) == want


@pytest.mark.parametrize(
    ("field", "does", "want"),
    [
        ("<input id=go>", {"fill": {"value": "-"}}, True),
        ("<div id=go contenteditable>-</div>", {"fill": {"value": "-"}}, True),
        ("<input id=go readonly>", {"fill": {"value": "-"}}, False),
        ("<input id=go disabled>", {"fill": {"value": "-"}}, False),
        ("<select id=go><option>-</select>", {"select": {"label": "-"}}, True),
        ("<select id=go disabled><option>-</select>", {"select": {"label": "-"}}, False),
        ("<button id=go disabled>Go</button>", {"press": {"keys": ["Enter"]}}, True),
    ],
)
async def test_what_cannot_take_the_action_is_not_used(tab: Tab, field: str, does: dict[str, Any], want: bool) -> None:
    await tab.open(field)
    step = tab.node({"selectors": [{"css": "#go"}]}, **does)

    survey = await tab.session.elements.survey(step)
    handle = next(each.handle for each in survey.elements if each.look.attributes.get("id") == "go")

    assert await tab.session.elements.proven(step, handle, [GO]) == ((GO,) if want else ())
