"""Packages of other people that some pages are built on: npm installs them into a cache, from the lock file here.

`python -m tests.site.states.packages` installs them.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent / "npm"
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "webmend" / "states"
_LOCK = HERE / "package-lock.json"
FOLDER = _CACHE / hashlib.sha256(_LOCK.read_bytes()).hexdigest()[:16] / "node_modules"
"""Where they are once installed."""


def installed() -> bool:
    """Whether they are there."""
    return (FOLDER / ".package-lock.json").exists()


def install() -> None:
    """Have npm install them, once for each state of the lock file."""
    if installed():
        return
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, FOLDER.parent)
    subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=FOLDER.parent, check=True
    )


if __name__ == "__main__":
    install()
