"""The command line: what it refuses, and with which status."""

from pathlib import Path

import pytest
import yaml

from webmend.cli import status
from webmend.cli.main import parser, run
from webmend.domain.phase import TERMINAL

EXAMPLES = sorted(Path("examples").glob("*.yaml"))
WORKFLOW = {
    "apiVersion": "webmend.io/v1alpha1",
    "kind": "Workflow",
    "metadata": {"name": "portal"},
    "spec": {
        "inputs": [{"name": "patient", "required": True}],
        "graph": {"nodes": [{"id": "open", "navigate": {"url": "http://site.test/{{ inputs.patient }}"}}]},
    },
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "portal.yaml"
    path.write_text(yaml.safe_dump(WORKFLOW))
    return path


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_valid(example: Path) -> None:
    assert run(["validate", str(example)]) == status.SUCCEEDED


def test_a_workflow_that_makes_no_sense_is_told_with_path_and_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(yaml.safe_dump(WORKFLOW).replace("inputs.patient", "inputs.nobody"))
    assert run(["validate", str(file)]) == status.FAILED
    assert "portal: spec.graph.nodes[0]: inputs.nobody: no such input is declared" in capsys.readouterr().out
    assert run(["run", str(file), "-i", "patient=1"]) == status.USAGE
    assert "cannot be run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "spec.inputs.patient: required, and not given"),
        (["-i", "patient=1", "-i", "other=2"], "spec.inputs.other: the workflow declares no such input"),
        (["-i", "patient=1", "--workflow", "other"], "no Workflow other; there are: portal"),
        (["-i", "patient=1", "--backoff-base", "soon"], "is no duration"),
        (["-i", "patient=1", "-c", "portal=x.yaml"], "no credential portal"),
        (["-i", "patient=1", "--run", "other"], "no WorkflowRun other; there are: none"),
    ],
)
def test_a_run_that_cannot_be_is_refused_before_it_begins(
    file: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["run", str(file), *arguments]) == status.USAGE
    assert says in capsys.readouterr().err


def test_without_a_browser_it_says_what_to_do(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert run(["run", str(file), "-i", "patient=1"]) == status.USAGE
    assert "--chromium PATH" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["fly"], ["run"], ["run", "x.yaml", "-i", "patient"]])
def test_a_command_line_that_is_none_has_the_status_of_misuse(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(arguments)
    assert ended.value.code == status.USAGE


def test_every_phase_in_which_a_run_is_left_has_its_status() -> None:
    assert status.BY_PHASE.keys() >= TERMINAL
    assert len(set(status.BY_PHASE.values())) == len(status.BY_PHASE)
