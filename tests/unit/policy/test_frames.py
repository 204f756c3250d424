"""Which frame each step looks in."""

from typing import Any

import pytest

from webmend.domain.base import Model
from webmend.domain.graph import Graph, Node
from webmend.domain.target import Target
from webmend.policy.frames import framed, unsettled

OUTER, INNER = ("#outer",), ("#outer", "#inner")


def step(id_: str, **fields: Any) -> dict[str, Any]:
    return {"id": id_, **fields}


def click(id_: str, frame: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    return step(id_, target={"selectors": [{"css": "b"}], "frame": frame}, click={}, **fields)


def inside(*path: str) -> dict[str, Any]:
    return step(f"in-{len(path)}", frame={"path": path})


def graph(*nodes: dict[str, Any]) -> Graph:
    return Graph.model_validate({"nodes": nodes})


def where(node: Node) -> tuple[str, ...]:
    assert node.target is not None
    return node.target.frame


@pytest.mark.parametrize(
    ("before", "own", "want", "why"),
    [
        ([], (), (), "no step has led into a frame"),
        ([inside(*OUTER)], (), OUTER, "the step before it has"),
        ([inside(*OUTER), inside(*INNER)], (), INNER, "the last one counts"),
        ([inside(*OUTER), inside()], (), (), "and may lead out again"),
        ([inside(*OUTER)], ("#other",), ("#other",), "a target that names its frame is looked for there"),
        ([inside(*OUTER), click("else")], (), OUTER, "a click leads out of no frame"),
        ([inside(*OUTER), step("go", navigate={"url": "/"})], (), (), "another page"),
        ([inside(*OUTER), step("go", reload={})], (), (), "the page anew"),
        ([inside(*OUTER), step("go", back={})], (), (), "the page before"),
        ([inside(*OUTER), step("go", tab={"act": "Open"})], (), (), "another tab"),
    ],
)
def test_a_target_is_looked_for_in_the_frame_in_force(
    before: list[dict[str, Any]], own: tuple[str, ...], want: tuple[str, ...], why: str
) -> None:
    assert where(framed(graph(*before, click("last", own))).nodes[-1]) == want, why


def targets(value: Any) -> list[Target]:
    """Every target in a value."""
    if isinstance(value, Target):
        return [value]
    parts = value if isinstance(value, tuple) else [getattr(value, name) for name in type(value).model_fields]
    return [each for part in parts if isinstance(part, tuple | Model) for each in targets(part)]


IT = {"selectors": [{"css": "i"}]}


@pytest.mark.parametrize(
    "fields",
    [
        {"target": IT, "extract": {"table": {"pages": {"next": IT}}}},
        {"extract": {"fields": [{"name": "a", "target": IT}]}},
        {
            "condition": {"all": [{"element": IT, "operator": "Visible"}]},
            "branches": {"whenTrue": "z", "whenFalse": "z"},
        },
        {"loop": {"rows": IT}, "branches": {"body": "round"}},
        {"delay": {"duration": "1s"}, "runIf": {"element": IT, "operator": "Visible"}},
        {"delay": {"duration": "1s"}, "expect": [{"element": IT}, {"noElement": IT}]},
    ],
)
def test_so_is_all_else_that_a_step_looks_for(fields: dict[str, Any]) -> None:
    around = [click("round", next="s"), step("z", delay={"duration": "1s"})]
    made = framed(graph(inside(*OUTER), step("s", **fields, **({"next": "z"} if "loop" in fields else {})), *around))
    assert {each.frame for each in targets(made.nodes[1])} == {OUTER}


def test_what_is_inside_an_item_of_a_list_is_looked_for_in_the_item() -> None:
    shape = {"fields": [{"name": "a", "target": IT}], "pages": {"next": IT}}
    made = framed(graph(inside(*OUTER), step("s", target=IT, extract={"list": shape}))).nodes[1]
    assert made.extract is not None
    assert made.extract.list is not None
    assert [each.frame for each in targets(made.extract.list.fields)] == [()]
    assert [each.frame for each in targets(made.extract.list.pages)] == [OUTER]


def test_what_a_step_expects_is_looked_for_where_it_has_led_to() -> None:
    go = step("go", navigate={"url": "/"}, expect=[{"element": IT}])
    made = framed(graph(inside(*OUTER), go))
    assert [each.frame for each in targets(made.nodes[1])] == [()]


ASKS = step(
    "ask", condition={"all": [{"value": "1", "operator": "Empty"}]}, branches={"whenTrue": "in-1", "whenFalse": "b"}
)


@pytest.mark.parametrize(
    ("last", "want"),
    [
        (click("b"), ["b"]),
        (click("b", ("#own",)), []),
        (step("b", delay={"duration": "1s"}), []),
        (step("b", navigate={"url": "/"}), []),
    ],
)
def test_a_step_that_is_reached_in_one_frame_and_in_another_is_told(last: dict[str, Any], want: list[str]) -> None:
    assert [node.id for node in unsettled(graph(ASKS, inside(*OUTER), last))] == want
