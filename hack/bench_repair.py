"""How well elements are found again after real upgrades: one JSON object on standard output.

Twelve pages of the Django admin of five versions in real Chromium: every control of every version is looked for on
every other version by the session's own survey, match and proof, all controls of a page together; then again with its
name, its id and its text hidden in turn, and each control alone. `upgrades` go to a later version, `rollbacks` to an
earlier one: in these many controls are gone. Exit status 1 when something else would have been clicked.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ran_on import ran_on
from repair import pages
from repair.figures import figures
from repair.looking import Seen, look
from repair.matching import seek

from webmend.adapters.browser import launch

CHROMIUM = "/usr/bin/chromium"
HIDDEN = ("name", "id", "text")


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--looks", type=Path, metavar="DIR", help="keep what the browser shows of each page there")
    parser.add_argument("--replay", type=Path, metavar="DIR", help="search what was kept there, without a browser")
    options = parser.parse_args()
    began = time.monotonic()
    seen = _kept(options.replay) if options.replay else asyncio.run(_looked(options.looks))
    rounds = {"all_known": figures(list(seek(seen)))}
    rounds |= {f"without_{name}": figures(list(seek(seen, hidden=(name,)))) for name in HIDDEN}
    rounds |= {"alone": figures(list(seek(seen, alone=True)))}
    head = {"ran_on": ran_on(CHROMIUM), "took_seconds": round(time.monotonic() - began), "controls": _count(seen)}
    print(json.dumps({**head, **rounds}, indent=2, ensure_ascii=False))
    return 1 if any(each["wrong_clicks"] for each in rounds.values()) else 0


async def _looked(keep: Path | None) -> list[Seen]:
    pages.make()
    chromium = await launch(sandbox=False)
    seen = []
    async for each in look(chromium):
        print(f"{each.version:8} {each.page:16} {len(each.controls)} controls", file=sys.stderr, flush=True)
        seen.append(each)
        if keep:
            _keep(keep, each)
    await chromium.close()
    return seen


def _keep(folder: Path, seen: Seen) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{seen.version}-{seen.page}.json").write_text(seen.stored(), encoding="utf-8")


def _kept(folder: Path) -> list[Seen]:
    return [Seen.read(file) for file in sorted(folder.glob("*.json"))]


def _count(seen: Sequence[Seen]) -> dict[str, int]:
    return {version: sum(len(e.controls) for e in seen if e.version == version) for version in pages.VERSIONS}


if __name__ == "__main__":
    sys.exit(main())
