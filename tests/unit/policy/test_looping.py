"""Loops: what belongs to them, which round is under way, what they go over."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import graph, node, workflow
from webmend.domain.action import Loop
from webmend.domain.graph import Graph, Node
from webmend.policy.graph import problems
from webmend.policy.looping import NoList, Round, body, comes_back, key, still_under_way, things


def loop(id_: str, first: str, **fields: Any) -> Node:
    return node(id_, "loop", loop={"times": 3}, branches={"body": first}, **fields)


def ask(id_: str, **branches: str) -> Node:
    asked = {"all": [{"value": "{{ inputs.kind }}", "operator": "NotEmpty"}]}
    return node(id_, "condition", condition=asked, branches=branches)


PLAIN = graph(node("open", "navigate"), loop("each", "do", next="after"), node("do"), node("back", next="each"),
              node("after"))  # fmt: skip
NESTED = graph(loop("outer", "first", next="after"), node("first"), loop("inner", "do", next="last"),
               node("do", next="inner"), node("last", next="outer"), node("after"))  # fmt: skip
WITH_A_WAY_OUT = graph(loop("each", "enough", next="after"), ask("enough", whenTrue="after", whenFalse="do"),
                       node("do", next="each"), node("after"))  # fmt: skip
IN_A_CIRCLE = graph(node("again"), loop("each", "do", next="more"), node("do", next="each"),
                    ask("more", whenTrue="again", whenFalse="end"), node("end", "end"))  # fmt: skip
AT_THE_END = graph(loop("each", "do", next="stop"), node("do", next="each"), node("stop", "end"))


@pytest.mark.parametrize(
    ("walked", "of", "want"),
    [
        (PLAIN, "each", {"do", "back"}),
        (NESTED, "outer", {"first", "inner", "do", "last"}),
        (NESTED, "inner", {"do"}),
        (WITH_A_WAY_OUT, "each", {"enough", "do"}),
        (IN_A_CIRCLE, "each", {"do"}),
        (AT_THE_END, "each", {"do"}),
    ],
)
def test_to_a_loop_belong_the_steps_before_it_goes_on(walked: Graph, of: str, want: set[str]) -> None:
    assert body(walked, walked.node(of)) == want


@pytest.mark.parametrize(
    ("walked", "under_way", "entered", "want"),
    [
        (PLAIN, ("each",), "do", ("each",)),
        (PLAIN, ("each",), "each", ("each",)),
        (PLAIN, ("each",), "after", ()),
        (PLAIN, ("each",), "open", ()),
        (NESTED, ("outer", "inner"), "do", ("outer", "inner")),
        (NESTED, ("outer", "inner"), "last", ("outer",)),
        (NESTED, ("outer", "inner"), "outer", ("outer",)),
        (NESTED, ("outer", "inner"), "after", ()),
        (NESTED, ("outer",), "inner", ("outer",)),
        (WITH_A_WAY_OUT, ("each",), "after", ()),
        (IN_A_CIRCLE, ("each",), "again", ()),
    ],
)
def test_a_loop_is_over_when_a_step_outside_of_it_begins(
    walked: Graph, under_way: tuple[str, ...], entered: str, want: tuple[str, ...]
) -> None:
    rounds = tuple(Round(name, (1, 2, 3), 2) for name in under_way)

    assert tuple(each.loop for each in still_under_way(walked, rounds, entered)) == want


@pytest.mark.parametrize(
    ("what", "text", "rows", "want"),
    [
        ({"times": 3}, "", None, (1, 2, 3)),
        ({"items": "x"}, '["a", "b"]', None, ("a", "b")),
        ({"items": "x"}, '[{"id": 1}]', None, ({"id": 1},)),
        ({"items": "x"}, "[]", None, ()),
        ({"rows": {"selectors": [{"css": "table"}]}}, "", [{"Name": "Ada"}], ({"Name": "Ada"},)),
        ({"times": 2, "limit": 2}, "", None, (1, 2)),
    ],
)
def test_a_loop_goes_over(what: dict[str, Any], text: str, rows: list[Any] | None, want: tuple[Any, ...]) -> None:
    assert things(Loop.model_validate(what), text, rows) == want


@pytest.mark.parametrize(
    ("what", "text", "says"),
    [
        ({"items": "x"}, "a, b", "no list"),
        ({"items": "x"}, '{"a": 1}', "no list"),
        ({"items": "x"}, "3", "no list"),
        ({"items": "x", "limit": 1}, '["a", "b"]', "2 rounds: more than the loop's limit of 1"),
        ({"times": 3, "limit": 2}, "", "3 rounds: more than the loop's limit of 2"),
    ],
)
def test_what_is_no_list_or_too_long_is_said(what: dict[str, Any], text: str, says: str) -> None:
    with pytest.raises(NoList, match=says):
        things(Loop.model_validate(what), text)


@given(st.integers(min_value=1, max_value=50))
def test_the_rounds_of_a_loop_see_each_item_once_and_in_order(count: int) -> None:
    items = tuple(range(count))
    under_way, seen = Round("each", items), []
    while True:
        seen.append(under_way.item)
        if under_way.is_last:
            break
        under_way = under_way.next()
    assert tuple(seen) == items


def test_pages_are_numbered_and_never_known_to_be_the_last() -> None:
    second = Round("each").next()
    assert (second.item, second.is_last, key((second,))) == (2, False, (("each", 2),))


@pytest.mark.parametrize(
    ("walked", "path", "says"),
    [
        (graph(loop("each", "do", next="after"), node("do", next="after"), node("after")),
         "spec.graph.nodes[0].branches.body", "the body of each never comes back to it"),
        (graph(loop("each", "do", next="after"), node("do", next="each"),
               node("after", "fill", fill={"value": "{{ item.name }}"})),
         "spec.graph.nodes[2]", "item: the step belongs to no loop"),
        (graph(loop("each", "nowhere", next="after"), node("after")),
         "spec.graph.nodes[0].branches.body", "there is no step nowhere"),
    ],
)  # fmt: skip
def test_a_loop_that_makes_no_sense_is_refused_with_path_and_sentence(walked: Graph, path: str, says: str) -> None:
    found = [str(problem) for problem in problems(workflow(walked).spec)]
    assert any(each.startswith(path) and says in each for each in found), found


@pytest.mark.parametrize("walked", [PLAIN, NESTED, WITH_A_WAY_OUT, IN_A_CIRCLE, AT_THE_END])
def test_a_loop_that_makes_sense_is_accepted(walked: Graph) -> None:
    assert problems(workflow(walked, inputs=[{"name": "kind"}]).spec) == ()
    assert all(comes_back(walked, each) for each in walked.nodes if each.loop is not None)
