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


PUT_BACK = {
    "at once": "x.value = 'old'",
    "once its own task is over": "setTimeout(() => x.value = 'old')",
    "in a microtask": "Promise.resolve().then(() => x.value = 'old')",
    "in the next frame": "requestAnimationFrame(() => x.value = 'old')",
    "by a task of the next frame": "requestAnimationFrame(() => setTimeout(() => x.value = 'old'))",
    "in another field": "x.outerHTML = '<input id=x value=old>'",
    "in another field in the next frame": "requestAnimationFrame(() => x.outerHTML = '<input id=x value=old>')",
    "and keeps the event to itself": "event.stopImmediatePropagation(); requestAnimationFrame(() => x.value = 'old')",
}


@pytest.mark.parametrize("how", PUT_BACK)
async def test_a_value_that_the_page_puts_back_is_found_out(same_tab: Tab, how: str) -> None:
    listening = f"window.addEventListener('input', (event) => {{ {PUT_BACK[how]} }}, {{once: true, capture: true}})"
    await same_tab.open(f"<input id=x value=old><script>{listening}</script>")

    assert (await same_tab.fails(css("#x"), fill={"value": "new"})).error.kind is ErrorKind.VALUE_REFUSED


async def test_a_field_that_takes_the_place_of_another_with_its_value_is_filled(same_tab: Tab) -> None:
    again = "x.outerHTML = `<input id=x value=${x.value}>`"
    await same_tab.open(f"<div oninput='requestAnimationFrame(() => {{ {again} }})'><input id=x value=old></div>")

    await same_tab.do(css("#x"), fill={"value": "new"})

    assert await same_tab.script("x.value") == "new"


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


HIDING = (
    COMBOBOX.replace("<button id=x", "<div id=all><button id=x")
    .replace("</button>", "</button></div>")
    .replace(
        "l.hidden = !l.hidden;", "l.hidden = !l.hidden; document.querySelector('#all').ariaHidden = String(!l.hidden);"
    )
)


async def test_a_list_that_hides_the_page_while_it_is_open_is_chosen_from_all_the_same(tab: Tab) -> None:
    await tab.open(HIDING)

    await tab.do({"selectors": [{"role": "combobox"}]}, select={"label": "France"})

    assert await tab.script("x.textContent") == "France"


IN_A_COMPONENT = """
<x-list id=x><x-option role=option>Deutschland</x-option><x-option role=option>France</x-option></x-list>
<script>customElements.define("x-list", class extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = `<input role=combobox aria-expanded=false aria-controls=l>
      <div role=listbox id=l hidden><slot></slot></div>`;
    const [field, list] = root.children;
    field.onclick = () => { list.hidden = false; field.ariaExpanded = "true" };
    this.onclick = (e) => { if (e.target !== this) field.value = e.target.textContent };
  }
})</script>"""


async def test_a_list_whose_options_are_put_into_a_component_is_chosen_from(tab: Tab) -> None:
    await tab.open(IN_A_COMPONENT)

    await tab.do({"selectors": [{"role": "combobox"}]}, select={"label": "France"})

    assert await tab.script("x.shadowRoot.querySelector('input').value") == "France"


BY_KEYS = """
<span><b id=shown></b>
<input id=x role=combobox aria-expanded=false aria-controls=l aria-haspopup=listbox readonly></span>
<div id=l role=listbox style="height:0;width:0;overflow:hidden"></div>
<script>
  const names = ["Deutschland", "France", "Italia", "Polska"];
  let at = 0;
  const show = () => {
    l.innerHTML = `<div role=option id=o${at} style="height:0;overflow:hidden">${names[at]}</div>`;
    x.setAttribute("aria-activedescendant", `o${at}`);
  };
  x.onclick = () => { x.ariaExpanded = "true"; show() };
  x.onkeydown = ({ key }) => {
    if (key === "ArrowDown") { at = (at + 1) % names.length; show() }
    if (key === "Enter") { l.remove(); TAKE }
  };
</script>"""
TAKE = "shown.textContent = names[at]"


@pytest.mark.parametrize("how", [{"label": "Italia"}, {"match": "itali"}])
async def test_a_list_that_is_only_a_picture_is_gone_through_by_keys(same_tab: Tab, how: dict[str, str]) -> None:
    await same_tab.open(BY_KEYS.replace("TAKE", TAKE))

    await same_tab.do(css("#x"), select=how)

    assert await same_tab.script("shown.textContent") == "Italia"


async def test_such_a_list_tells_all_that_it_has(tab: Tab) -> None:
    await tab.open(BY_KEYS.replace("TAKE", TAKE))

    failed = await tab.fails(css("#x"), select={"label": "Norge"}, ceiling=10)

    assert (failed.error.kind, failed.options) == (ErrorKind.NO_OPTION, ("Deutschland", "France", "Italia", "Polska"))


async def test_such_a_list_that_takes_nothing_is_found_out(tab: Tab) -> None:
    await tab.open(BY_KEYS.replace("TAKE", "shown.textContent = 'Choose'"))

    assert (await tab.fails(css("#x"), select={"label": "Italia"}, ceiling=10)).error.kind is ErrorKind.VALUE_REFUSED


@pytest.mark.parametrize(("start", "checked"), [("", True), ("checked", True), ("checked", False), ("", False)])
async def test_a_box_is_brought_into_the_state_that_is_wanted(same_tab: Tab, start: str, checked: bool) -> None:
    await same_tab.open(f"<input id=x type=checkbox {start}>")

    await same_tab.do(css("#x"), check={"checked": checked})

    assert await same_tab.script("x.checked") is checked


DRAWN = """
<label style="position:relative"><input id=x type=checkbox {}>
<span style="position:absolute; inset:0; background:#eee"></span>Agreed</label>"""


@pytest.mark.parametrize(("start", "checked"), [("", True), ("checked", True), ("checked", False)])
async def test_a_box_that_its_label_has_drawn_over_is_pressed_by_its_label(
    same_tab: Tab, start: str, checked: bool
) -> None:
    await same_tab.open(DRAWN.format(start))

    await same_tab.do(css("#x"), check={"checked": checked})

    assert await same_tab.script("x.checked") is checked


async def test_a_label_that_comes_to_lie_over_its_box_later_is_pressed(tab: Tab) -> None:
    await tab.open(DRAWN.format("").replace("<label", "<label hidden", 1))
    await tab.script("setTimeout(() => document.querySelector('label').hidden = false, 100)")

    await tab.do(css("#x"), check={}, ceiling=15)

    assert await tab.script("x.checked") is True


async def test_a_label_that_does_not_change_its_box_is_found_out(tab: Tab) -> None:
    await tab.open(DRAWN.format("onclick='return false'"))

    assert (await tab.fails(css("#x"), check={}, ceiling=10)).error.kind is ErrorKind.VALUE_REFUSED


async def test_a_box_that_something_else_lies_over_is_not_pressed(tab: Tab) -> None:
    await tab.open("<input id=x type=checkbox><div style='position:fixed; inset:0'>Loading</div>")

    await tab.fails_as(ErrorKind.COVERED, css("#x"), check={})


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
