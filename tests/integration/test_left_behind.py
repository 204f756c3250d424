"""What a run has left, read by the commands as people call them: a real API server, a server with its own rights."""

import csv
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.clinic import Clinic
from tests.integration.serving import kubeconfig, serving, token_of_person
from tests.integration.terminal import Terminal
from tests.support.builders import attempt
from webmend.adapters.artifacts import LocalArtifacts
from webmend.domain.names import TOKEN_AUDIENCE
from webmend.ports.cluster import RUNS

__all__ = ["kubeconfig"]

PICTURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
async def terminal(clinic: Clinic, kubeconfig: str, tmp_path: Path) -> AsyncIterator[Terminal]:
    """A run that has failed at its second attempt, and what it has left."""
    await clinic.apply_workflow()
    uid = (await clinic.apply_run())["metadata"]["uid"]
    tried = [attempt(number).stored() for number in (1, 2)]
    status = {"phase": "Failed", "attempt": 2, "version": 1, "attempts": tried}
    await clinic.cluster.patch_status(RUNS, clinic.namespace, "portal-1", status, "")
    store = LocalArtifacts(tmp_path / "store")
    await store.put(f"runs/{uid}/a1/outputs.json", b'{"values": {"visits": [{"on": "=1+1"}]}}', "application/json")
    await store.put(f"runs/{uid}/a2/files/failure.png", PICTURE, "image/png")
    async with serving(clinic, kubeconfig, tmp_path / "store") as url:
        yield Terminal(clinic, url, tmp_path)


async def test_who_may_get_a_run_reads_its_data_and_downloads_what_it_left(terminal: Terminal) -> None:
    token = await token_of_person(terminal.clinic, "nurse", "get", audience=TOKEN_AUDIENCE)

    data = await terminal.webmend("data", "portal-1", "--format", "csv", token=token)
    listed = await terminal.webmend("artifacts", "portal-1", "*.png", token=token)
    downloaded = await terminal.webmend("artifacts", "portal-1", "--download", "--to", "mine", token=token)

    assert list(csv.reader(data.output.splitlines())) == [["on"], ["'=1+1"]]
    assert (data.status, data.errors) == (0, "webmend data: the run is Failed, not Succeeded\n")
    assert (listed.status, listed.output.split()[3:]) == (0, ["a2/files/failure.png", "8", "B", "image/png"])
    assert downloaded.status == 0, downloaded.errors
    assert (terminal.folder / "mine/a2/files/failure.png").read_bytes() == PICTURE
    assert (terminal.folder / "mine/a1/outputs.json").exists()


@pytest.mark.parametrize("words", [("data", "portal-1"), ("artifacts", "portal-1", "--download")])
async def test_who_may_not_get_runs_is_told_so_and_gets_nothing(terminal: Terminal, words: tuple[str, ...]) -> None:
    token = await token_of_person(terminal.clinic, "visitor", "list")

    said = await terminal.webmend(*words, token=token)

    assert (said.status, said.output) == (2, "")
    assert "visitor may not get workflowruns.webmend.io" in said.errors
    assert not (terminal.folder / "portal-1").exists()


async def test_a_server_that_is_not_there_is_told(terminal: Terminal) -> None:
    terminal.url = "http://127.0.0.1:9"

    said = await terminal.webmend("data", "portal-1", token="anything")

    assert (said.status, said.output) == (2, "")
    assert said.errors.startswith("webmend data: the server cannot be asked: ConnectError")
