"""A whole installation on a real node: started once, played through once, looked at by many tests."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from hack.stories import installation
from hack.stories.play import Played, play
from hack.stories.story import stories

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / "hack/cluster/node.sh"
SIDE_BY_SIDE = 4
_played: list[Played] = []


@pytest.fixture(scope="session")
def node() -> Iterator[None]:
    """The node that `make test-e2e` has brought up, with webmend and the sites installed on it."""
    if subprocess.run([NODE, "status"], capture_output=True, check=False).returncode != 0:
        pytest.skip("no node is up: run `make test-e2e`, or `make cluster images` first")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in _environment().items():
            patch.setenv(name, value)
        installation.install(installation.images())
        yield


@pytest.fixture(scope="session")
def played(node: None) -> dict[str, Played]:
    """Every story of examples/, played, by the name of its run."""
    _played.extend(play(stories(), SIDE_BY_SIDE))
    return {p.story.name: p for p in _played}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say when each story began and how long it took: the layer is mostly these."""
    times = sorted((p.started or 0.0, p.ended or 0.0, p.story.name) for p in _played)
    for started, ended, name in times:
        terminalreporter.write_line(f"{started - times[0][0]:5.0f} s + {ended - started:3.0f} s  {name}")


def _environment() -> dict[str, str]:
    said = subprocess.run([NODE, "env"], capture_output=True, text=True, check=True).stdout
    found = dict(re.findall(r"export (\w+)='(.*)'", said))
    return {**found, "PATH": f"{found['CLUSTER_BIN']}:{os.environ['PATH']}"}
