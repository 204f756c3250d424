"""From pages to records."""

import json
from typing import Any

import pytest

from tests.browser.tab import Tab, css
from webmend.domain.evidence import ErrorKind

VISITS = """
<table id=visits>
  <caption>Visits</caption>
  <thead><tr><th>Date<th>Visit No.<th>Cost<th>Paid</tr></thead>
  <tbody>
    <tr><td>2026-01-02<td>1<td>$1,200.50<td>yes
    <tr><td>2026-03-04<td>2<td>&euro; 1.234,50<td>no
    <tr style="display:none"><td>hidden<td>3<td>0<td>no
  </tbody>
  <tfoot><tr><td>Total<td><td>2,435.00<td></tfoot>
</table>
"""


async def test_all_columns_of_a_table_are_named_after_their_heads(tab: Tab) -> None:
    await tab.open(VISITS)

    performed = await tab.do(css("#visits"), extract={"table": {}})

    assert performed.data[0] == {"Date": "2026-01-02", "Visit No.": "1", "Cost": "$1,200.50", "Paid": "yes"}
    assert len(performed.data) == 2


async def test_named_columns_are_found_by_their_heads_and_typed(tab: Tab) -> None:
    await tab.open(VISITS)
    columns = [
        {"name": "date"},
        {"name": "visitNo", "type": "Integer"},
        {"name": "amount", "header": "cost", "type": "Number"},
        {"name": "paid", "type": "Boolean"},
    ]

    performed = await tab.do(css("#visits"), extract={"table": {"columns": columns}})

    assert performed.data == [
        {"date": "2026-01-02", "visitNo": 1, "amount": 1200.5, "paid": True},
        {"date": "2026-03-04", "visitNo": 2, "amount": 1234.5, "paid": False},
    ]


async def test_a_missing_column_names_those_that_are_there(tab: Tab) -> None:
    await tab.open(VISITS)

    failed = await tab.fails(css("#visits"), extract={"table": {"columns": [{"name": "Doctor"}]}})

    assert failed.error.kind is ErrorKind.WRONG_ELEMENT
    assert failed.error.message == "the table has no column Doctor; it has Date, Visit No., Cost, Paid"


@pytest.mark.parametrize(
    ("table", "want"),
    [
        ("<table id=t><tr><th>A<th>B<tr><td>1<td>2</table>", [{"A": "1", "B": "2"}]),
        ("<table id=t><tr><td>1<td>2</table>", [{"column1": "1", "column2": "2"}]),
        ("<table id=t><tr><th>A<th>A<tr><td>1<td>2</table>", [{"A": "1", "column2": "2"}]),
        ("<table id=t><tr><th colspan=2>A<th>B<tr><td>1<td>2<td>3</table>", [{"A": "1", "column2": "2", "B": "3"}]),
        ("<table id=t><thead><tr><th>A</thead><tbody></tbody></table>", []),
        ("<table id=t><thead><tr><th>A<th>B</thead><tbody><tr><td>1</table>", [{"A": "1"}]),
        ("<div id=t><table><tr><th>A<tr><td>1</table></div>", [{"A": "1"}]),
        ("<div id=t role=grid><p role=row><b role=columnheader>A</b></p><p role=row><b role=gridcell>1</b></p></div>",
         [{"A": "1"}]),
    ],
)  # fmt: skip
async def test_tables_of_many_shapes(same_tab: Tab, table: str, want: list[dict[str, str]]) -> None:
    await same_tab.open(table)

    assert (await same_tab.do(css("#t"), extract={"table": {}})).data == want


GRID = """
<div id=x role=grid aria-rowcount=41><div role=row><span role=columnheader>Name</span></div>
<div role=row aria-rowindex=1><span role=gridcell><input aria-label="Name filter"></span></div>
<div id=port style="height:100px; overflow-y:auto; position:relative"><div style="height:800px"></div></div></div>
<script>
  const show = () => setTimeout(() => {
    const first = Math.floor(port.scrollTop / 20);
    const numbers = [...Array(7).keys()].map((n) => n + first).filter(IS_THERE);
    port.querySelectorAll("[role=row]").forEach((row) => row.remove());
    const rows = numbers.map((n) => `<div role=row aria-rowindex=${n + 2}
      style="position:absolute; top:${20 * n}px; height:20px"><span role=gridcell>Person ${n + 1}</span></div>`);
    port.insertAdjacentHTML("beforeend", rows.join(""));
  }, 30);
  port.onscroll = show;
  show();
</script>"""
"""Forty rows, of which only those in sight are in the document, and those a moment late."""


async def test_rows_that_come_only_as_one_scrolls_are_all_read(tab: Tab) -> None:
    await tab.open(GRID.replace("IS_THERE", "(n) => n < 40"))

    rows = (await tab.do(css("#x"), extract={"table": {}})).data

    assert rows == [{"Name": f"Person {number}"} for number in range(1, 41)]


