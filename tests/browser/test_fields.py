"""Typing, choosing, ticking, pressing: what is meant is what the field holds."""

from typing import Any

import pytest

from tests.browser.tab import Tab, css
from webmend.domain.evidence import ErrorKind

VALUE = "document.querySelector('#x').value"


@pytest.mark.parametrize(
    ("field", "value", "want"),
    [
        ("<input id=x value=old>", "new", "new"),
        ("<input id=x value=old>", "", ""),
        ("<textarea id=x></textarea>", "one\r\ntwo", "one\ntwo"),
        ("<input id=x type=email>", "a@b.test", "a@b.test"),
        ("<input id=x type=email>", " a@b.test ", "a@b.test"),
        ("<input id=x type=date>", "2026-11-25", "2026-11-25"),
        ("<input id=x type=number>", "1.50", "1.50"),
        ("<input id=x oninput='this.value=this.value.trim()'>", "Ada ", "Ada"),
    ],
)
async def test_a_value_is_typed_and_read_back(same_tab: Tab, field: str, value: str, want: str) -> None:
    await same_tab.open(field)

    await same_tab.do(css("#x"), fill={"value": value})

    assert await same_tab.script(VALUE) == want


async def test_an_editable_element_is_filled_too(tab: Tab) -> None:
    await tab.open("<div id=x contenteditable>old</div>")

    await tab.do(css("#x"), fill={"value": "new text"})

    assert await tab.script("x.innerText") == "new text"


async def test_what_a_field_refused_is_told_without_the_value(tab: Tab) -> None:
    await tab.open("<input id=x maxlength=4>")

    failed = await tab.fails(css("#x"), fill={"value": "Lovelace"})

    assert failed.error.kind is ErrorKind.VALUE_REFUSED
    assert failed.error.message == "the field kept only the first 4 of 8 characters"


OPTIONS = "<option value=''>Choose</option><option value=d>Deutschland</option><option value=f>France</option>"


@pytest.mark.parametrize(
    ("how", "want"),
    [
        ({"value": "f"}, "f"),
        ({"label": "France"}, "f"),
        ({"label": " France "}, "f"),
        ({"match": "france"}, "f"),
        ({"match": "deutschlnd"}, "d"),
    ],
)
async def test_an_option_is_chosen_by_value_label_or_likeness(same_tab: Tab, how: dict[str, str], want: str) -> None:
    await same_tab.open(f"<select id=x>{OPTIONS}</select>")

    await same_tab.do(css("#x"), select=how)

    assert await same_tab.script(VALUE) == want


@pytest.mark.parametrize("before", ["", "<option value=''>Loading…</option>", "<option value=''>Choose</option>"])
async def test_a_list_that_is_still_empty_is_waited_for(same_tab: Tab, before: str) -> None:
    await same_tab.open(
        f"<select id=x>{before}</select><script>setTimeout(() => x.innerHTML = `{OPTIONS}`, 400)</script>"
    )

    await same_tab.do(css("#x"), select={"label": "France"})

    assert await same_tab.script(VALUE) == "f"


async def test_a_list_that_is_busy_is_waited_for(tab: Tab) -> None:
    await tab.open(
        "<select id=x aria-busy=true><option>Old</option><option>Older</option></select>"
        f"<script>setTimeout(() => {{ x.innerHTML = `{OPTIONS}`; x.ariaBusy = null }}, 400)</script>"
    )

    await tab.do(css("#x"), select={"label": "France"})

    assert await tab.script(VALUE) == "f"


async def test_two_options_that_come_equally_close_are_refused(tab: Tab) -> None:
    await tab.open("<select id=x><option>Ward 1 East</option><option>Ward 2 East</option></select>")

    failed = await tab.fails_as(ErrorKind.AMBIGUOUS, css("#x"), select={"match": "Ward East"})

    assert failed.error.message == "no option of the list comes clearly closest"
    assert failed.options == ("Ward 1 East", "Ward 2 East")


COMBOBOX = """
<button id=x role=combobox aria-haspopup=listbox aria-expanded=false aria-controls=l>Choose</button>
<ul id=l role=listbox hidden>
<li role=option>Deutschland</li><li role=option>France</li><li role=option aria-disabled=true>Italia</li></ul>
<script>
  x.onclick = () => { l.hidden = !l.hidden; x.ariaExpanded = String(!l.hidden) }
  l.onclick = (e) => { x.textContent = e.target.textContent; l.hidden = true }
</script>
"""


async def test_a_list_that_the_page_builds_itself_is_opened_and_chosen_from(tab: Tab) -> None:
    await tab.open(COMBOBOX)

    await tab.do(css("#x"), select={"label": "France"})

    assert await tab.script("x.textContent") == "France"


@pytest.mark.parametrize(
    ("label", "message"), [("Polska", "the list has no such option"), ("Italia", "the option is disabled")]
)
async def test_such_a_list_refuses_as_the_browsers_own_does(same_tab: Tab, label: str, message: str) -> None:
    await same_tab.open(COMBOBOX)

    failed = await same_tab.fails(css("#x"), select={"label": label})

    assert (failed.error.kind, failed.error.message) == (ErrorKind.NO_OPTION, message)
    assert failed.options == ("Deutschland", "France", "Italia")


@pytest.mark.parametrize(("start", "checked"), [("", True), ("checked", True), ("checked", False), ("", False)])
async def test_a_box_is_brought_into_the_state_that_is_wanted(same_tab: Tab, start: str, checked: bool) -> None:
    await same_tab.open(f"<input id=x type=checkbox {start}>")

    await same_tab.do(css("#x"), check={"checked": checked})

    assert await same_tab.script("x.checked") is checked


@pytest.mark.parametrize("target", [css("#x"), None])
async def test_keys_are_pressed_on_the_target_or_where_the_focus_is(tab: Tab, target: Any) -> None:
    await tab.open("<form action=/sent><input id=x name=q autofocus value=a></form>")
    tab.site.put("/sent", "<p>Sent</p>")
    await tab.do(css("#x"), click={})

    await tab.do(target, press={"keys": ["End", "b", "Enter"]}, expect=[{"text": "Sent"}])

    assert tab.site.asked[-1] == "/sent"


@pytest.mark.parametrize(
    ("how", "want"),
    [
        ({}, "click:0"),
        ({"button": "Right"}, "contextmenu:2"),
        ({"count": 2}, "dblclick:0"),
        ({"modifiers": ["Shift"]}, "click:0shift"),
    ],
)
async def test_clicks_have_a_button_a_count_and_modifiers(same_tab: Tab, how: dict[str, Any], want: str) -> None:
    await same_tab.open(
        "<button id=x>A</button><script>for (const type of ['click', 'dblclick', 'contextmenu'])"
        "x.addEventListener(type, (e) => { e.preventDefault(); "
        "document.title = `${e.type}:${e.button}${e.shiftKey ? 'shift' : ''}` })</script>"
    )

    await same_tab.do(css("#x"), click=how)

    assert await same_tab.script("document.title") == want
