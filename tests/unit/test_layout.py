"""What the layout of the tree must keep."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_source_root_is_no_package() -> None:
    """`operator/` with an __init__.py would hide the standard library's operator module."""
    assert not (ROOT / "operator/__init__.py").exists()
    done = subprocess.run([sys.executable, "-c", "import collections, operator; operator.add"], cwd=ROOT, check=False)
    assert done.returncode == 0