async def test_a_row_that_does_not_come_is_told_and_not_left_out(tab: Tab) -> None:
    await tab.open(GRID.replace("IS_THERE", "(n) => n < 40 && n !== 20"))

    failed = await tab.fails(css("#x"), extract={"table": {}}, ceiling=30)

    assert failed.error.message == "1 rows of the table did not come as it was scrolled"


async def test_a_list_gives_a_record_for_each_item(tab: Tab) -> None:
    await tab.open("<ul><li><a href=/p/1>Ada</a> <i>3</i></li><li><a href=/p/2>Bob</a></li></ul>")
    fields = [
        {"name": "all"},
        {"name": "name", "target": css("a")},
        {"name": "link", "target": css("a"), "attribute": "href"},
        {"name": "visits", "target": css("i"), "type": "Integer"},
    ]

    performed = await tab.do(css("#nowhere", "li"), extract={"list": {"fields": fields}})

    assert performed.data == [
        {"all": "Ada 3", "name": "Ada", "link": "/p/1", "visits": 3},
        {"all": "Bob", "name": "Bob", "link": "/p/2", "visits": None},
    ]


async def test_a_list_without_an_item_is_a_missing_element(tab: Tab) -> None:
    await tab.open("<ul></ul>")

    failed = await tab.fails(css("li"), extract={"list": {"fields": [{"name": "all"}]}})

    assert failed.error.kind is ErrorKind.NO_MATCH


async def test_the_first_selector_with_one_match_in_the_item_gives_a_fields_value(tab: Tab) -> None:
    await tab.open("<ul><li><b>1</b><i>x</i><i>y</i></li><li><i>2</i></li><li>none</li></ul>")

    performed = await tab.do(css("li"), extract={"list": {"fields": [{"name": "n", "target": css("i", "b")}]}})

    assert performed.data == [{"n": "1"}, {"n": "2"}, {"n": None}]


async def test_items_within_items_keep_their_own_values(tab: Tab) -> None:
    await tab.open("<div class=x title=outer><b>1</b><div class=x title=inner></div></div>")
    fields = [{"name": "title", "attribute": "title"}, {"name": "n", "target": css("b")}]

    performed = await tab.do(css(".x"), extract={"list": {"fields": fields}})

    assert performed.data == [{"title": "outer", "n": "1"}, {"title": "inner", "n": None}]


@pytest.mark.parametrize(
    ("target", "kind"), [(css("i"), ErrorKind.AMBIGUOUS), (css("i", frame=("iframe",)), ErrorKind.DEFINITION)]
)
async def test_a_field_that_is_not_one_element_of_its_item_fails(
    same_tab: Tab, target: dict[str, Any], kind: ErrorKind
) -> None:
    await same_tab.open("<ul><li><i>x</i><i>y</i></li></ul>")

    failed = await same_tab.fails(css("li"), extract={"list": {"fields": [{"name": "n", "target": target}]}}, ceiling=9)

    assert failed.error.kind is kind


async def test_fields_make_one_record(tab: Tab) -> None:
    await tab.open("<h1> Ada \n Lovelace </h1><input id=i value=7><b id=b>x</b>")
    fields = [
        {"name": "name", "target": css("h1")},
        {"name": "id", "target": css("#i"), "type": "Integer"},
        {"name": "own"},
    ]

    assert (await tab.do(css("#b"), extract={"fields": fields})).data == {"name": "Ada Lovelace", "id": 7, "own": "x"}


async def test_rows_that_come_late_are_waited_for(tab: Tab) -> None:
    rows = tab.site.hold("/api", "<tr><td>1")
    await tab.open(
        "<table id=t><thead><tr><th>A</thead><tbody id=b></tbody></table>"
        "<script>fetch('/api').then(async (r) => b.innerHTML = await r.text())</script>"
    )
    await tab.script("setTimeout(() => fetch('/release'), 500)")
    tab.site.put("/release", on_ask=rows.set)

    assert (await tab.do(css("#t"), extract={"table": {}})).data == [{"A": "1"}]


async def test_old_rows_are_not_taken_while_new_ones_are_on_their_way(tab: Tab) -> None:
    found = tab.site.hold("/api", "<tr><td>new")
    tab.site.put("/release", on_ask=found.set)
    await tab.open(
        "<table id=t><thead><tr><th>A</thead><tbody id=b><tr><td>old</tbody></table>"
        "<button onclick=\"fetch('/api').then(async (r) => b.innerHTML = await r.text());"
        "setTimeout(() => fetch('/release'), 500)\">Search</button>"
    )
    await tab.do(css("button"), click={})

    assert (await tab.do(css("#t"), extract={"table": {}})).data == [{"A": "new"}]


