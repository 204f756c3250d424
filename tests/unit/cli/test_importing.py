"""`webmend import`: what it prints where, and with which status."""

import io
import sys
from pathlib import Path

import pytest
import yaml

from tests.unit.policy.importing.making import SITE, recorded
from webmend.cli import status
from webmend.cli.main import run

CLICK = {"type": "click", "selectors": ["#a"]}
LOST = {"type": "customStep", "name": "mine"}


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    file = tmp_path / "whole.json"
    file.write_text(recorded(CLICK))
    return file


@pytest.fixture
def partly(tmp_path: Path) -> Path:
    file = tmp_path / "partly.json"
    file.write_text(recorded(CLICK, LOST))
    return file


def test_what_it_prints_is_valid(whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(whole)]) == status.SUCCEEDED
    printed = capsys.readouterr()
    assert printed.err == ""
    manifest = tmp_path / "workflow.yaml"
    manifest.write_text(printed.out)
    assert run(["validate", str(manifest)]) == status.SUCCEEDED
    assert yaml.safe_load(printed.out)["metadata"] == {"name": "sample"}


@pytest.mark.parametrize(
    ("policy", "want", "prints"),
    [((), 1, True), (("report",), 1, True), (("accept",), 0, True), (("refuse",), 1, False)],
)
def test_the_policy_says_what_a_loss_does(
    partly: Path, policy: tuple[str, ...], want: int, prints: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    flags = ["--unsupported", *policy] if policy else []
    assert run(["import", str(partly), *flags]) == want
    printed = capsys.readouterr()
    assert "partly.json: line 4: not imported: customStep: a step of somebody's own" in printed.err
    assert (printed.out != "") == prints
    if prints:
        assert "# Not imported: line 4: customStep" in printed.out


@pytest.mark.parametrize("policy", ["report", "refuse", "accept"])
def test_a_recording_that_is_carried_whole_succeeds_under_every_policy(whole: Path, policy: str) -> None:
    assert run(["import", str(whole), "--unsupported", policy]) == status.SUCCEEDED


@pytest.mark.parametrize(
    ("content", "flags", "says"),
    [
        (b'{"title": ', (), "line 1: the JSON ends in the middle"),
        (b"hello", (), "none of the formats known"),
        (b"\xff\xfe", (), "is no text in UTF-8: byte 0"),
        (b"x" * 5_000_000, (), "at most 4194304 are read"),
        (recorded(CLICK).encode(), ("--from", "word"), "there are recorder, selenium-ide"),
        (recorded(CLICK).encode(), ("--from", "selenium-ide"), "line 1: a project has a list of tests"),
        (recorded(CLICK).encode(), ("--name", "No Name"), "lower case letters"),
    ],
)
def test_what_cannot_be_imported_prints_nothing_but_why(
    tmp_path: Path, content: bytes, flags: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad"
    file.write_bytes(content)
    assert run(["import", str(file), *flags]) == status.USAGE
    printed = capsys.readouterr()
    assert (printed.out, says in printed.err) == ("", True)


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(tmp_path / "none")]) == status.USAGE
    assert "cannot be read: No such file" in capsys.readouterr().err


def test_it_reads_from_stdin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(recorded(CLICK).encode())))
    assert run(["import", "-", "--from", "recorder", "--name", "mine"]) == status.SUCCEEDED
    assert "name: mine" in capsys.readouterr().out


def test_typed_values_become_inputs_unless_they_are_to_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "typed.json"
    file.write_text(recorded({"type": "change", "value": "Ada", "selectors": ["aria/First name"]}))
    run(["import", str(file)])
    assert yaml.safe_load(capsys.readouterr().out)["spec"]["inputs"][0]["default"] == "Ada"
    run(["import", str(file), "--keep-values"])
    assert yaml.safe_load(capsys.readouterr().out)["spec"]["graph"]["nodes"][1]["fill"] == {"value": "Ada"}


def test_what_a_recording_says_cannot_move_the_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "odd.json"
    file.write_text(recorded(CLICK, {"type": "\x1b[2Jfly\n# spec: x"}))
    run(["import", str(file)])
    printed = capsys.readouterr()
    assert "\x1b" not in printed.err + printed.out
    assert yaml.safe_load(printed.out)["spec"]["graph"]["nodes"][0]["navigate"] == {"url": f"{SITE}/"}
