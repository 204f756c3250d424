#!/usr/bin/env python3
"""Lay out the rules for consent banners where a runner finds them: DuckDuckGo's autoconsent (MPL-2.0), unmodified.

usage: autoconsent.py [FOLDER]

Without FOLDER they go into the user's cache, where `webmend run` finds them; `make wheel` puts them into dist/, from
where the runner image takes them. The licence goes with them, as it asks.
"""

import shutil
import sys
from pathlib import Path

from npm_packages import CACHE, Package, Unavailable

AUTOCONSENT = Package(
    name="@duckduckgo/autoconsent",
    version="16.23.0",
    integrity="sha512-NTmDhASFf5pUsSwg2TyT9R75GYUcuYZXPyBnRcYgJgozg6RLeXXP9uH8ADxA364yQ2gJBMu83AN/D24Y4nkPKg==",
)
FILES = ("dist/autoconsent.playwright.js", "rules/compact-rules.json", "LICENSE")
NOTICE = f"""{AUTOCONSENT.name} {AUTOCONSENT.version}, unmodified, under the Mozilla Public License 2.0 (LICENSE).
Its source is the npm package of that name and version, and https://github.com/duckduckgo/autoconsent.
"""


def main() -> int:
    """Exit status 0 when the files are there."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CACHE.parent / "autoconsent"
    try:
        lay_out(AUTOCONSENT.fetch(), folder)
    except Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def lay_out(package: Path, folder: Path) -> None:
    """Copy what a runner needs, and the notice. Nothing is written where it is there already."""
    notice = folder / "NOTICE"
    if notice.is_file() and notice.read_text() == NOTICE:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        shutil.copyfile(package / file, folder / Path(file).name)
    notice.write_text(NOTICE)


if __name__ == "__main__":
    sys.exit(main())
