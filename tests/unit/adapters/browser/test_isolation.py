"""What a renderer shows of the sandbox."""

from pathlib import Path

import pytest

from webmend.adapters.browser.isolation import Confinement, judge, read

OWN = Confinement({"user": "user:[1]", "pid": "pid:[1]", "net": "net:[1]"}, "/", 1)
APART = {"user": "user:[2]", "pid": "pid:[2]", "net": "net:[2]"}


@pytest.mark.parametrize(
    ("renderer", "want"),
    [
        (Confinement(APART, "/proc/7/fdinfo", 2), "Strict"),
        (OWN, "Compat"),
        (Confinement(APART, "/proc/7/fdinfo", 1), "Unknown"),
        (Confinement(APART, "/", 2), "Unknown"),
        (Confinement({**APART, "net": "net:[1]"}, "/proc/7/fdinfo", 2), "Unknown"),
        (Confinement(OWN.namespaces, "/", 2), "Unknown"),
    ],
)
def test_strict_with_every_part_of_the_sandbox_and_compat_with_none(renderer: Confinement, want: str) -> None:
    assert judge(renderer, OWN).level == want


def test_the_detail_says_what_was_read() -> None:
    detail = judge(Confinement({**APART, "net": "net:[1]"}, "/proc/7/fdinfo", 2), OWN).detail

    assert "user namespace its own" in detail
    assert "net namespace shared" in detail
    assert len(detail) <= 256


def test_our_own_confinement_can_be_read() -> None:
    own = read("self")

    assert own.namespaces["user"].startswith("user:[")
    assert own.root == "/"


def test_a_process_that_is_gone_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        read(7, tmp_path)
