"""Steps that are put before a step, and what led to it leads to them."""

import json
from typing import Any

import pytest

from tests.support.builders import graph, node, workflow
from webmend.domain.comparison import Operator
from webmend.domain.graph import Graph
from webmend.domain.reveal import Gesture, Reveal
from webmend.domain.target import Selector
from webmend.policy import inserting
from webmend.policy.graph import problems

MORE = Reveal(selectors=(Selector(css="#more"),), name='button "More"')
MENU = Reveal(gesture=Gesture.HOVER, selectors=(Selector(text="Menu"),))


def ids(made: Graph) -> list[str]:
    return [each.id for each in made.nodes]


def test_one_step_is_put_before_another_with_a_name_that_says_what_for() -> None:
    made = inserting.before(graph(node("open", "navigate"), node("save", name="Save it")), "save", (MORE,))
    new = made.node("reveal-save")
    assert ids(made) == ["open", "reveal-save", "save"]
    assert (new.action, new.title) == ("click", 'Open the menu to reach "Save it"')
    assert new.target is not None
    assert new.target.selectors == MORE.selectors


def test_it_is_skipped_where_what_it_would_bring_into_sight_is_there() -> None:
    made = inserting.before(graph(node("save")), "save", (MENU, MORE))
    shown = [(each.run_if.element, each.run_if.operator) for each in made.nodes if each.run_if]
    assert ids(made) == ["reveal-save", "reveal-save-2", "save"]
    assert shown == [
        (made.node("reveal-save-2").target, Operator.NOT_VISIBLE),
        (made.node("save").target, Operator.NOT_VISIBLE),
    ]
    assert made.node("reveal-save").action == "hover"


def ask(id_: str, **branches: str) -> Any:
    comparison = {"value": "a", "operator": "NotEmpty"}
    return node(id_, "condition", condition={"all": [comparison]}, branches=branches)


@pytest.mark.parametrize(
    "before",
    [
        (ask("a", whenFalse="b"), node("c", next="save"), node("b", "end")),
        (ask("a", whenTrue="save"), node("b", "end")),
        (ask("a", whenFalse="save"), node("b", "end")),
    ],
    ids=["a step's next", "a branch that holds", "a branch that does not"],
)
def test_whatever_led_to_the_step_leads_to_the_first_one_before_it(before: tuple[Any, ...]) -> None:
    whole = graph(*before, node("save"))
    made = inserting.before(whole, "save", (MORE,))
    assert made.stored()["nodes"][:-2] == _with_names_changed(whole.stored()["nodes"][:-1])
    assert problems(workflow(made).spec) == problems(workflow(whole).spec) == ()


def _with_names_changed(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    changed: list[dict[str, Any]] = json.loads(json.dumps(nodes).replace('"save"', '"reveal-save"'))
    return changed


def test_a_name_that_is_taken_is_not_taken_again() -> None:
    made = inserting.before(graph(node("reveal-save"), node("save")), "save", (MORE,))
    assert ids(made) == ["reveal-save", "reveal-save-2", "save"]


def test_the_id_and_the_name_keep_their_bounds() -> None:
    long = "s" * 63
    made = inserting.before(graph(node(long, name="n" * 128)), long, (MORE, MENU))
    assert Graph.model_validate(made.stored()) == made


def test_the_steps_right_before_another_are_told() -> None:
    made = inserting.before(graph(node("a"), node("save")), "save", (MENU, MORE))
    assert inserting.ids_before(made, "save", 2) == ("reveal-save", "reveal-save-2")


@pytest.mark.parametrize(
    ("whole", "id_", "reveals"),
    [
        (graph(node("open", "navigate")), "open", (MORE,)),
        (graph(node("save")), "save", ()),
        (graph(*(node(f"n{number}") for number in range(200))), "n7", (MORE,)),
    ],
    ids=["it has no element", "no control", "no room for it"],
)
def test_a_graph_stays_as_it_is_where(whole: Graph, id_: str, reveals: tuple[Reveal, ...]) -> None:
    assert inserting.before(whole, id_, reveals) is whole
