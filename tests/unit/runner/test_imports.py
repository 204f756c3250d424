"""What the runner imports before its first step: each module there costs every run of every workflow."""

import subprocess
import sys

import pytest

LATER = (
    "webmend.policy.classify",
    "webmend.policy.importing",
    "jsonschema",
    "cryptography",
    "scipy",
    "rapidfuzz",
    "PIL",
)
"""What only some runs need, and only later."""


@pytest.fixture(scope="module")
def imported() -> frozenset[str]:
    told = "import sys, webmend.runner.main, webmend.runner.work; print(*sys.modules)"
    return frozenset(
        subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True).stdout.split()
    )


@pytest.mark.parametrize("module", LATER)
def test_it_is_not_imported_at_the_start(imported: frozenset[str], module: str) -> None:
    assert module not in imported
