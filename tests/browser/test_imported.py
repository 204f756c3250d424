"""A recording of each format, imported and run on the page that it was made of."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.browser.site import Site
from tests.support.chromium import EXECUTABLE

PASSWORD = "horse-battery-7"
PAGE = f"""
<title>Portal</title>
<h1>Portal</h1>
<form id=login onsubmit="return logIn()">
  <label>User name <input id=user name=user></label>
  <label>Password <input id=pw name=pw type=password></label>
  <button id=enter>Log in</button>
</form>
<form id=order hidden onsubmit="return done()">
  <label>City <input id=city name=city></label>
  <label>Colour <select id=colour><option value=r>Red</option><option value=b>Blue</option></select></label>
  <label><input id=terms type=checkbox> Terms</label>
  <button id=send>Send</button>
</form>
<p id=said></p>
<script>
  const at = id => document.getElementById(id);
  function logIn() {{
    if (at('user').value !== 'ada' || at('pw').value !== '{PASSWORD}') return false;
    at('login').hidden = true;
    at('order').hidden = false;
    return false;
  }}
  function done() {{
    at('said').textContent = [at('city').value, at('colour').value, at('terms').checked].join(' ');
    return false;
  }}
</script>
"""
SAID = "Bonn b true"


def recorder(url: str) -> str:
    def on(kind: str, *selectors: str, **more: Any) -> dict[str, Any]:
        return {"type": kind, "target": "main", "selectors": [[s] for s in selectors], **more}

    return json.dumps({"title": "Order", "steps": [
        {"type": "setViewport", "width": 1000, "height": 700, "deviceScaleFactor": 1, "isMobile": False},
        {"type": "navigate", "url": url, "assertedEvents": [{"type": "navigation", "url": url, "title": "Portal"}]},
        on("change", "aria/User name", "#user", "xpath///*[@id='user']", value="ada"),
        on("change", "aria/Password", "#pw", value="recorded-secret"),
        on("click", "aria/Log in", "#enter", "text/Log in", offsetX=5, offsetY=5),
        on("change", "aria/City", "#city", value="Bonn"),
        on("change", "#order select", value="b"),
        on("click", "#terms", "pierce/#terms", offsetX=1, offsetY=1),
        on("click", "aria/Send[role=\"button\"]", "#send", offsetX=5, offsetY=5),
        on("waitForElement", f"text/{SAID}"),
    ]})  # fmt: skip


def selenium(url: str) -> str:
    commands = [
        ("open", "/", ""), ("setWindowSize", "1000x700", ""), ("type", "id=user", "ada"), ("type", "name=pw",
         "recorded-secret"),
        ("click", "xpath=//button[contains(.,'Log in')]", ""), ("type", "css=#city", "Bonn"), ("select", "id=colour",
         "label=Blue"),
        ("check", "id=terms", ""), ("click", "id=send", ""), ("assertText", "id=said", SAID), ("assertTitle", "Portal",
         ""),
    ]  # fmt: skip
    given = [dict(zip(("command", "target", "value"), command, strict=True)) for command in commands]
    return json.dumps({"version": "2.0", "name": "Order", "url": url, "tests": [{"name": "order", "commands": given}]})


def javascript(url: str) -> str:
    return f"""
import {{ test, expect }} from '@playwright/test';

test('order', async ({{ page }}) => {{
  await page.goto('{url}');
  await page.getByRole('textbox', {{ name: 'User name' }}).fill('ada');
  await page.getByRole('textbox', {{ name: 'Password' }}).fill('recorded-secret');
  await page.getByRole('textbox', {{ name: 'Password' }}).press('Enter');
  await page.getByRole('textbox', {{ name: 'City' }}).fill('Bonn');
  await page.getByLabel('Colour').selectOption('b');
  await page.getByRole('checkbox', {{ name: 'Terms' }}).check();
  await page.getByRole('button', {{ name: 'Send' }}).click();
  await expect(page.locator('#said')).toContainText('{SAID}');
}});
"""


def python(url: str) -> str:
    return f"""
import re
from playwright.sync_api import Page, expect


def test_order(page: Page) -> None:
    page.goto("{url}")
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password").fill("recorded-secret")
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("City").fill("Bonn")
    page.locator("#colour").select_option(label="Blue")
    page.get_by_text("Terms").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("{SAID}")).to_be_visible()
"""


def cloudcruise(url: str) -> str:
    steps: list[tuple[str, dict[str, Any]]] = [
        ("START", {"url": url}),
        ("INPUT_TEXT", {"selector": "//input[@name='user']", "text": "{{context.inputs.LOGIN.USER_NAME}}"}),
        ("INPUT_TEXT", {"selector": "//input[@name='pw']", "text": "{{context.inputs.LOGIN.PASSWORD}}"}),
        ("CLICK", {"selector": "//button[normalize-space()='Log in']"}),
        ("INPUT_TEXT", {"selector": "//input[@id='city']", "text": "{{context.inputs.city}}"}),
        ("INPUT_SELECT", {"selector": "//select", "value": "Blue"}),
        ("CLICK", {"selector": "//input[@id='terms']"}),
        ("CLICK", {"selector": "//button[@id='send']"}),
        ("BOOL_CONDITION", {"comparison_value_1": "<<xpath://p[@id='said']>>", "comparison_value_2": SAID,
                            "comparison_operator": "EQUAL", "error_on_false_message": "not-said"}),
        ("END", {}),
    ]  # fmt: skip
    nodes = [
        {"id": str(i), "name": f"{action} {i}", "action": action, "parameters": {"execution": "STATIC", **parameters}}
        for i, (action, parameters) in enumerate(steps)
    ]
    edges = {str(i): {"to": str(i + 1), "true": str(i + 1)} for i in range(len(nodes) - 1)}
    schema = {"properties": {"city": {"type": "string", "default": "Bonn"}}}
    return json.dumps({"name": "Order", "nodes": nodes, "edges": edges, "input_schema": schema})


@pytest.mark.parametrize("recording", [recorder, selenium, javascript, python, cloudcruise], ids=lambda f: f.__name__)
async def test_an_imported_recording_does_what_was_recorded(recording: Any, site: Site, tmp_path: Path) -> None:
    file, manifest, login = tmp_path / "recording", tmp_path / "workflow.yaml", tmp_path / "login.yaml"
    file.write_text(recording(site.put("/", PAGE)))
    login.write_text(json.dumps({"username": "ada", "password": PASSWORD}))

    status, printed, told = await webmend("import", str(file))
    assert (status, "recorded-secret" in printed + told) == (0, False), told
    manifest.write_text(printed)

    results = str(tmp_path / "results")
    status, printed, told = await webmend(
        "run",
        str(manifest),
        "--credential",
        f"login={login}",
        "--chromium",
        EXECUTABLE,
        "--out",
        results,
        "--known",
        str(tmp_path / "known.json"),
        "--no-requeue",
    )
    assert status == 0, printed + told


async def webmend(*arguments: str) -> tuple[int | None, str, str]:
    """The command as people give it: its status, and what it printed."""
    command = str(Path(sys.executable).with_name("webmend"))
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(command, *arguments, stdout=pipe, stderr=pipe)
    out, err = await asyncio.wait_for(process.communicate(), 120)
    return process.returncode, out.decode(), err.decode()
