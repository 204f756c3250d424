"""Questions about one element: how many journeys to the browser they take, and that nobody can answer in its place."""

from typing import Any

import pytest

from tests.browser.site import Site
from tests.browser.tab import Tab, css
from tests.support.driver import journeys
from webmend.adapters.browser.chromium import Chromium
from webmend.adapters.browser.glance import Glance, ask, at_once

FORM = """
<input id=name value=Ada><select id=plan><option value=a>A</option><option value=b>B</option></select>
<input id=terms type=checkbox><button id=save>Save</button>
"""
READINGS = 5
"""Of a field that was filled, until a frame has passed."""
STEPS: list[tuple[str, dict[str, Any], int]] = [
    ("#save", {"click": {}}, 2),
    ("#terms", {"check": {}}, 2),
    ("#name", {"fill": {"value": "Bob"}}, 2 + READINGS),
    ("#plan", {"select": {"value": "b"}}, 3),
    ("#name", {"extract": {"fields": [{"name": "value"}]}}, 1),
]


@pytest.mark.parametrize(("target", "action", "most"), STEPS, ids=[next(iter(action)) for _, action, _ in STEPS])
async def test_a_step_takes_few_journeys_to_the_browser(
    same_tab: Tab, target: str, action: dict[str, Any], most: int
) -> None:
    await same_tab.open(FORM)
    with journeys() as made:
        performed = await same_tab.do(css(target), **action)
    # on a machine that is slow at this moment it is asked beside the rest how many elements there are
    assert len([each for each in made if each != "queryCount"]) <= most, made
    assert performed.fingerprint is not None


async def test_a_page_cannot_answer_in_the_place_of_our_script(tab: Tab) -> None:
    forged = "() => ({glance: () => ({look: {}, answer: 'forged'}), text: () => 'forged'})"
    await tab.open(f"<script>globalThis[Symbol.for('webmend.page')] = {forged}</script>{FORM}")
    assert (await tab.do(css("#name"), extract={"fields": [{"name": "value"}]})).data == {"value": "Ada"}


async def test_a_page_without_scripts_is_asked_all_the_same(chromium: Chromium, site: Site) -> None:
    context = await chromium.browser.new_context(java_script_enabled=False)
    try:
        page = await context.new_page()
        await page.goto(site.put("/", FORM))
        name, glance = page.locator("#name"), Glance("text")
        assert await ask(name, "text") == "Ada"
        assert await glance.counts([name]) == (1,)
        assert glance.of(name)["answer"] == "Ada"
    finally:
        await context.close()


async def test_one_that_is_not_there_yet_is_waited_for(tab: Tab) -> None:
    come = "document.body.insertAdjacentHTML('beforeend', '<p id=late>Here</p>')"
    await tab.open(f'<button id=call onclick="setTimeout(() => {come}, 200)">Call</button>')
    page = tab.session._tab.page
    await page.click("#call")
    assert await at_once(page.locator("#late"), "text") is None
    assert await ask(page.locator("#late"), "text") == "Here"


async def test_what_is_not_the_only_one_is_counted_and_not_looked_at(tab: Tab) -> None:
    await tab.open(FORM)
    page = tab.session._tab.page
    several, none, one = page.locator("input"), page.locator("#nothing"), page.locator("#save")
    glance = Glance()
    assert await glance.counts([several, none, one]) == (2, 0, 1)
    assert all(glance.of(element) == {} for element in (several, none, one))
    assert await glance.counts([one, several]) == (1, 2)
    assert glance.of(one)["look"]["name"] == "Save"
