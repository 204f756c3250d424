"""How people call the program."""

import sys
from pathlib import Path

ALONE, PLUGIN = "webmend", "kubectl webmend"


def called() -> str:
    """`webmend`, or `kubectl webmend`: kubectl takes a program kubectl-webmend for a command of its own."""
    return PLUGIN if Path(sys.argv[0]).name.startswith("kubectl-") else ALONE
