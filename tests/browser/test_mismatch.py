"""A selector that still finds something, on real pages: the element of the last good run, or another."""

from time import perf_counter

import pytest

from tests.browser.tab import PATIENT, Tab, css
from webmend.domain.evidence import ErrorKind
from webmend.domain.graph import Node
from webmend.domain.target import Fingerprint
from webmend.ports.browser import Performed, StepFailed
from webmend.runner.checking import mismatch

BUTTON = "<button onclick=\"document.title += '{0}'\" {1}>{0}</button>"
SAVE, DELETE, CANCEL = (BUTTON.format(*named) for named in (("Save", "id=s"), ("Delete", "id=d"), ("Cancel", "id=c")))
FIRST = css("button:first-of-type")


async def known(tab: Tab, page: str) -> tuple[Node, Fingerprint]:
    """A step, and what a good run on the page has remembered of it."""
    await tab.open(f"<title>-</title>{page}")
    step_node = tab.node(FIRST, click={})
    return step_node, await tab.session.elements.fingerprint(step_node)


async def do(tab: Tab, page: str, node: Node, look: Fingerprint) -> Performed:
    """The same step on the page as it is now."""

    async def check(seen: Fingerprint) -> str:
        return await mismatch(tab.session.elements, node, look, seen)

    await tab.open(f"<title>-</title>{page}")
    return await tab.session.perform(node, PATIENT, None, check)


@pytest.mark.parametrize(
    "now",
    [
        DELETE + CANCEL,
        DELETE + SAVE,
        BUTTON.format("Save and close", "id=sc") + SAVE,
        BUTTON.format("Save", "name=other data-testid=x") + BUTTON.format("Save", "name=save data-testid=save"),
    ],
    ids=["another in its place", "one before it", "one that says nearly the same", "one that says the same"],
)
async def test_another_element_is_never_clicked(same_tab: Tab, now: str) -> None:
    named = "name=save data-testid=save" if "name=save" in now else "id=s"
    node, look = await known(same_tab, BUTTON.format("Save", named) + CANCEL)
    with pytest.raises(StepFailed) as raised:
        await do(same_tab, now, node, look)
    assert raised.value.error.kind is ErrorKind.MISMATCH
    assert raised.value.selector == "css=button:first-of-type"
    assert await same_tab.script("document.title") == "-"


@pytest.mark.parametrize(
    "now",
    [
        SAVE + DELETE,
        BUTTON.format("Save (3)", "id=s class='btn busy' aria-pressed=true") + CANCEL,
        BUTTON.format("Save", "id=radix-a8f3") + CANCEL,
        BUTTON.format("Store", "id=s") + CANCEL,
        f"<main><section>{SAVE}</section></main>",
    ],
    ids=["another neighbour", "a counter, classes, state", "a made-up id", "reworded", "moved"],
)
async def test_an_element_that_has_merely_changed_is_clicked(same_tab: Tab, now: str) -> None:
    node, look = await known(same_tab, SAVE + CANCEL)
    await do(same_tab, now, node, look)
    assert await same_tab.script("document.title") != "-"


async def test_the_page_of_the_step_before_is_no_mismatch_while_it_is_still_there(tab: Tab) -> None:
    node, look = await known(tab, SAVE)
    late = f"<main>{DELETE}</main><template>{SAVE}</template><script>setTimeout(() => document.querySelector('main')"
    late += ".replaceChildren(document.querySelector('template').content), 300)</script>"
    await do(tab, late, node, look)
    assert await tab.script("document.title") == "-Save"


async def test_the_first_row_of_a_list_may_be_another_one_every_day(tab: Tab) -> None:
    def row(name: str) -> str:
        return f"<table><tr><td><button name={name} onclick=\"document.title='{name}'\">{name}</button></table>"

    node, look = await known(tab, row("Ada"))
    await do(tab, row("Bob"), node, look)
    assert await tab.script("document.title") == "Bob"


async def test_a_value_is_never_typed_into_another_field(tab: Tab) -> None:
    node = tab.node(css("input"), fill={"value": "Ada"})
    await tab.open("<label>User name <input name=user></label>")
    look = await tab.session.elements.fingerprint(node)
    with pytest.raises(StepFailed) as raised:
        await do(tab, "<label>Street <input name=street></label>", node, look)
    assert raised.value.error.kind is ErrorKind.MISMATCH
    assert await tab.script("document.querySelector('input').value") == ""


async def test_an_unchanged_element_costs_no_question_to_the_page(tab: Tab) -> None:
    node, look = await known(tab, SAVE + "<p>text</p>" * 3000)
    began = perf_counter()
    assert await mismatch(tab.session.elements, node, look, look) == ""
    assert perf_counter() - began < 0.1
