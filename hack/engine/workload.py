"""Two hundred steps, twice: as a graph for the engine, and as the lines that a person would write without one."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from playwright.async_api import Page

from webmend.domain.graph import Graph, Node

ROUND = 8
"""Steps in each of the rounds below."""

Lap = tuple[str, float]
"""An action and the seconds that it took."""


def graph(url: str, steps: int) -> Graph:
    """So many steps (a multiple of ROUND) at the site of that address."""
    return Graph(nodes=tuple(Node.model_validate(node) for n in range(steps // ROUND) for node in _nodes(url, n)))


def _nodes(url: str, n: int) -> list[dict[str, Any]]:
    name, save = f"Ada {n}", {"role": "button", "name": "Save"}
    return [
        {"id": f"open-{n}", "navigate": {"url": f"{url}/form?n={n}"}},
        {"id": f"name-{n}", "fill": {"value": name}, "target": _by(label="Name")},
        {"id": f"email-{n}", "fill": {"value": f"ada{n}@example.com"}, "target": _by(label="E-mail")},
        {"id": f"plan-{n}", "select": {"label": "Family"}, "target": _by(label="Plan")},
        {"id": f"terms-{n}", "check": {}, "target": _by(label="I agree to the terms")},
        {"id": f"save-{n}", "click": {}, "target": _by(**save)},
        {
            "id": f"saved-{n}",
            "extract": {"fields": [{"name": "text"}], "output": f"saved{n}"},
            "target": _by(role="status"),
        },
        {"id": f"all-{n}", "click": {}, "target": _by(role="link", name="All registrations")},
    ]


def _by(**selector: str) -> dict[str, Any]:
    return {"selectors": [selector]}


async def bare(page: Page, url: str, steps: int) -> list[Lap]:
    """The same with the driver alone; what each step took."""
    return [lap for n in range(steps // ROUND) for lap in await _bare_round(page, url, n)]


async def _bare_round(page: Page, url: str, n: int) -> list[Lap]:
    name = f"Ada {n}"
    lines: list[tuple[str, Callable[[], Awaitable[object]]]] = [
        ("navigate", lambda: page.goto(f"{url}/form?n={n}")),
        ("fill", lambda: page.get_by_label("Name").fill(name)),
        ("fill", lambda: page.get_by_label("E-mail").fill(f"ada{n}@example.com")),
        ("select", lambda: page.get_by_label("Plan").select_option(label="Family")),
        ("check", lambda: page.get_by_label("I agree to the terms").check()),
        ("click", lambda: page.get_by_role("button", name="Save").click()),
        ("extract", lambda: page.get_by_role("status").inner_text()),
        ("click", lambda: page.get_by_role("link", name="All registrations").click()),
    ]
    laps = []
    for action, line in lines:
        began = time.monotonic()
        await line()
        laps.append((action, time.monotonic() - began))
    return laps
