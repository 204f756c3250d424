"""From the arguments of `webmend heal` to its answer."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from webmend.adapters.browser import launch
from webmend.adapters.browser.saved import SavedPage
from webmend.domain.report import Band
from webmend.domain.survey import PageElement
from webmend.policy.selector import words
from webmend.ports.browser import StepFailed

from . import status
from .browsers import executable, is_sandboxed
from .errors import Usage
from .healing import ACTIONS, Healed, Wanted, heal
from .selector_text import selector_of

NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND"
"""Chromium looks up no name at all."""


def execute_heal(arguments: argparse.Namespace) -> int:
    """Print what a repair would do; the exit status. Raises Usage."""
    before, after = _page(arguments.before, "--before"), _page(arguments.after, "--after")
    wanted = tuple(_wanted(arguments))
    healed = asyncio.run(_healed(arguments, before, after, wanted))
    print(json.dumps({"before": before.name, "after": after.name, "elements": [*map(told, healed)]}, indent=2))
    return status.SUCCEEDED if all(each.found.band is Band.APPLY for each in healed) else status.FAILED


def told(healed: Healed) -> dict[str, Any]:
    """One element as JSON says it."""
    found, matched = healed.found, healed.match
    return {
        "selector": str(healed.wanted.selector),
        "action": healed.wanted.action,
        "failure": healed.failure,
        "band": found.band,
        "confidence": found.confidence,
        "reason": found.reason,
        "was": found.was,
        "selectors": [selector.stored() for selector in found.selectors],
        "element": {**_told(matched.element), "html": healed.html} if matched.element else None,
        "reveals": [{"gesture": each.gesture, **_told(each.element)} for each in healed.controls],
        "runnerUp": _told(matched.runner_up) if matched.runner_up else None,
        "milliseconds": {"search": healed.search_ms, "proof": healed.proof_ms},
    }


def _told(element: PageElement) -> dict[str, Any]:
    return {"element": words(element.look), "xpath": element.xpath}


async def _healed(
    arguments: argparse.Namespace, before: SavedPage, after: SavedPage, wanted: Sequence[Wanted]
) -> tuple[Healed, ...]:
    hidden = tuple(name for name in arguments.hide.split(",") if name)
    try:
        chromium = await launch(executable(arguments), is_sandboxed(arguments), flags=(NOWHERE,))
    except StepFailed as failed:
        raise Usage(f"the browser did not start: {failed}; choose another with --chromium PATH") from None
    try:
        return await heal(chromium, before, after, wanted, hidden=hidden)
    except StepFailed as failed:
        raise Usage(_what_to_do(failed, before)) from None
    finally:
        await chromium.close()


def _what_to_do(failed: StepFailed, before: SavedPage) -> str:
    if not failed.selector:
        return str(failed)
    return f"{before.name}: {failed}; a selector must find exactly one element of the page as it was (--before)"


def _page(file: Path, option: str) -> SavedPage:
    try:
        return SavedPage.read(file)
    except OSError as error:
        raise Usage(f"{option} {file}: {error.strerror}; give the HTML file of a saved page") from None


def _wanted(arguments: argparse.Namespace) -> Iterator[Wanted]:
    """What is asked for; raises Usage."""
    lines = arguments.selector or _lines(arguments.selectors)
    for line in lines:
        selector, _, action = line.partition("\t") if arguments.selectors else (line, "", "")
        yield Wanted(selector_of(selector.strip()), _action(action.strip() or arguments.action))


def _lines(file: Path) -> list[str]:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise Usage(f"--selectors {file}: {error}; give a text file with one selector a line") from None
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("# ")]
    if not lines:
        raise Usage(f"--selectors {file}: there is no selector in it; write one a line")
    return lines


def _action(name: str) -> str:
    if name not in ACTIONS:
        raise Usage(f"{name} is no action that an element receives; there are: {', '.join(ACTIONS)}")
    return name
