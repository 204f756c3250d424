"""Every reason is explained to people."""

from pathlib import Path

import pytest

from webmend.domain.interruption import Interruption

GUIDE = (Path(__file__).parents[3] / "docs/guide/interruptions.md").read_text()


@pytest.mark.parametrize("reason", Interruption)
def test_the_guide_says_when_it_holds_and_what_follows(reason: Interruption) -> None:
    assert [line for line in GUIDE.splitlines() if line.startswith("|") and f"`{reason}`" in line]
