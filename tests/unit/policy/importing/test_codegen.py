"""Playwright codegen: every call in JavaScript and in Python, and what a workflow cannot say."""

from typing import Any

import pytest

from tests.unit.policy.importing.making import SITE, javascript, losses, nodes, python
from webmend.policy.importing.source import NotImportable
from webmend.policy.importing.workflow import import_recording

GOTO = f"await page.goto('{SITE}/');"
PY_GOTO = f'page.goto("{SITE}/")'
OPEN = {"navigate": {"url": f"{SITE}/"}}
TARGET = {"selectors": [{"css": "#x"}]}


@pytest.mark.parametrize(
    ("call", "same", "want"),
    [
        ("locator('#x').click()", 'locator("#x").click()', {"click": {}}),
        ("locator('#x').dblclick()", 'locator("#x").dblclick()', {"click": {"count": 2}}),
        ("locator('#x').click({ button: 'right' })", 'locator("#x").click(button="right")',
         {"click": {"button": "Right"}}),
        ("locator('#x').click({ modifiers: ['ControlOrMeta'] })", 'locator("#x").click(modifiers=["ControlOrMeta"])',
         {"click": {"modifiers": ["Control"]}}),
        ("locator('#x').hover()", 'locator("#x").hover()', {"hover": {}}),
        ("locator('#x').check()", 'locator("#x").check()', {"check": {}}),
        ("locator('#x').uncheck()", 'locator("#x").uncheck()', {"check": {"checked": False}}),
        ("locator('#x').fill('a\\'b')", 'locator("#x").fill("a\'b")', {"fill": {"value": "a'b"}}),
        ("locator('#x').pressSequentially('ab')", 'locator("#x").press_sequentially("ab")', {"fill": {"value": "ab"}}),
        ("locator('#x').press('ControlOrMeta+a')", 'locator("#x").press("ControlOrMeta+a")',
         {"press": {"keys": ["Control+a"]}}),
        ("locator('#x').selectOption('de')", 'locator("#x").select_option("de")', {"select": {"value": "de"}}),
        ("locator('#x').selectOption({ label: 'German' })", 'locator("#x").select_option(label="German")',
         {"select": {"label": "German"}}),
        ("locator('#x').setInputFiles('a.pdf')", 'locator("#x").set_input_files("a.pdf")',
         {"upload": {"files": ["a.pdf"]}}),
        ("locator('#x').setInputFiles(['a', 'b'])", 'locator("#x").set_input_files(["a", "b"])',
         {"upload": {"files": ["a", "b"]}}),
        ("locator('#x').waitFor({ state: 'hidden' })", 'locator("#x").wait_for(state="hidden")',
         {"wait": {"element": "Hidden"}}),
        ("locator('#x').screenshot()", 'locator("#x").screenshot()', {"screenshot": {}}),
        ("click('#x')", 'click("#x")', {"click": {}}),
        ("fill('#x', 'a')", 'fill("#x", "a")', {"fill": {"value": "a"}}),
    ],
)  # fmt: skip
def test_an_action_on_an_element_becomes_a_node(call: str, same: str, want: dict[str, Any]) -> None:
    assert nodes(javascript(GOTO, f"await page.{call};")) == [OPEN, {**want, "target": TARGET}]
    assert nodes(python(PY_GOTO, f"page.{same}")) == [OPEN, {**want, "target": TARGET}]


@pytest.mark.parametrize(
    ("call", "same", "want"),
    [
        ("goBack()", "go_back()", {"back": {}}),
        ("reload()", "reload()", {"reload": {}}),
        ("waitForTimeout(500)", "wait_for_timeout(500)", {"delay": {"duration": "500ms"}}),
        ("waitForURL('**/a')", 'wait_for_url("**/a")', {"wait": {"url": "**/a"}}),
        ("waitForLoadState('networkidle')", 'wait_for_load_state("networkidle")', {"wait": {"page": "Idle"}}),
        ("keyboard.press('Escape')", 'keyboard.press("Escape")', {"press": {"keys": ["Escape"]}}),
        ("screenshot({ fullPage: true })", "screenshot(full_page=True)", {"screenshot": {"fullPage": True}}),
    ],
)
def test_an_action_on_the_page_becomes_a_node(call: str, same: str, want: dict[str, Any]) -> None:
    assert nodes(javascript(GOTO, f"await page.{call};")) == [OPEN, want]
    assert nodes(python(PY_GOTO, f"page.{same}")) == [OPEN, want]


