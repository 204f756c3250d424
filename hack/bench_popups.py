"""How well pop-ups are dismissed: one JSON object on standard output.

Every page of hack/popups/pages runs through the real runner in real Chromium: consent banners and modals of npm
packages that cover the step's target, and dialogs that nobody but a person may answer. Exit status 1 when a page did
not show what it is to show, or something was pressed that must not be.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from fnmatch import fnmatch
from statistics import median
from typing import Any

from autoconsent import AUTOCONSENT, lay_out
from npm_packages import CACHE
from popups.pages import Case, Kind, cases, packages
from popups.playing import Broken, Played, is_dismissible, play
from popups.serving import Site, served

from webmend.adapters.browser import launch


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="PATTERN", default="*", help="pages whose path is like this")
    options = parser.parse_args()
    lay_out(AUTOCONSENT.fetch(), CACHE.parent / "autoconsent")
    for package in packages():
        package.fetch()
    chosen = [case for case in cases() if fnmatch(case.path, f"*{options.only}*")]
    with served(chosen) as site:
        played, broken = asyncio.run(_all(chosen, site))
    print(json.dumps(figures(played, broken), indent=2, ensure_ascii=False))
    return 1 if broken or any(each.wrong for each in played) else 0


async def _all(chosen: Sequence[Case], site: Site) -> tuple[list[Played], dict[str, str]]:
    played: list[Played] = []
    broken: dict[str, str] = {}
    chromium = await launch(sandbox=False)
    for case in chosen:
        try:
            played.append(await play(case, site, chromium))
            print(f"{'right' if played[-1].is_right else 'WRONG'}  {case.path}: {_told(played[-1])}", file=sys.stderr)
        except (Broken, TimeoutError) as error:
            broken[case.path] = str(error) or "it took too long"
            print(f"BROKEN {case.path}: {broken[case.path]}", file=sys.stderr)
    await chromium.close()
    return played, broken


def figures(played: Sequence[Played], broken: dict[str, str]) -> dict[str, Any]:
    """What came of all pages."""
    pop_ups = [each for each in played if each.case.kind is not Kind.HARM]
    return {
        "pages": {kind: sum(each.case.kind is kind for each in played) for kind in Kind},
        "broken": broken,
        "dismissed": {kind: _share([e for e in pop_ups if e.case.kind is kind]) for kind in (Kind.CONSENT, Kind.MODAL)},
        "dismissedAll": _share(pop_ups),
        "wronglyPressed": {each.case.path: each.wrong for each in played if each.wrong},
        "takenForDismissible": {kind: sum(is_dismissible(e) for e in played if e.case.kind is kind) for kind in Kind},
        "secondsMedian": median([each.seconds for each in pop_ups]) if pop_ups else None,
        "secondsMost": max((each.seconds for each in pop_ups), default=None),
        "notDismissed": [each.case.path for each in pop_ups if not each.is_free],
        "each": {each.case.path: _told(each) for each in played},
    }


def _share(played: Sequence[Played]) -> float | None:
    return round(sum(each.is_free for each in played) / len(played), 3) if played else None


def _told(played: Played) -> dict[str, Any]:
    facts = {"seconds": played.seconds, "pressed": played.pressed, "detail": played.detail, "label": played.label}
    return {**facts, "wrong": played.wrong} if played.wrong else facts


if __name__ == "__main__":
    sys.exit(main())
