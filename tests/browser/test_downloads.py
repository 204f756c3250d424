"""Files that a site offers."""

from importlib import import_module
from typing import Any

import pytest

from tests.browser.tab import Tab, css
from webmend.domain.evidence import ErrorKind

CSV = {"Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="visits.csv"'}
PDF = (
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    "3 0 obj<</Type/Page/MediaBox[0 0 3 3]>>endobj\ntrailer<</Root 1 0 R>>"
)
LINK = "<a href=/file>File</a>"
WAYS = {
    "a link": LINK,
    "a link to a tab of its own": "<a href=/file target=_blank>File</a>",
    "a form": "<form method=post action=/file><button>File</button></form>",
    "a script, after a while": "<button onclick=\"setTimeout(() => location = '/file', 300)\">File</button>",
    "made in the page": "<a download=visits.csv href='data:text/csv,a,b'>File</a>",
}


@pytest.mark.parametrize("way", WAYS)
async def test_the_file_is_kept_and_the_page_stays(tab: Tab, way: str) -> None:
    url = await tab.open(WAYS[way])
    tab.site.put("/file", "a,b", headers=CSV)

    performed = await tab.do(css("a, button"), download={})

    assert performed.file is not None
    assert (performed.file.name, performed.file.body) == ("visits.csv", b"a,b")
    assert performed.data == {"name": "visits.csv", "bytes": 3}
    assert performed.url == url


async def test_the_step_may_give_the_file_a_name(tab: Tab) -> None:
    await tab.open(LINK)
    tab.site.put("/file", "a,b", headers=CSV)

    performed = await tab.do(css("a"), download={"name": "statement.csv"})

    assert performed.file is not None
    assert performed.file.name == "statement.csv"


async def test_a_file_that_no_step_waits_for_is_not_kept(tab: Tab) -> None:
    url = await tab.open(LINK)
    tab.site.put("/file", "a,b", headers=CSV)

    performed = await tab.do(css("a"), click={})

    assert (performed.file, performed.url) == (None, url)


async def test_the_next_file_is_waited_for_not_one_that_came_before(tab: Tab) -> None:
    await tab.open("<a id=old href=/old>Old</a><a id=new href=/new>New</a>")
    tab.site.put("/old", "old", headers=CSV)
    tab.site.put("/new", "new", headers=CSV)
    await tab.do(css("#old"), click={})

    performed = await tab.do(css("#new"), download={})

    assert performed.file is not None
    assert performed.file.body == b"new"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"body": "<h1>No file</h1>"}, ErrorKind.EXPECTATION),
        ({"body": "a,b", "headers": {**CSV, "Content-Length": "9999"}}, ErrorKind.TIMEOUT),
    ],
    ids=["a page instead", "a file that never ends"],
)
async def test_what_is_no_whole_file_fails_the_step(tab: Tab, answer: dict[str, Any], kind: ErrorKind) -> None:
    await tab.open(LINK)
    tab.site.put("/file", **answer)

    await tab.fails_as(kind, css("a"), download={})


async def test_a_file_that_is_too_long_is_cut_off(tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("webmend.adapters.browser.actions.download"), "FILE_BYTES", 1000)
    await tab.open(LINK)
    tab.site.put("/file", "x" * 100_000, headers=CSV)

    failed = await tab.fails(css("a"), ceiling=10, download={})

    assert failed.error.kind is ErrorKind.DEFINITION
    assert "longer than" in failed.error.message


async def test_a_file_that_breaks_off_fails_the_step(tab: Tab) -> None:
    await tab.open(LINK)
    tab.site.put("/file", "a,b", headers={**CSV, "Content-Length": "9999", "Connection": "close"})

    failed = await tab.fails(css("a"), ceiling=10, download={})

    assert "did not come whole" in failed.error.message


@pytest.mark.parametrize("target", ["", "target=_blank"])
async def test_a_document_that_the_browser_shows_is_kept_all_the_same(tab: Tab, target: str) -> None:
    await tab.open(f"<a href=/statements/May%202026.pdf {target}>Statement</a>")
    tab.site.put("/statements/May%202026.pdf", PDF, headers={"Content-Type": "application/pdf"})

    performed = await tab.do(css("a"), download={})

    assert performed.file is not None
    assert (performed.file.name, performed.file.body) == ("May 2026.pdf", PDF.encode())


async def test_a_file_that_waits_for_a_wrong_element_names_it(tab: Tab) -> None:
    await tab.open(LINK)

    assert (await tab.fails(css("#nowhere"), download={})).selector == "css=#nowhere"