@pytest.mark.parametrize(
    ("locator", "want"),
    [
        ("getByRole('button', { name: 'Save' })", {"role": "button", "name": "Save"}),
        ("getByRole('button', { name: 'Save', exact: true })", {"role": "button", "name": "Save", "exact": True}),
        ("getByRole('button', { name: /save/i })", {"role": "button", "name": "save"}),
        ("getByRole('main')", {"role": "main"}),
        ("getByLabel('City')", {"label": "City"}),
        ("getByPlaceholder('City')", {"placeholder": "City"}),
        ("getByText('Go', { exact: true })", {"text": "Go", "exact": True}),
        ("getByTestId('go')", {"test_id": "go"}),
        ("getByAltText('a\"b')", {"css": '[alt*="a\\"b" i]'}),
        ("getByTitle('Go', { exact: true })", {"css": '[title="Go"]'}),
        ("locator('xpath=//a')", {"xpath": "//a"}),
        ("locator('//a')", {"xpath": "//a"}),
        ("locator('text=Go')", {"text": "Go"}),
        ("locator('text=\"Go\"')", {"text": "Go", "exact": True}),
        ("locator('id=go')", {"css": '[id="go"]'}),
        ("locator('#a').locator('b')", {"css": "#a b"}),
        ("locator('a').first()", {"css": ":nth-match(a, 1)"}),
        ("locator('a').nth(2)", {"css": ":nth-match(a, 3)"}),
        ("locator('tr').filter({ hasText: 'Ada' })", {"css": 'tr:has-text("Ada")'}),
    ],
)
def test_each_locator_has_its_selector(locator: str, want: dict[str, Any]) -> None:
    found = nodes(javascript(GOTO, f"await page.{locator}.click();"))[1]["target"]["selectors"]
    assert found == [{("testId" if name == "test_id" else name): value for name, value in want.items()}]


@pytest.mark.parametrize(
    ("assertion", "same", "want"),
    [
        ("expect(page.locator('#x')).toBeVisible()", 'expect(page.locator("#x")).to_be_visible()',
         [{"element": TARGET}]),
        ("expect(page.locator('#x')).not.toBeVisible()", 'expect(page.locator("#x")).not_to_be_visible()',
         [{"noElement": TARGET}]),
        ("expect(page.locator('#x')).toBeHidden()", 'expect(page.locator("#x")).to_be_hidden()',
         [{"noElement": TARGET}]),
        ("expect(page.locator('#x')).toContainText('Hi')", 'expect(page.locator("#x")).to_contain_text("Hi")',
         [{"element": TARGET}, {"text": "Hi"}]),
        ("expect(page).toHaveURL('**/a')", 'expect(page).to_have_url("**/a")', [{"url": "**/a"}]),
        ("expect(page).toHaveTitle('Home')", 'expect(page).to_have_title("Home")', [{"title": "Home"}]),
    ],
)  # fmt: skip
def test_an_assertion_is_what_holds_after_the_step_before(assertion: str, same: str, want: list[Any]) -> None:
    assert nodes(javascript(GOTO, f"await {assertion};")) == [{**OPEN, "expect": want}]
    assert nodes(python(PY_GOTO, same)) == [{**OPEN, "expect": want}]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("if (1) { await page.reload(); }", "no recorded action"),
        ("await page.evaluate(() => 1);", ".evaluate() is no recorded action"),
        ("await page.locator(name).click();", "only running the code would tell"),
        ("await page.locator('#x').fill(`a${b}`);", "only running the code would tell"),
        ("await page.locator('#x').clear();", "does not empty it"),
        ("await page.locator('internal:has=x').click();", "a selector of Playwright's own"),
        ("await page.getByRole('button', { name: /^a.b$/ }).click();", "not for regular expressions"),
        ("await page.getByRole('checkbox', { checked: true }).check();", "not by checked"),
        ("await page.getByRole('row').first().click();", ".first() is left out"),
        ("await page.getByRole('row').getByRole('button').click();", "what it is looked for in is left out"),
        ("await page.locator('#x').selectOption(['a', 'b']);", "one option at a time"),
        ("await expect(page.locator('#x')).toHaveValue('a');", "nothing that a workflow can ask"),
        ("await expect(page.locator('#x')).toMatchAriaSnapshot(`- x`);", "nothing that a workflow can ask"),
        ("await page.locator('#x').dragTo(page.locator('#y'));", "no recorded action that a workflow knows"),
        ("page.on('request', r => 1);", "only decides about dialogs"),
        ("await page9.locator('#x').click();", "page9 is no page that the test has opened"),
        ("for (const x of y) { }", "no recorded action"),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_is_named_with_its_line(line: str, why: str) -> None:
    (told,) = losses(javascript(GOTO, line))
    assert told.startswith("line 4: ")
    assert why in told


def test_a_frame_is_part_of_the_target() -> None:
    want = {"selectors": [{"text": "Hi"}], "frame": ['iframe[name="f"]', "#in"]}
    frames = ".locator('iframe[name=\"f\"]').contentFrame().locator('#in').contentFrame()"
    assert nodes(javascript(GOTO, f"await page{frames}.getByText('Hi').click();"))[1]["target"] == want
    older = '.frame_locator("iframe[name=\\"f\\"]").frame_locator("#in")'
    assert nodes(python(PY_GOTO, f'page{older}.get_by_text("Hi").click()'))[1]["target"] == want


