"""A real PostgreSQL server for tests: Debian's, on loopback, in a folder of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.ports import free_port

FOLDERS = tuple(Path(f"/usr/lib/postgresql/{release}/bin") for release in (18, 17, 16, 15))
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""What only a crash of the machine could tell."""


def binaries() -> Path:
    """The folder of its programs; without them the test is skipped, or fails where CI=true."""
    found = next((folder for folder in FOLDERS if (folder / "initdb").exists()), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("PostgreSQL is not installed")
    return found


@contextmanager
def server(**settings: str) -> Iterator[str]:
    """The URL of one that runs until the block ends, with a database `webmend`."""
    binaries()
    # not below a folder of the test's: it runs as somebody who may not pass through those
    with tempfile.TemporaryDirectory(prefix="webmend-postgres-") as folder, _running(Path(folder), settings) as url:
        yield url


@contextmanager
def _running(folder: Path, settings: Mapping[str, str]) -> Iterator[str]:
    programs, owner, port = binaries(), _owner(), free_port()
    if owner:
        shutil.chown(folder, owner, owner)

    def run(program: str, *arguments: str) -> None:
        subprocess.run([programs / program, *arguments], user=owner, cwd=folder, check=True, capture_output=True)

    run("initdb", "--pgdata=data", "--username=webmend", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    said = {
        **QUICK,
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(folder),
        **settings,
    }
    options = " ".join(f"-c {name}='{value}'" for name, value in said.items())
    run("pg_ctl", "--pgdata=data", "--log=log", f"--options={options}", "--wait", "start")
    try:
        run("createdb", "--host=127.0.0.1", f"--port={port}", "--username=webmend", "webmend")
        yield f"postgresql://webmend@127.0.0.1:{port}/webmend"
    finally:
        run("pg_ctl", "--pgdata=data", "--mode=immediate", "--wait", "stop")


def _owner() -> str | None:
    """Who it runs as: it refuses root."""
    if os.getuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
