"""What an upload gives to the site: a download of the run, or what an input holds."""

import pytest

from tests.support.builders import node
from tests.unit.runner.lab import Lab
from webmend.domain.graph import Node
from webmend.domain.report import AttemptOutcome
from webmend.ports.browser import File, Performed
from webmend.runner.files import MOST_BYTES, Files

pytestmark = pytest.mark.looptime
TARGET = {"selectors": [{"css": "input"}]}


def upload(*files: str) -> Node:
    return node("give", "upload", target=TARGET, upload={"files": files})


async def test_what_was_downloaded_can_be_given_to_the_site() -> None:
    lab = Lab(node("open", "navigate"), node("get", "download", target=TARGET), upload("{{ steps.get.artifact }}"))
    lab.tab.gives["get"] = [Performed(file=File("visits.csv", b"a,b"), data={"name": "visits.csv", "bytes": 3})]
    lab.tab.gives["give"] = [Performed()]

    await lab.run()

    assert lab.tab.uploaded == [File("visits.csv", b"a,b")]
    assert next(step.input for step in lab.server.steps if step.node_id == "give") == "0002-visits.csv"


async def test_what_an_input_holds_can_be_given_and_is_not_shown_whole() -> None:
    lab = Lab(upload("{{ inputs.letter }}"), inputs={"letter": "data:text/plain;name=letter.txt,Dear%20Sir"})
    lab.tab.gives["give"] = [Performed()]

    await lab.run()

    assert lab.tab.uploaded == [File("letter.txt", b"Dear Sir")]
    assert [step.input for step in lab.server.steps] == ["data:text/plain;name=letter.txt"]


@pytest.mark.parametrize("name", ["0009-other.csv", "/etc/passwd", "../spool/0001.png", "file:///etc/passwd", "*"])
async def test_what_the_run_has_not_downloaded_is_refused_before_the_page_is_touched(name: str) -> None:
    lab = Lab(upload(name))

    report = await lab.run()

    assert report.outcome is AttemptOutcome.FAILED
    assert "there is no file" in lab.server.failures[0].evidence.error.message
    assert lab.tab.performed == []


@pytest.mark.parametrize(
    ("address", "want"),
    [
        ("data:,a%20b", File("file.txt", b"a b")),
        ("data:text/csv;name=v%201.csv,a", File("v 1.csv", b"a")),
        ("data:application/pdf;base64,JVBERg==", File("file.pdf", b"%PDF")),
        ("data:image/png;name=a.png;base64,iVBORw%3D%3D", File("a.png", b"\x89PNG")),
    ],
)
def test_a_data_address_is_a_file(address: str, want: File) -> None:
    assert Files().named([address]) == (want,)


@pytest.mark.parametrize(
    ("address", "says"),
    [("data:text/plain", "no comma"), ("data:;base64,a?b", "not Base64"), ("data:;base64,a", "Base64")],
)
def test_a_broken_data_address_is_told(address: str, says: str) -> None:
    with pytest.raises(Exception, match=says):
        Files().named([address])


def test_of_more_than_can_be_handed_over_the_oldest_go() -> None:
    files, half = Files(), b"." * (MOST_BYTES // 2)
    for name in ("first", "second", "third"):
        files.hold(name, File(name, half))
    assert [file.name for file in files.named(["second", "third"])] == ["second", "third"]
    with pytest.raises(Exception, match="no file 'first'"):
        files.named(["first"])
