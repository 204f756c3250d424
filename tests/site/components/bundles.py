"""The pages that are written in React, made into one script each by esbuild: once for each state of their source."""

import hashlib
import os
import subprocess
from pathlib import Path

from tests.site.states import packages

PAGES = Path(__file__).parent / "pages"


def bundle(name: str) -> str:
    """The script of `pages/NAME.jsx`, with the packages that it imports."""
    source = PAGES / f"{name}.jsx"
    made = packages.FOLDER.parent / "bundles" / f"{name}-{_digest(source, PAGES / 'common.jsx')}.js"
    if not made.exists():
        _make(source, made)
    return made.read_text()


def _digest(*sources: Path) -> str:
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]


def _make(source: Path, made: Path) -> None:
    scratch = made.with_suffix(f".{os.getpid()}")
    how = ["--bundle", "--minify", "--jsx=automatic", '--define:process.env.NODE_ENV="production"']
    esbuild = packages.FOLDER / ".bin" / "esbuild"
    command = [str(esbuild), str(source), *how, "--log-level=warning", f"--outfile={scratch}"]
    subprocess.run(command, env={**os.environ, "NODE_PATH": str(packages.FOLDER)}, check=True)
    scratch.rename(made)
