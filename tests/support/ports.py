"""Ports for programs that must be told theirs beforehand."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "hack/cluster/ports.py"


def free_port() -> int:
    """A port of the loopback interface that nobody listens on, as the cluster's own programs get theirs."""
    return int(subprocess.run([sys.executable, SCRIPT, "1"], capture_output=True, text=True, check=True).stdout)
