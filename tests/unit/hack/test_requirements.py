"""The images get the pinned closure of their extras and nothing else."""

import pytest
from packaging.requirements import Requirement

from hack.images import requirements


def test_a_pin_is_found_under_the_canonical_name() -> None:
    assert requirements.pins("# why\nPyYAML==6.0.4\ntyping_extensions==4.16.0\n") == {
        "pyyaml": "PyYAML==6.0.4",
        "typing-extensions": "typing_extensions==4.16.0",
    }


@pytest.mark.parametrize(
    ("line", "extra", "want"),
    [
        ("attrs", "", True),
        ("tomli; python_version < '3.11'", "", False),
        ("colorama; sys_platform == 'win32'", "", False),
        ("uvloop; extra == 'standard'", "", False),
        ("uvloop; extra == 'standard'", "standard", True),
    ],
)
def test_markers_are_those_of_the_image(line: str, extra: str, want: bool) -> None:
    assert requirements.applies(Requirement(line), extra) is want


def test_the_closure_reaches_what_is_needed_in_turn() -> None:
    names = requirements.closure([Requirement("httpx")])
    assert {"httpx", "httpcore", "h11", "certifi"} <= names
    assert "rich" not in names  # only for httpx[cli]


def test_an_extra_brings_its_own_dependencies() -> None:
    assert "rich" in requirements.closure([Requirement("httpx[cli]")])


@pytest.mark.parametrize(("path", "extras"), requirements.IMAGES.items())
def test_the_generated_files_are_current(path: str, extras: tuple[str, ...]) -> None:
    assert (requirements.ROOT / path).read_text() == requirements.requirements_of(extras)
