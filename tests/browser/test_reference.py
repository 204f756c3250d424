"""What the reference shows of each action is run as it stands there."""

from pathlib import Path

import pytest

from hack.generator.examples import FOLDER, specs
from tests.support.attempt import attempt
from webmend.adapters.browser.chromium import Chromium
from webmend.domain.report import AttemptOutcome
from webmend.domain.workflow import WorkflowSpec

SITE = "http://portal.example/"


def _is_run(path: Path) -> bool:
    """Whether it is about the page that is served."""
    nodes = [node for spec in specs(path) if isinstance(spec, WorkflowSpec) for node in spec.graph.nodes]
    opened = {node.navigate.url for node in nodes if node.navigate}
    return SITE in opened


@pytest.mark.parametrize("path", [*filter(_is_run, sorted(FOLDER.glob("*.yaml")))], ids=lambda path: path.stem)
async def test_an_example_runs_as_it_stands(resolving: Chromium, path: Path) -> None:
    attempted = await attempt(resolving, path)

    assert attempted.trouble == ""
    assert attempted.report.outcome is AttemptOutcome.SUCCEEDED
