"""How well pop-ups are dismissed: one JSON object on standard output.

Every page of hack/popups/pages runs through the real runner in real Chromium: consent banners and modals of npm
packages that cover the step's target, and dialogs that nobody but a person may answer. A pop-up counts as dismissed
when the operator would have had it dismissed and the target took its click afterwards. Exit status 1 when a page did
not show what it is to show, fewer than nine in ten pop-ups were dismissed, or something was pressed that must not be.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

from autoconsent import AUTOCONSENT, lay_out
from npm_packages import CACHE
from popups.figures import figures, is_good, told
from popups.pages import Case, cases, packages
from popups.playing import Broken, Played, play
from popups.serving import Site, served
from ran_on import ran_on

from webmend.adapters.browser import launch

CHROMIUM = "/usr/bin/chromium"


def main() -> int:
    """Print the figures."""
    options = _options()
    lay_out(AUTOCONSENT.fetch(), CACHE.parent / "autoconsent")
    for package in packages():
        package.fetch()
    chosen = [case for case in cases() if fnmatch(case.path, f"*{options.only}*")]
    with served(chosen) as site:
        played, broken = asyncio.run(_all(chosen, site))
    if options.pictures:
        _keep(options.pictures, played)
    print(json.dumps({"ran_on": ran_on(CHROMIUM), **figures(played, broken)}, indent=2, ensure_ascii=False))
    return 0 if is_good(played, broken) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="PATTERN", default="*", help="pages whose path is like this")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="keep there how each page looked to the step")
    return parser.parse_args()


async def _all(chosen: Sequence[Case], site: Site) -> tuple[list[Played], dict[str, str]]:
    played: list[Played] = []
    broken: dict[str, str] = {}
    chromium = await launch(CHROMIUM, sandbox=False)
    for case in chosen:
        try:
            played.append(await play(case, site, chromium))
            _say(f"{'right' if played[-1].is_right else 'WRONG'}  {case.path}: {told(played[-1])}")
        except (Broken, TimeoutError) as error:
            broken[case.path] = str(error) or "it took too long"
            _say(f"BROKEN {case.path}: {broken[case.path]}")
    await chromium.close()
    return played, broken


def _keep(folder: Path, played: Sequence[Played]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for each in played:
        (folder / f"{each.case.kind}-{each.case.name}.png").write_bytes(each.picture)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
