import pytest

from tests.support.builders import graph, node
from webmend.domain.graph import Graph, Node
from webmend.policy.comparing import compare, lines

OPEN, ONE, TWO, END = node("open", "navigate"), node("one"), node("two"), node("end", "end")
OLD = graph(OPEN, ONE, TWO, END)


@pytest.mark.parametrize(
    ("new", "want"),
    [
        pytest.param([OPEN, ONE, TWO, END], [], id="nothing"),
        pytest.param([OPEN, TWO, END], ["- one removed"], id="a step taken out"),
        pytest.param(
            [OPEN, ONE.with_(wait_time="30s"), TWO, END],
            ["~ one changed", "    waitTime: (not set) -> 30s"],
            id="a field set",
        ),
        pytest.param(
            [OPEN, ONE.with_(name="Press one", heal=False), TWO, END],
            ['~ one "Press one" changed', "    name: (not set) -> Press one", "    heal: (not set) -> false"],
            id="two fields set",
        ),
        pytest.param(
            [OPEN, node("one", target={"selectors": [{"testId": "x"}, {"role": "button", "name": "one"}]}), TWO, END],
            [
                "~ one changed",
                '    target.selectors: role=button[name="one"] -> testId=x, role=button[name="one"]',
            ],
            id="a selector put first",
        ),
        pytest.param(
            [OPEN, node("one", "navigate"), TWO, END],
            [
                "~ one changed",
                "    navigate.url: (not set) -> http://site.test/",
                '    target.selectors: role=button[name="one"] -> (not set)',
                "    click: {} -> (not set)",
            ],
            id="another action",
        ),
        pytest.param([TWO, OPEN, ONE, END], ["> two moved, first"], id="a step put first"),
        pytest.param([OPEN, TWO, ONE, END], ["> two moved, after open"], id="two steps in another order"),
        pytest.param(
            [OPEN, ONE, node("wait", "delay"), TWO, END],
            ["+ wait added, after one", "    delay.duration: (not set) -> 1s"],
            id="a step added",
        ),
        pytest.param(
            [END, node("one", name="One")],
            [
                "> end moved, first",
                '~ one "One" changed',
                "    name: (not set) -> One",
                "- open removed",
                "- two removed",
            ],
            id="everything at once",
        ),
    ],
)
def test_two_graphs_are_compared_step_by_step(new: list[Node], want: list[str]) -> None:
    assert sorted(lines(compare(OLD, Graph(nodes=tuple(new))))) == sorted(want)


def test_a_step_that_moved_tells_what_changed_in_it_as_well() -> None:
    [change] = compare(OLD, graph(OPEN, TWO.with_(wait_time="1s"), ONE, END))
    assert (change.node_id, change.after, [f.path for f in change.fields]) == ("two", "open", ["waitTime"])


def test_what_was_added_one_way_is_removed_the_other_way() -> None:
    more = graph(OPEN, ONE, TWO, node("three"), END)
    assert [str(c.kind) for c in compare(OLD, more)] == ["Added"]
    assert [str(c.kind) for c in compare(more, OLD)] == ["Removed"]
