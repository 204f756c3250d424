"""Recordings for the tests, and what they become."""

import json
from itertools import pairwise
from typing import Any

from webmend.policy.importing.workflow import Imported, import_recording

SITE = "https://portal.example"


def recorded(*steps: dict[str, Any], **more: Any) -> str:
    """A Recorder file: it opens the site, then does the steps, each on a line of its own from line 3."""
    lines = [json.dumps(step) for step in ({"type": "navigate", "url": f"{SITE}/"}, *steps)]
    fields = "".join(f", {json.dumps(name)}: {json.dumps(value)}" for name, value in more.items())
    return '{"title": "Sample"' + fields + ', "steps": [\n' + ",\n".join(lines) + "\n]}"


def side(*commands: tuple[str, str, str] | dict[str, Any], **more: Any) -> str:
    """A Selenium IDE project with one test; its commands stand on lines of their own from line 2 on."""
    given = [c if isinstance(c, dict) else dict(zip(("command", "target", "value"), c, strict=True)) for c in commands]
    lines = ",\n".join(json.dumps(command) for command in given)
    head = json.dumps({"version": "2.0", "name": "Project", "url": SITE, **more})[:-1]
    return head + ', "tests": [{"name": "sample", "commands": [\n' + lines + "\n]}]}"


def javascript(*lines: str) -> str:
    """A test as codegen writes it; the lines begin on line 3."""
    head = ["import { test, expect } from '@playwright/test';", "test('sample', async ({ page }) => {"]
    return "\n".join([*head, *(f"  {line}" for line in lines), "});"])


def python(*lines: str) -> str:
    """The same in Python; the lines begin on line 3."""
    head = ["from playwright.sync_api import Page, expect", "def test_sample(page: Page) -> None:"]
    return "\n".join([*head, *(f"    {line}" for line in lines)])


def cruise(*nodes: dict[str, Any], edges: dict[str, Any] | None = None, **more: Any) -> str:
    """A CloudCruise workflow: START, the nodes, END, each leading to the next unless `edges` say otherwise."""
    start = {"id": "start", "name": "Start", "action": "START", "parameters": {"url": f"{SITE}/"}}
    chain = [start, *({"id": f"n{i}", "name": f"Node {i}", **n} for i, n in enumerate(nodes))]
    chain.append({"id": "end", "name": "Done", "action": "END", "parameters": {}})
    following = {a["id"]: {"to": b["id"]} for a, b in pairwise(chain)}
    return json.dumps({"name": "Sample", "nodes": chain, "edges": {**following, **(edges or {})}, **more}, indent=1)


def nodes(text: str, **how: Any) -> list[dict[str, Any]]:
    """The nodes of the workflow, without the names they are given."""
    imported = import_recording(text, **{"keep_values": True, **how})
    return [{k: v for k, v in node.items() if k not in ("id", "name")} for node in graph(imported)]


def graph(imported: Imported) -> list[dict[str, Any]]:
    """The nodes as the manifest has them."""
    found: list[dict[str, Any]] = imported.manifest()["spec"]["graph"]["nodes"]
    return found


def losses(text: str) -> list[str]:
    """What could not be carried."""
    return [str(note) for note in import_recording(text).losses]
