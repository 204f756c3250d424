"""What a measurement was taken on."""

import os
import platform
import subprocess


def ran_on(browser: str = "") -> dict[str, object]:
    """The machine and the commit, and the version of the browser at that path, if one was used."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return {
        **({"browser": _version(browser)} if browser else {}),
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "commit": commit.stdout.strip(),
    }


def _version(browser: str) -> str:
    return subprocess.run([browser, "--version"], capture_output=True, text=True, check=False).stdout.strip()
