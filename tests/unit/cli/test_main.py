"""The command line: what it refuses, and with which status."""

import argparse
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from webmend.cli import status
from webmend.cli.main import parser, run
from webmend.domain.phase import TERMINAL

EXAMPLES = sorted(Path("examples").glob("*.yaml"))
WORKFLOW: dict[str, Any] = {
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
    ("spec", "says"),
    [
        ({"schedule": {"cron": ["61 * * * *"]}}, "spec.schedule.cron[0]"),
        (
            {"outputs": {"rules": [{"output": "visits"}]}},
            "spec.outputs.rules[0].output: no step gives",
        ),
        ({"outputs": {"dataSchema": {"type": "strin"}}}, "spec.outputs.dataSchema.type: 'strin'"),
    ],
)
def test_what_the_operator_would_not_accept_is_told_beforehand(
    spec: dict[str, Any], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(yaml.safe_dump({**WORKFLOW, "spec": {**WORKFLOW["spec"], **spec}}))
    assert run(["validate", str(file)]) == status.FAILED
    assert says in capsys.readouterr().out
    assert run(["run", str(file), "-i", "patient=1"]) == status.USAGE


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "spec.inputs.patient: required, and not given"),
        (["-i", "patient=1", "-i", "other=2"], "spec.inputs.other: there is no such input"),
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


def commands(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers of all its commands, those of commands too."""
    found = [action.choices for action in of._actions if isinstance(action, argparse._SubParsersAction)]
    below = {name: each for choices in found for name, each in choices.items()}
    return below | {f"{name} {more}": each for name, top in below.items() for more, each in commands(top).items()}


COMMANDS = commands(parser())


@pytest.mark.parametrize("name", [name for name in COMMANDS if " " not in name])
def test_the_help_of_a_command_has_examples_that_can_be_typed(name: str) -> None:
    if name in ("diff", "revert", "approve", "reject"):
        return  # those of `versions`
    epilog = COMMANDS[name].epilog or ""
    examples = [line for line in epilog.splitlines() if line.startswith(f"  webmend {name}")]
    assert examples
    for example in examples:
        _, *words = shlex.split(re.split(r" (?:[|>]|&&) ", example)[0], comments=True)
        assert parser().parse_args(words).execute


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_does_something_and_says_what_its_options_are(name: str) -> None:
    command = COMMANDS[name]
    assert command.description
    assert not [each.option_strings for each in command._actions if each.option_strings and not each.help]


def test_versions_are_dealt_with_by_commands_of_their_own_too() -> None:
    given = parser().parse_args(["diff", "portal", "1", "2"])
    assert (given.action, given.what) == ("diff", ["portal", "1", "2"])
    assert vars(parser().parse_args(["versions", "approve", "portal", "2"])).items() >= {"action": "approve"}.items()


def test_a_reader_that_goes_away_is_no_error() -> None:
    webmend = [sys.executable, "-c", "from webmend.cli.main import main; main()", "validate", *map(str, EXAMPLES)]
    reader = subprocess.Popen(["true"], stdin=subprocess.PIPE)
    reader.wait()
    done = subprocess.run(webmend, stdout=reader.stdin, stderr=subprocess.PIPE, check=False, timeout=60)
    assert done.stderr == b""


def test_every_phase_in_which_a_run_is_left_has_its_status() -> None:
    assert status.BY_PHASE.keys() >= TERMINAL
    assert len(set(status.BY_PHASE.values())) == len(status.BY_PHASE)