def test_a_download_is_the_click_that_causes_it() -> None:
    want = [OPEN, {"download": {}, "target": TARGET}]
    script = ("const downloadPromise = page.waitForEvent('download');", "await page.locator('#x').click();",
              "const download = await downloadPromise;")  # fmt: skip
    assert nodes(javascript(GOTO, *script)) == want
    block = (
        "with page.expect_download() as download_info:",
        '    page.locator("#x").click()',
        "download = download_info.value",
    )
    assert nodes(python(PY_GOTO, *block)) == want


def test_a_dialog_is_decided_about_before_the_step_that_opens_it() -> None:
    want = [OPEN, {"dialog": {"act": "Dismiss"}}, {"click": {}, "target": TARGET}]
    handler = (
        "page.once('dialog', dialog => { console.log(`x ${dialog.message()}`); dialog.dismiss().catch(() => {}); });"
    )
    assert nodes(javascript(GOTO, handler, "await page.locator('#x').click();")) == want
    assert nodes(python(PY_GOTO, 'page.once("dialog", lambda dialog: dialog.dismiss())', 'page.click("#x")')) == want


def test_a_popup_whose_address_is_not_recorded_is_told() -> None:
    text = python(PY_GOTO, "with page.expect_popup() as page1_info:", '    page.click("#x")',
     "page1 = page1_info.value",
                  'page1.click("#y")')  # fmt: skip
    assert [next(iter(node)) for node in nodes(text)] == ["navigate", "target", "tab", "target"]
    assert losses(text) == ["line 7: the address of the tab page1 is not recorded: put it into the tab step"]


def test_the_title_of_a_step_describes_it() -> None:
    text = javascript("await test.step('Open the portal', async () => {", GOTO, "});")
    assert nodes(text) == [{**OPEN, "description": "Open the portal"}]


LIBRARY = f"""
import re
from playwright.sync_api import Playwright, sync_playwright, expect

def run(playwright: Playwright) -> None:
    browser = playwright.chromium.launch(headless=False)
    context = browser.new_context(locale="de-DE", viewport={{"width": 900, "height": 700}})
    page = context.new_page()
    page.goto("{SITE}/")
    page1 = context.new_page()
    page1.goto("{SITE}/b")
    page1.close()

    # ---------------------
    context.storage_state(path="a.json")
    context.close()
    browser.close()

with sync_playwright() as playwright:
    run(playwright)
"""
ASYNC = (
    LIBRARY.replace("def run", "async def run")
    .replace("sync_", "async_")
    .replace("context.new_page", "await context.new_page")
)
SCRIPT = f"""
const {{ chromium }} = require('playwright');
(async () => {{
  const browser = await chromium.launch({{ headless: false }});
  const context = await browser.newContext({{ locale: 'de-DE', viewport: {{ width: 900, height: 700 }} }});
  const page = await context.newPage();
  await page.goto('{SITE}/');
  const page1 = await context.newPage();
  await page1.goto('{SITE}/b');
  await page1.close();
  // ---------------------
  await context.storageState({{ path: 'a.json' }});
  await context.close();
  await browser.close();
}})();
"""


@pytest.mark.parametrize("text", [LIBRARY, ASYNC, SCRIPT], ids=["python", "python-async", "javascript"])
def test_a_script_without_a_test_runner_is_read_as_well(text: str) -> None:
    imported = import_recording(text)
    assert nodes(text) == [OPEN, {"tab": {"act": "Open", "url": f"{SITE}/b"}}, {"tab": {"act": "Close"}}]
    assert imported.losses == ()
    browser = {"locale": "de-DE", "viewport": {"width": 900, "height": 700}}
    assert imported.manifest()["spec"]["browser"] == browser


def test_code_is_never_run(tmp_path: Any) -> None:
    mark = tmp_path / "ran"
    import_recording(python(f"open({str(mark)!r}, 'w').close()", PY_GOTO))
    assert not mark.exists()


def test_of_several_tests_one_is_named() -> None:
    text = javascript(GOTO) + f"\ntest('other', async ({{ page }}) => {{ await page.goto('{SITE}/b'); }});"
    with pytest.raises(NotImportable, match=r"which test \(--test NAME\)\? There are: sample, other"):
        import_recording(text)
    assert nodes(text, test="other") == [{"navigate": {"url": f"{SITE}/b"}}]


def test_tests_of_a_group_and_of_a_class_are_found() -> None:
    one = f"test('t', async ({{ page }}) => {{ {GOTO} }});"
    group = f"import {{ test }} from '@playwright/test';\ntest.describe('g', () => {{ {one} }});"
    assert nodes(group) == [OPEN]
    assert nodes(f"class TestPortal:\n    def test_it(self, page):\n        {PY_GOTO}\n") == [OPEN]
