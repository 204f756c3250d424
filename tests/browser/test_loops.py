"""Going round in a real browser: pages that are turned, rows that are read."""

import pytest

from tests.browser.tab import Tab, css
from webmend.domain.evidence import ErrorKind

SHOWN = """
<h1></h1><p id=text></p><button class=next>Next</button><script>
const names = ["Ada", "Grace", "Mary"];
let page = 0;
const show = () => {
  document.querySelector("h1").textContent = `Page ${page + 1}`;
  document.querySelector("#text").textContent = names[page];
  document.querySelector(".next").LAST = page === names.length - 1;
};
document.querySelector(".next").onclick = () => setTimeout(() => { page += 1; show(); }, 150);
show();
</script>
"""
WAYS_TO_END = ["disabled", "hidden", "remove()"]
PAGES = {"pages": {"next": {"selectors": [{"css": ".next"}]}}}


async def turned(tab: Tab) -> bool:
    return bool((await tab.do(loop=PAGES, branches={"body": "step"})).data)


async def text(tab: Tab) -> str:
    return str(await tab.script("document.querySelector('#text').textContent"))


@pytest.mark.parametrize("way", WAYS_TO_END)
async def test_pages_are_turned_until_what_turns_them_is_of_no_more_use(tab: Tab, way: str) -> None:
    last = "if (page === names.length - 1) document.querySelector('.next').remove();" if way == "remove()" else ""
    shown = SHOWN.replace("document.querySelector(\".next\").LAST = page === names.length - 1;",
                          last or f"document.querySelector('.next').{way} = page === names.length - 1;")  # fmt: skip
    await tab.open(shown)

    seen = [await text(tab)]
    while await turned(tab):
        seen.append(await text(tab))

    assert seen == ["Ada", "Grace", "Mary"]


async def test_pages_of_their_own_address_are_turned(tab: Tab) -> None:
    for number, name in enumerate(("Ada", "Grace")):
        link = f"<a class=next href=/{number + 1}>Next</a>" if number == 0 else ""
        tab.site.put(f"/{number}", f"<p id=text>{name}</p>{link}")
    await tab.do(navigate={"url": f"{tab.site.url}/0"})

    assert (await text(tab), await turned(tab)) == ("Ada", True)
    assert (await text(tab), await turned(tab)) == ("Grace", False)


async def test_a_page_that_stays_what_it_was_is_an_error(tab: Tab) -> None:
    await tab.open("<p>Ada</p><button class=next>Next</button>")

    failed = await tab.fails(loop=PAGES, branches={"body": "step"})

    assert (failed.error.kind, failed.selector) == (ErrorKind.TIMEOUT, "css=.next")


async def test_a_next_page_that_is_down_is_an_error(tab: Tab) -> None:
    await tab.open("<p>Ada</p><a class=next href=/down>Next</a>")
    tab.site.put("/down", "<h1>Down</h1>", status=503)

    assert (await tab.fails(loop=PAGES, branches={"body": "step"})).error.kind is ErrorKind.NAVIGATION


async def test_the_rows_that_a_loop_goes_over_are_those_of_the_table(tab: Tab) -> None:
    await tab.open("<table><tr><th>Name<th>Born<tr><td>Ada<td>1815<tr><td>Grace<td>1906</table>")

    rows = (await tab.do(css("table"), extract={"table": {}})).data

    assert rows == [{"Name": "Ada", "Born": "1815"}, {"Name": "Grace", "Born": "1906"}]
