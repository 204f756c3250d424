"""Which browser to start: as the command line says, else the one that is found."""

import argparse
import os
import shutil

from .errors import Usage

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def executable(arguments: argparse.Namespace) -> str:
    """The path of Chromium or Chrome; raises Usage when there is none."""
    found: str | None = arguments.chromium or next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise Usage("no Chromium or Chrome was found: install one, or say where it is with --chromium PATH")
    return found


def is_sandboxed(arguments: argparse.Namespace) -> bool:
    """Whether Chromium puts its renderers into a sandbox; it does not when it is started as root."""
    return not arguments.no_sandbox and os.geteuid() != 0
