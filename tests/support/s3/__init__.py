"""A real S3 server for tests: moto's, on loopback, out of an environment of its own.

What it is built on and what we are do not agree on their versions. `python -m tests.support.s3` installs it.
"""

import hashlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

REQUIREMENTS = Path(__file__).parent / "requirements.txt"
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "webmend" / "s3"
FOLDER = _CACHE / hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:16]
"""Where it is once installed."""
BUCKET = "webmend"
PATIENCE = 60.0
"""Seconds in which it has to answer."""


@contextmanager
def s3_server() -> Iterator[str]:
    """The endpoint of one with an empty bucket, until the block ends. Not installed: skip, or fail where CI=true."""
    if not _ready().exists():
        reason = "no S3 server; install it with python -m tests.support.s3"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [FOLDER / "bin/moto_server", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _make_bucket(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def told(environment: pytest.MonkeyPatch, endpoint: str) -> None:
    """Say where it is by the variables by which the chart says so."""
    environment.setenv("AWS_ENDPOINT_URL", endpoint)
    environment.setenv("AWS_REGION", "us-east-1")
    environment.setenv("AWS_ACCESS_KEY_ID", "testing")
    environment.setenv("AWS_SECRET_ACCESS_KEY", "testing")


def _make_bucket(endpoint: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            httpx.put(f"{endpoint}/{BUCKET}").raise_for_status()
            return
        except httpx.TransportError:
            assert time.monotonic() < deadline, "the S3 server does not answer"
            time.sleep(0.1)


def _ready() -> Path:
    return FOLDER / "ready"
