"""Every action does what it says on pages that are made of what others publish: each on three packages at least."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.attempt import attempt
from webmend.adapters.browser.chromium import Chromium
from webmend.domain.graph import ACTIONS, Graph
from webmend.domain.report import AttemptOutcome

WORKFLOWS = sorted(Path(__file__).parents[1].joinpath("site/components/workflows").glob("*.yaml"))
"""One for each package, named after it."""
OF_NO_PAGE = frozenset({"ask", "call"})
"""Actions in which no page has a part."""
ENOUGH = 3
WANT = "tests.webmend.io/want"
"""The annotation that says what the page is to show in the end: outputs, or how many records one has."""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
async def test_a_page_is_driven_and_shows_it(resolving: Chromium, path: Path) -> None:
    attempted = await attempt(resolving, path)

    assert attempted.trouble == ""
    assert attempted.report.outcome is AttemptOutcome.SUCCEEDED
    assert attempted.done >= _path(_graph(path))
    want = yaml.safe_load(_manifest(path)["metadata"]["annotations"][WANT])
    assert {name: _seen(attempted.outputs[name], wanted) for name, wanted in want.items()} == want


@pytest.mark.parametrize("action", sorted(ACTIONS.keys() - OF_NO_PAGE))
def test_an_action_is_tried_on_enough_packages(action: str) -> None:
    used = [path.stem for path in WORKFLOWS if any(node.action == action for node in _graph(path).nodes)]

    assert len(used) >= ENOUGH, f"{action} is tried on {', '.join(used) or 'nothing'} only"


def _manifest(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = next(yaml.safe_load_all(path.read_text()))
    return found


def _graph(path: Path) -> Graph:
    return Graph.model_validate(_manifest(path)["spec"]["graph"])


def _path(graph: Graph) -> set[str]:
    """All steps but those that end in failure: what a good run does."""
    return {node.id for node in graph.nodes if node.end is None or node.end.message is None}


def _seen(value: Any, wanted: Any) -> Any:
    """The value, or how many different records it has where a number is wanted."""
    return len({yaml.safe_dump(record) for record in value}) if isinstance(wanted, int) else value
