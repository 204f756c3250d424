import pytest

from tests.support.builders import graph, node, workflow
from webmend.domain.graph import Graph, Node
from webmend.policy.graph import problems

ASK = {"all": [{"value": "{{ inputs.kind }}", "operator": "NotEmpty"}]}


def ask(id_: str, **branches: str) -> object:
    return node(id_, "condition", condition=ASK, branches=branches)


def sentences(graph_: Graph, **spec: object) -> list[str]:
    return [str(p) for p in problems(workflow(graph_, **spec).spec)]


KIND = [{"name": "kind"}]
PORTAL = {"alias": "portal", "secretRef": "login", "origins": ["https://portal.test"]}


@pytest.mark.parametrize(
    "nodes",
    [
        (node("open", "navigate"), node("a")),
        (
            node("open", "navigate"),
            ask("which", whenTrue="a", whenFalse="b"),
            node("a", next="end"),
            node("b"),
            node("end", "end"),
        ),
        (node("open", "navigate"), node("again"), ask("more", whenTrue="again"), node("end", "end")),
    ],
    ids=["straight", "branches meet again", "a cycle with an exit"],
)
def test_a_graph_that_can_run_has_no_problems(nodes: tuple[object, ...]) -> None:
    assert sentences(graph(*nodes), inputs=KIND) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("nodes", "path", "says"),
    [
        ((node("a"), node("a")), "spec.graph.nodes[0].id", "another step is called a"),
        ((node("a", next="nowhere"),), "spec.graph.nodes[0].next", "there is no step nowhere"),
        ((ask("q", whenTrue="x"), node("b")), "spec.graph.nodes[0].branches.whenTrue", "there is no step x"),
        ((node("a", next="c"), node("b"), node("c")), "spec.graph.nodes[1]", "step b is never reached"),
        ((node("a"), node("b", next="a")), "spec.graph.nodes[0]", "cycle without exit"),
        ((node("end", "end"), node("late")), "spec.graph.nodes[1]", "step late is never reached"),
        (
            (ask("q", whenTrue="in", whenFalse="b"), node("in", "frame", frame={"path": ["iframe"]}), node("b")),
            "spec.graph.nodes[2]",
            "step b is reached in one frame and in another",
        ),
    ],
)
def test_a_graph_that_makes_no_sense_is_refused_with_path_and_sentence(
    nodes: tuple[object, ...], path: str, says: str
) -> None:
    found = sentences(graph(*nodes), inputs=KIND)  # type: ignore[arg-type]
    assert any(s.startswith(path) and says in s for s in found), found


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("{{ inputs.nobody }}", "inputs.nobody: no such input is declared"),
        ("{{ credentials.portal.password }}", "credentials.portal: no such credential is declared"),
        ("{{ steps.never.rows }}", "steps.never: no such step is declared"),
    ],
)
def test_a_value_that_nothing_declares_is_found_before_any_run(value: str, says: str) -> None:
    found = sentences(graph(node("open", "navigate"), node("f", "fill", fill={"value": value})))
    assert len(found) == 1
    assert says in found[0]


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (node("go", "navigate", navigate={"url": "http://x/{{ inputs.a"}), "{{ without }}"),
        (node("go", "fill", fill={"value": "{{ inputs.a | shout }}"}), "there is no filter shout"),
        (node("go", "fill", fill={"value": "{{ env.HOME }}"}), "not env"),
        (node("go", expect=[{"text": "{{ credentials.portal.password }}"}]), "may only stand in the value of a fill"),
    ],
)
def test_a_text_that_is_no_template_is_refused_with_its_step(step: Node, says: str) -> None:
    (found,) = sentences(graph(step), credentials=[PORTAL])
    assert found.startswith("spec.graph.nodes[0]: ")
    assert says in found
