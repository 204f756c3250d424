"""Where a run begins, and where a dry run ends."""

import pytest

from tests.support.builders import graph, node
from tests.unit.policy.test_looping import PLAIN
from webmend.domain.graph import Node
from webmend.domain.reveal import Reveal
from webmend.domain.target import Selector
from webmend.policy import inserting, starting


def test_a_run_begins_with_the_first_step_or_the_one_that_it_names() -> None:
    assert starting.first(PLAIN, None) == "open"
    assert starting.first(PLAIN, "after") == "after"


def test_it_begins_with_what_brings_the_element_of_that_step_into_sight() -> None:
    first, step = node("open", "navigate"), node("export")
    menu = Reveal(selectors=(Selector(css="#menu"),))
    mended = inserting.before(graph(first, step), "export", [menu, menu])
    assert [each.id for each in mended.nodes] == ["open", "reveal-export", "reveal-export-2", "export"]
    assert starting.first(mended, "export") == "reveal-export"
    assert starting.first(mended, "open") == "open"


@pytest.mark.parametrize(
    ("start_from", "want"),
    [
        (None, ""),
        ("open", ""),
        ("each", ""),
        ("after", ""),
        ("do", "startFrom: do is inside the loop each, of which no round would be under way"),
        ("nowhere", "startFrom: there is no step nowhere"),
    ],
)
def test_it_cannot_begin_inside_a_loop_or_with_what_is_not_there(start_from: str | None, want: str) -> None:
    assert starting.problem(PLAIN, start_from) == want


@pytest.mark.parametrize(
    ("step", "dry_run", "want"),
    [
        (node("send", irreversible=True), True, True),
        (node("send", irreversible=True), False, False),
        (node("look"), True, False),
        (node("post", "request", request={"url": "/send", "method": "POST"}), True, True),
        (node("get", "request", request={"url": "/get"}), True, False),
    ],
)
def test_a_dry_run_ends_before_what_must_not_happen_twice(step: Node, dry_run: bool, want: bool) -> None:
    assert starting.is_held_back(step, dry_run=dry_run) is want