# --- pages ------------------------------------------------------------------------------------------------------------


def served_page(number: int, next_: str) -> str:
    return f"<table id=t><thead><tr><th>A</thead><tbody><tr><td>{number}a<tr><td>{number}b</tbody></table>{next_}"


THREE_PAGES = [{"A": f"{number}{letter}"} for number in (1, 2, 3) for letter in "ab"]


@pytest.mark.parametrize(
    "last",
    [
        "",
        "<a id=next hidden href=/1>Next</a>",
        "<a id=next aria-disabled=true href=/1>Next</a>",
        "<button id=next disabled>Next</button>",
        "<li class=disabled><a id=next href=/1>Next</a></li>",
    ],
)
async def test_pages_are_read_until_there_is_no_next_one(same_tab: Tab, last: str) -> None:
    await same_tab.open(served_page(1, "<a id=next href=/2>Next</a>"))
    same_tab.site.put("/2", served_page(2, "<a id=next href=/3>Next</a>"))
    same_tab.site.put("/3", served_page(3, last))

    performed = await same_tab.do(css("#t"), extract={"table": {"pages": {"next": css("#next")}}})

    assert performed.data == THREE_PAGES


SCRIPTED = """
<table id=t><thead><tr><th>A</thead><tbody id=b><tr><td>1a<tr><td>1b</tbody></table><button id=next>Next</button>
<script>
let page = 1;
next.onclick = async () => {
  page += 1;
  b.innerHTML = '<tr><td>Loading';
  const found = await fetch(`/rows/${page}`);
  setTimeout(async () => { b.innerHTML = await found.text(); next.disabled = page === 3 }, 50);
};
</script>
"""


async def test_pages_that_a_script_fills_are_read_once_they_are_filled(tab: Tab) -> None:
    await tab.open(SCRIPTED)
    for number in (2, 3):
        tab.site.put(f"/rows/{number}", f"<tr><td>{number}a<tr><td>{number}b", takes=0.3)

    performed = await tab.do(css("#t"), extract={"table": {"pages": {"next": css("#next")}}})

    assert performed.data == THREE_PAGES


async def test_lists_have_pages_too(tab: Tab) -> None:
    await tab.open("<ul><li>1</ul><a id=next href=/2>Next</a>")
    tab.site.put("/2", "<ul><li>2<li>3</ul>")
    shape = {"fields": [{"name": "n", "type": "Integer"}], "pages": {"next": css("#next")}}

    performed = await tab.do(css("li"), extract={"list": shape})

    assert performed.data == [{"n": 1}, {"n": 2}, {"n": 3}]


async def test_more_pages_than_the_limit_are_an_error(tab: Tab) -> None:
    await tab.open(served_page(1, "<a id=next href=/2>Next</a>"))
    tab.site.put("/2", served_page(2, "<a id=next href=/3>Next</a>"))

    failed = await tab.fails(css("#t"), extract={"table": {"pages": {"next": css("#next"), "limit": 2}}}, ceiling=10)

    assert failed.error.kind is ErrorKind.EXPECTATION
    assert failed.expectation == "at most 2 pages"


async def test_a_next_page_that_shows_the_same_is_an_error_and_no_doubled_record(tab: Tab) -> None:
    await tab.open(served_page(1, "<button id=next>Next</button>"))

    failed = await tab.fails(css("#t"), extract={"table": {"pages": {"next": css("#next")}}})

    assert failed.error.kind is ErrorKind.TIMEOUT
    assert failed.selector == "css=#next"


async def test_an_error_document_among_the_pages_is_a_failed_navigation(tab: Tab) -> None:
    await tab.open(served_page(1, "<a id=next href=/2>Next</a>"))
    tab.site.put("/2", "<h1>Down</h1>", status=503)

    failed = await tab.fails(css("#t"), extract={"table": {"pages": {"next": css("#next")}}}, ceiling=60)

    assert failed.error.kind is ErrorKind.NAVIGATION


async def test_the_json_of_a_response_is_extracted(tab: Tab) -> None:
    tab.site.put("/api/visits", json.dumps([{"id": 1}]), headers={"Content-Type": "application/json"})
    await tab.open("<script>setTimeout(() => fetch('/api/visits?page=1'), 200)</script>")

    assert (await tab.do(extract={"response": {"url": "**/api/visits"}})).data == [{"id": 1}]


@pytest.mark.parametrize(
    ("response", "kind"), [({"url": "**/none"}, ErrorKind.EXPECTATION), ({"url": "**/page"}, ErrorKind.OTHER)]
)
async def test_a_response_that_cannot_be_had_fails(tab: Tab, response: dict[str, Any], kind: ErrorKind) -> None:
    await tab.open("<p>no JSON</p>", "/page")

    assert (await tab.fails(extract={"response": response})).error.kind is kind
