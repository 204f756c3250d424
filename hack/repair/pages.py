"""The pages of each version: rendered once by the packages themselves, kept in the user's cache, served from there."""

import hashlib
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
VERSIONS = ("1.11.29", "2.2.28", "3.2.25", "4.2.20", "5.2.1")
PAGES = (
    "login",
    "index",
    "app",
    "user-list",
    "user-search",
    "user-add",
    "user-change",
    "user-delete",
    "user-history",
    "group-add",
    "password-change",
    "logged-out",
)
_MADE_BY = ("requirements.txt", "render.py", "pages.py")
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "webmend" / "repair"


def folder() -> Path:
    """Where the pages are once they have been made: VERSION/PAGE.html, beside what they load."""
    made_by = b"".join((HERE / name).read_bytes() for name in _MADE_BY)
    return _CACHE / hashlib.sha256(made_by).hexdigest()[:16]


def make() -> None:
    """Install and render the versions that are not there yet. Raises CalledProcessError."""
    for version in VERSIONS:
        if not (folder() / version).is_dir():
            folder().mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder()) as scratch:
                staged = Path(scratch) / version
                _render(version, staged)
                staged.rename(folder() / version)


def _render(version: str, target: Path) -> None:
    command = [sys.executable, "-W", "ignore", str(HERE / "render.py"), str(target)]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": str(_installed(version))}, check=True)


def _installed(version: str) -> Path:
    """The folder that this version of Django is installed in."""
    place = _CACHE / f"django-{version}"
    if not place.is_dir():
        with tempfile.TemporaryDirectory() as scratch:
            wanted = Path(scratch) / "requirements.txt"
            lines = (HERE / "requirements.txt").read_text().splitlines()
            wanted.write_text("\n".join(line for line in lines if _is_for(line, version)))
            _pip("--no-deps", "--require-hashes", "--requirement", str(wanted), "--target", f"{scratch}/django")
            _CACHE.mkdir(parents=True, exist_ok=True)
            subprocess.run(["cp", "-r", f"{scratch}/django", str(place)], check=True)
    return place


def _is_for(line: str, version: str) -> bool:
    return not line.startswith("django==") or line.startswith(f"django=={version} ")


def _pip(*arguments: str) -> None:
    options = ("--quiet", "--disable-pip-version-check", "--no-warn-conflicts")
    subprocess.run([sys.executable, "-m", "pip", "install", *options, *arguments], check=True)


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".html": "text/html; charset=utf-8"}  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(version: str) -> Iterator[str]:
    """The address of that version's pages, PAGE.html, while this lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder() / version)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
