"""What conditions and post-conditions call visible: what people get to see, wherever the page scrolls."""

import pytest

from tests.browser.tab import Tab, css
from webmend.domain.comparison import Comparison

X = "<b id=x>Here</b>"
TALL = "<div style='height: 3000px'></div>"
DOWN = "<script>addEventListener('load', () => %s)</script>"

SEEN = [
    pytest.param(X, id="plain"),
    pytest.param(f"{X}{TALL}{DOWN % 'scrollTo(0, 900)'}", id="above the window"),
    pytest.param(f"<!-- quirks -->{X}{TALL}{DOWN % 'document.body.scrollTo(0, 900)'}", id="above it on an old page"),
    pytest.param(
        f"<style>html {{ overflow: hidden; height: 100% }} body {{ overflow: auto; height: 100% }}</style>"
        f"{X}{TALL}{DOWN % 'document.body.scrollTo(0, 900)'}",
        id="above it where the body scrolls",
    ),
    pytest.param(
        "<div id=c style='display: flex; flex-direction: column-reverse; overflow: auto; height: 200px'>"
        f"{TALL.replace('div', 'i').replace('3000px', '3000px; flex: none; display: block')}{X}</div>",
        id="the oldest message of a chat",
    ),
    pytest.param(
        "<div id=c style='display: flex; overflow: auto; width: 200px'>"
        f"<span style='flex: none; width: 200px'>{X}</span><i style='flex: none; width: 900px'>-</i></div>"
        f"{DOWN % 'c.scrollTo(500, 0)'}",
        id="the first slide of a carousel",
    ),
    pytest.param(
        f"<div style='position: fixed; inset: 0; overflow: auto'>{TALL}<div style='overflow: hidden'>{X}</div></div>",
        id="a card below the fold of a tall dialog",
    ),
    pytest.param(
        f"<div style='height: 0; overflow: hidden'><div style='position: fixed; top: 9px'>{X}</div></div>",
        id="still in the window, whatever holds it",
    ),
    pytest.param(
        "<span style='position: relative; overflow: hidden'>"
        f"<div style='position: absolute; top: 20px'>{X}</div></span>",
        id="in an inline box, which cuts nothing off",
    ),
    pytest.param(
        f"<div style='display: contents; pointer-events: none'><p style='pointer-events: auto'>{X}</p></div>",
        id="in a box that is none",
    ),
    pytest.param(f"<p style='opacity: 0'>{X}</p>", id="transparent, and takes clicks"),
    pytest.param(f"<p dir=rtl style='overflow: auto; width: 90px; white-space: nowrap'>{'-' * 200} {X}</p>", id="rtl"),
]
UNSEEN = [
    pytest.param(f"<p hidden>{X}</p>", id="hidden"),
    pytest.param(f"<p style='position: fixed; left: -500px; width: 300px'>{X}</p>", id="beside the window"),
    pytest.param(f"<p style='position: fixed; top: 9000px'>{X}</p>", id="below the window, standing still"),
    pytest.param(f"<p style='position: absolute; left: -500px; width: 300px'>{X}</p>", id="beside the page"),
    pytest.param(
        f"<div style='position: absolute; left: -500px; width: 300px; height: 90px; overflow: auto'>{X}</div>",
        id="in a drawer beside the page that scrolls",
    ),
    pytest.param(f"<div style='height: 0; overflow: hidden'><p>{X}</p></div>", id="in a box that is shut"),
    pytest.param(f"<p style='opacity: 0; pointer-events: none'>{X}</p>", id="transparent, and takes no clicks"),
]


async def is_visible(tab: Tab, body: str) -> bool:
    head = "" if "quirks" in body else "<!doctype html>"
    await tab.open(f"{head}<body>{body}")
    asked = Comparison.model_validate({"element": css("#x"), "operator": "Visible"})
    return await tab.session.holds(asked)


@pytest.mark.parametrize("body", SEEN)
async def test_people_get_to_see_it(same_tab: Tab, body: str) -> None:
    assert await is_visible(same_tab, body)


@pytest.mark.parametrize("body", UNSEEN)
async def test_people_do_not_get_to_see_it(same_tab: Tab, body: str) -> None:
    assert not await is_visible(same_tab, body)
