"""The reference shows everything that people write, each field in some example, and every example is good."""

from pathlib import Path

import pytest

from hack.generator.examples import FOLDER, example_of, shown, specs
from hack.generator.reference import models, pages
from webmend.domain.graph import ACTIONS
from webmend.domain.run import RunSpec
from webmend.domain.workflow import WorkflowSpec
from webmend.policy.graph import problems

EXAMPLES = sorted(FOLDER.glob("*.yaml"))
WRITTEN = list(dict.fromkeys([*models(WorkflowSpec), *models(RunSpec)]))


@pytest.mark.parametrize("model", WRITTEN, ids=lambda model: model.__name__)
def test_every_field_is_in_an_example(model: type) -> None:
    fields = model.model_fields  # type: ignore[attr-defined]
    assert {name for name in fields if (model, name) not in shown()} == set()


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_has_an_example_of_its_own_on_the_page(action: str) -> None:
    example = example_of(ACTIONS[action])
    assert f"{action}:" in example
    assert f"## {action}\n" in pages()["steps"]
    assert example.rstrip() in pages()["steps"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_on_a_page(path: Path) -> None:
    assert any(path.read_text().rstrip() in page for page in pages().values())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_accepted(path: Path) -> None:
    for spec in specs(path):
        if isinstance(spec, WorkflowSpec):
            assert not problems(spec)
