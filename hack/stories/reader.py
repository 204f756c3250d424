"""Somebody who may look at everything and change nothing: asks webmend's server by `kubectl webmend`."""

import os
import subprocess
import sys
from pathlib import Path

from .installation import SPACE
from .kubectl import kubectl


class WebmendFailed(Exception):
    """The command ended with an error; says what it said."""


def token() -> str:
    """One of theirs, for webmend's server."""
    return kubectl("create", "token", "reader", "-n", SPACE, "--audience=webmend-server").strip()


def webmend(*words: str) -> str:
    """What `kubectl webmend WORDS` prints. Raises WebmendFailed."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "WEBMEND_TOKEN": token(), "PATH": path}
    command = ["kubectl", "webmend", *words, "-n", SPACE]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        raise WebmendFailed(done.stderr.strip())
    return done.stdout
