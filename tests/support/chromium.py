"""The browser of the tests: the one of the runner's image, which starts faster than the whole one."""

from pathlib import Path

SHELL = Path("/usr/lib/chromium/chromium-headless-shell")
EXECUTABLE = str(SHELL) if SHELL.exists() else "/usr/bin/chromium"
"""`webmend run` is tried with the whole browser that it finds."""
