"""Pages from files are shown as they looked, and nothing of them runs or reaches out."""

from pathlib import Path

import pytest

from tests.browser.site import Site
from webmend.adapters.browser.chromium import Chromium
from webmend.adapters.browser.saved import SavedPage
from webmend.domain.graph import Node
from webmend.domain.survey import PageElement
from webmend.domain.workflow import Browser

RAN = "document.body.insertAdjacentHTML('beforeend', '<p>it ran</p>')"


async def shown(chromium: Chromium, page: SavedPage) -> dict[str, PageElement]:
    """The elements of the page by what they say."""
    session = await chromium.saved(page, Browser())
    try:
        node = Node.model_validate({"id": "step", "target": {"selectors": [{"css": "body"}]}, "click": {}})
        return {element.look.text: element for element in (await session.elements.survey(node)).elements}
    finally:
        await session.close()


@pytest.mark.parametrize(
    "hostile",
    [
        f"<script>{RAN}</script>",
        f'<img src=x onerror="{RAN}">',
        f'<body onload="{RAN}">',
        f'<svg onload="{RAN}"></svg>',
        f'<script src="data:text/javascript,{RAN}"></script>',
        f'<iframe srcdoc="<script>parent.{RAN.replace(chr(39), "&#39;")}</script>"></iframe>',
    ],
)
async def test_no_script_of_a_saved_page_runs(chromium: Chromium, hostile: str) -> None:
    seen = await shown(chromium, SavedPage("page.html", f"{hostile}<p>here</p>".encode()))
    assert "here" in seen
    assert "it ran" not in seen


async def test_a_saved_page_reaches_nothing_outside_its_folder(chromium: Chromium, site: Site) -> None:
    away = site.put("/away.css", "p { display: none }", headers={"Content-Type": "text/css"})
    page = (
        f"<base href={away}><link rel=stylesheet href={away}><img src={away}><iframe src={away}></iframe>"
        f"<meta http-equiv=refresh content='0;url={away}'><link rel=preload as=fetch href={away}><p>here</p>"
    )
    seen = await shown(chromium, SavedPage("page.html", page.encode()))
    assert seen["here"].visible
    assert site.asked == []


async def test_a_saved_page_looks_as_its_folder_says_and_no_file_around_it_is_read(
    chromium: Chromium, tmp_path: Path
) -> None:
    (tmp_path / "outside.css").write_text(".b { display: none }")
    folder = tmp_path / "site"
    (folder / "css").mkdir(parents=True)
    (folder / "css" / "look.css").write_text(".a { display: none }")
    (folder / "css" / "link.css").symlink_to(tmp_path / "outside.css")
    links = "".join(
        f"<link rel=stylesheet href='{href}'>" for href in ("css/look.css", "../outside.css", "css/link.css")
    )
    (folder / "page.html").write_text(f"{links}<p class=a>hidden</p><p class=b>shown</p>")

    seen = await shown(chromium, SavedPage.read(folder / "page.html"))

    assert {text: seen[text].visible for text in ("hidden", "shown")} == {"hidden": False, "shown": True}


@pytest.mark.parametrize(
    "html", ["<p>Größe</p>".encode(), "<meta charset=latin1><p>Größe</p>".encode("latin1")], ids=["utf-8", "declared"]
)
async def test_a_saved_page_is_read_in_its_character_set(chromium: Chromium, html: bytes) -> None:
    assert "Größe" in await shown(chromium, SavedPage("größe 1.html", html))


async def test_what_stands_in_for_scripts_is_not_shown_since_the_live_page_did_not_show_it(chromium: Chromium) -> None:
    seen = await shown(chromium, SavedPage("page.html", b"<noscript><p>no scripts</p></noscript><p>here</p>"))
    assert "no scripts" not in seen
