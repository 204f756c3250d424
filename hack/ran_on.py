"""What a measurement was taken on."""

import os
import platform
import subprocess


def ran_on(browser: str) -> dict[str, object]:
    """The machine and the commit, and the version of the browser at that path."""
    version = subprocess.run([browser, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return {
        "browser": version,
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "commit": commit.stdout.strip(),
    }
