"""Files that steps bring: kept with the run, told by name to the steps that follow."""

import pytest

from tests.support.builders import node
from tests.unit.runner.lab import Lab
from webmend.ports.browser import File, Performed

pytestmark = pytest.mark.looptime


def fetches(id_: str) -> object:
    return node(id_, "download", target={"selectors": [{"css": "a"}]})


async def told(name: str) -> Lab:
    lab = Lab(node("open", "navigate"), fetches("get"), node("use", "fill", fill={"value": "{{ steps.get.artifact }}"}))  # type: ignore[arg-type]
    lab.tab.gives["get"] = [Performed(file=File(name, b"a,b"), data={"name": name, "bytes": 3})]
    await lab.run()
    return lab


async def test_a_file_is_kept_under_the_number_of_its_step_and_its_own_name() -> None:
    lab = await told("visits.csv")

    assert lab.server.artifacts["0002-visits.csv"] == b"a,b"
    assert [each.fill.value for each in lab.tab.performed if each.fill] == ["0002-visits.csv"]
    assert "kept as 0002-visits.csv" in [step.message for step in lab.server.steps]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "0002-..-..-etc-passwd"),
        ("Größe 1.pdf", "0002-Größe-1.pdf"),
        ("x" * 300 + ".pdf", "0002-" + "x" * 96 + ".pdf"),
        ("", "0002-"),
    ],
)
async def test_a_name_that_a_site_gives_leads_nowhere_else(name: str, kept: str) -> None:
    assert kept in (await told(name)).server.artifacts
