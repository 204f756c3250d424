"""Loops as the engine goes round them."""

from typing import Any

import pytest

from tests.support.builders import node
from tests.unit.runner.lab import Lab, end, failed, retry
from webmend.domain.evidence import ErrorKind
from webmend.domain.graph import Node
from webmend.domain.report import AttemptOutcome
from webmend.ports.browser import Performed
from webmend.runner import engine

pytestmark = pytest.mark.looptime

NAMES = '["Ada", "Grace", "Mary"]'


def loop(id_: str = "each", first: str = "do", **what: Any) -> Node:
    fields = {name: what.pop(name) for name in ("next", "runIf") if name in what}
    return node(id_, "loop", loop=what or {"times": 3}, branches={"body": first}, **fields)


def types(id_: str, value: str, **fields: Any) -> Node:
    return node(id_, "fill", fill={"value": value}, **fields)


def reads(id_: str, **fields: Any) -> Node:
    return node(
        id_, "extract", extract={"fields": [{"name": "name", "target": {"selectors": [{"css": "b"}]}}]}, **fields
    )


def record(name: str) -> Performed:
    return Performed(data={"name": name})


def typed(lab: Lab, id_: str = "do") -> list[str]:
    return [each.fill.value for each in lab.tab.performed if each.id == id_ and each.fill]


async def test_the_body_runs_once_for_each_item_and_then_the_workflow_goes_on() -> None:
    lab = Lab(loop(items="{{ inputs.names }}", next="after"), types("do", "{{ item }}", next="each"), node("after"),
              inputs={"names": NAMES})  # fmt: skip

    report = await lab.run()

    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert typed(lab) == ["Ada", "Grace", "Mary"]
    assert lab.tab.done == ["do", "do", "do", "after"]


async def test_the_rows_of_an_earlier_step_are_items_with_names() -> None:
    rows = [{"id": "7"}, {"id": "8"}]
    lab = Lab(reads("list"), loop(items="{{ steps.list.rows }}", next="end"), types("do", "{{ item.id }}", next="each"),
              node("end", "end"))  # fmt: skip
    lab.tab.gives["list"] = [Performed(data=rows)]

    await lab.run()

    assert typed(lab) == ["7", "8"]


async def test_a_table_is_read_when_the_loop_begins_and_only_then() -> None:
    table = {"selectors": [{"css": "table"}]}
    lab = Lab(loop(rows=table, next="end"), types("do", "{{ item.Name }}", next="each"), node("end", "end"))
    lab.tab.gives["each"] = [Performed(data=[{"Name": "Ada"}, {"Name": "Grace"}])]

    await lab.run()

    assert typed(lab) == ["Ada", "Grace"]
    assert lab.tab.done == ["each", "do", "do"]


async def test_nothing_to_go_over_leads_on_at_once() -> None:
    lab = Lab(loop(items="{{ inputs.names }}", next="after"), types("do", "{{ item }}", next="each"), node("after"),
              inputs={"names": "[]"})  # fmt: skip

    assert (await lab.run()).outcome is AttemptOutcome.SUCCEEDED
    assert lab.tab.done == ["after"]


async def test_pages_are_turned_until_none_is_left() -> None:
    pages = {"next": {"selectors": [{"css": ".next"}]}}
    lab = Lab(loop(first="read", pages=pages, next="end"), reads("read", next="each"), node("end", "end"))
    lab.tab.gives["each"] = [Performed(data=True), Performed(data=True), Performed(data=False)]
    lab.tab.gives["read"] = [record("Ada"), record("Grace"), record("Mary")]

    await lab.run()

    assert lab.server.outputs.values == {"read": [{"name": "Ada"}, {"name": "Grace"}, {"name": "Mary"}]}


async def test_what_the_rounds_extract_is_gathered_and_whole_after_the_loop() -> None:
    lab = Lab(loop(next="after"), reads("do", next="each"), types("after", "{{ steps.do.count }}"))
    lab.tab.gives["do"] = [record("Ada"), record("Grace"), record("Mary")]

    await lab.run()

    assert typed(lab, "after") == ["3"]


async def test_in_a_round_templates_see_what_that_round_has_extracted() -> None:
    lab = Lab(loop(next="end"), reads("do"), types("use", "{{ steps.do.name }}", next="each"), node("end", "end"))
    lab.tab.gives["do"] = [record("Ada"), record("Grace"), record("Mary")]

    await lab.run()

    assert typed(lab, "use") == ["Ada", "Grace", "Mary"]


async def test_a_step_done_again_in_its_round_counts_once() -> None:
    lab = Lab(loop(times=2, next="end"), reads("do"), node("check", next="each"), node("end", "end"))
    lab.tab.gives["do"] = [record("Ada"), failed(), record("Grace")]
    lab.told(retry())

    await lab.run()

    assert lab.server.outputs.values == {"do": [{"name": "Ada"}, {"name": "Grace"}]}


async def test_loops_in_loops_start_anew_in_each_outer_round() -> None:
    lab = Lab(
        loop("outer", "inner", items='["a", "b"]', next="end"),
        loop("inner", "do", items="[1, 2]", next="outer"),
        types("do", "{{ item }}", next="inner"),
        node("end", "end"),
    )

    await lab.run()

    assert typed(lab) == ["1", "2", "1", "2"]


async def test_a_loop_that_is_left_and_reached_again_starts_anew() -> None:
    asked = {"all": [{"value": "{{ item }}", "operator": "Equals", "to": "2"}]}
    lab = Lab(
        loop("outer", "inner", times=2, next="end"),
        loop("inner", "enough", items="[1, 2, 3]", next="outer"),
        node("enough", "condition", condition=asked, branches={"whenTrue": "outer", "whenFalse": "do"}),
        types("do", "{{ item }}", next="inner"),
        node("end", "end"),
    )

    assert (await lab.run()).outcome is AttemptOutcome.SUCCEEDED
    assert typed(lab) == ["1", "1"]


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ({"items": "{{ inputs.names }}"}, "is no list"),
        ({"times": 3, "limit": 2}, "more than the loop's limit of 2"),
    ],
)
async def test_what_a_loop_cannot_go_over_fails_it(what: dict[str, Any], says: str) -> None:
    lab = Lab(loop(**what, next="end"), node("do", next="each"), node("end", "end"), inputs={"names": "Ada, Grace"})
    lab.told(end())

    report = await lab.run()

    assert report.failure is not None
    error = report.failure.evidence.error
    assert (error.kind, says in error.message) == (ErrorKind.DEFINITION, True)


async def test_more_pages_than_the_limit_fail_it() -> None:
    pages = {"next": {"selectors": [{"css": ".next"}]}, "limit": 1}
    lab = Lab(loop(pages=pages, next="end"), node("do", next="each"), node("end", "end"))
    lab.tab.gives["each"] = [Performed(data=True)]
    lab.told(end())

    report = await lab.run()

    assert report.failure is not None
    assert "more than 1 pages" in report.failure.evidence.error.message


async def test_each_round_has_a_count_of_steps_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_STEPS", 5)
    lab = Lab(loop(times=20, next="end"), node("do", next="each"), node("end", "end"))

    assert (await lab.run()).outcome is AttemptOutcome.SUCCEEDED


async def test_a_round_is_told_by_the_way_that_it_takes() -> None:
    lab = Lab(loop(times=1, next="end"), node("do", next="each"), node("end", "end"))

    await lab.run()

    assert [step.branch for step in lab.server.steps if step.node_id == "each"] == ["body", "next"]
