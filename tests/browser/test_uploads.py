"""Files that a site is given."""

import pytest

from tests.browser.tab import Tab, css
from tests.site.states import packages
from webmend.domain.evidence import ErrorKind
from webmend.ports.browser import File

CSV = File("visits.csv", b"a,b\n1,2\n")
PDF = File("letter.pdf", b"%PDF-1.4")
TELLS = """<output></output><script>
  const tell = async ({ target }) => {
    const said = await Promise.all([...target.files].map(async (f) => `${f.name} ${f.type} ${await f.text()}`));
    document.querySelector("output").textContent = said.join("|");
  };
  addEventListener("change", tell);
</script>"""
CHOOSES = """<button id=go onclick="
  const field = Object.assign(document.createElement('input'), { type: 'file', onchange: (event) => tell(event) });
  setTimeout(() => field.click(), 200)">Choose a file</button>"""
WAYS = {
    "a field": "<input id=go type=file>",
    "a field that nobody sees": "<input id=go type=file hidden>",
    "its label that passes for a button": "<label id=go role=button>Choose a file<input type=file hidden></label>",
    "its label": "<label id=go>Choose a file<input type=file hidden></label>",
    "a button that opens the window": "<button id=go onclick='f.click()'>Choose</button><input id=f type=file hidden>",
    "a field that the page makes when it is wanted": CHOOSES,
    "a field in a shadow root": "<div><template shadowrootmode=open><input id=go type=file onchange='tell(event)'>"
    "</template></div>",
}
FILEPOND = """<form><input id=f type=file></form><script>
  const pond = FilePond.create(document.querySelector("#f"));
  pond.on("addfile", async (_error, item) => say(`${item.filename} ${await item.file.text()}`));
</script>"""
DROPZONE = """<form id=go class=dropzone action=/up></form><script>
  Dropzone.autoDiscover = false;
  const zone = new Dropzone("#go", { autoProcessQueue: false });
  zone.on("addedfile", async (file) => say(`${file.name} ${await file.text()}`));
</script>"""
UPPY = """<div id=here></div><script>
  const uppy = new Uppy.Uppy().use(Uppy.Dashboard, { target: "#here", inline: true });
  uppy.on("file-added", async (file) => say(`${file.name} ${await file.data.text()}`));
</script>"""
WIDGETS = {
    "filepond": ("filepond/dist", "filepond.css", "filepond.js", FILEPOND, {"text": "Browse"}),
    "dropzone": ("dropzone/dist", "dropzone.css", "dropzone-min.js", DROPZONE, {"css": "#go button"}),
    "uppy": ("uppy/dist", "uppy.min.css", "uppy.min.js", UPPY, {"text": "browse files"}),
}
SAYS = "<output></output><script>const say = (text) => { document.querySelector('output').textContent = text }</script>"


@pytest.mark.parametrize("widget", WIDGETS)
async def test_other_peoples_fields_get_the_file(tab: Tab, widget: str) -> None:
    packages.install()
    folder, style, script, body, selector = WIDGETS[widget]
    for name, kind in ((style, "css"), (script, "javascript")):
        text = (packages.FOLDER / folder / name).read_text(encoding="utf-8")
        tab.site.put(f"/{name}", text, headers={"Content-Type": f"text/{kind}; charset=utf-8"})
    await tab.open(f"<link rel=stylesheet href=/{style}><script src=/{script}></script>{SAYS}{body}")

    said = [{"text": "visits.csv a,b 1,2"}]
    await tab.do({"selectors": [selector]}, upload={"files": ["-"]}, files=[CSV], expect=said)


@pytest.mark.parametrize("way", WAYS)
async def test_the_site_gets_the_file(tab: Tab, way: str) -> None:
    await tab.open(WAYS[way] + TELLS)
    await tab.do(css("#go"), upload={"files": ["-"]}, files=[CSV], expect=[{"text": "visits.csv text/csv a,b 1,2"}])


async def test_a_field_for_several_gets_all_of_them(tab: Tab) -> None:
    await tab.open("<input id=go type=file multiple>" + TELLS)
    wanted = "visits.csv text/csv a,b 1,2 |letter.pdf application/pdf %PDF-1.4"
    await tab.do(css("#go"), upload={"files": ["-", "-"]}, files=[CSV, PDF], expect=[{"text": wanted}])


@pytest.mark.parametrize("way", ["a field", "its label", "a button that opens the window"])
async def test_a_field_for_one_is_not_given_two(tab: Tab, way: str) -> None:
    await tab.open(WAYS[way] + TELLS)
    with pytest.raises(Exception, match="takes one file, and the step gives 2"):
        await tab.do(css("#go"), upload={"files": ["-", "-"]}, files=[CSV, PDF])


async def test_a_button_that_asks_for_no_file_is_told(tab: Tab) -> None:
    await tab.open("<button id=go>Choose</button>")
    failed = await tab.fails_as(ErrorKind.EXPECTATION, css("#go"), upload={"files": ["-"]})
    assert failed.expectation == "a file chooser"
