"""A wrong value that the site refuses: asked for, answered, and gone on with in the same session of a real browser.

The story is the one of the examples, told without a cluster: the same plan, the same runner, the same site.
"""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/12-wrong-id-corrected.yaml"
HOST = "site.webmend-demo"
STARTING = 60.0


@dataclass
class Clinic:
    """The site of the examples."""

    port: int
    folder: Path

    async def told(self) -> dict[str, Any]:
        """What it remembers of the story's visits."""
        async with httpx.AsyncClient() as http:
            answer = await http.get(f"http://127.0.0.1:{self.port}/_control/tenants/wrong-id")
        told: dict[str, Any] = answer.json()
        return told

    async def visit(self, *options: str) -> tuple[int | None, str]:
        """Run the example, in which nobody is waited for longer than need be; its exit status and what it printed."""
        impatient = self.folder.with_suffix(".yaml")
        impatient.write_text(EXAMPLE.read_text().replace("TimeoutSeconds: 20", "TimeoutSeconds: 5"))
        process = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("webmend"),
            *("run", str(impatient), "--run", "wrong-id", "--out", str(self.folder), "--no-requeue"),
            *("--known", str(self.folder / "known.json"), "--resolve", f"{HOST}=127.0.0.1:{self.port}", *options),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
        )
        printed, _ = await process.communicate()
        return process.returncode, printed.decode()


@pytest_asyncio.fixture(loop_scope="session")
async def clinic(tmp_path: Path) -> AsyncIterator[Clinic]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    arguments = ("-m", "tests.site", "--host", "127.0.0.1", "--port", str(port))
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=ROOT)
    try:
        clinic = Clinic(port, tmp_path / "results")
        await answers(clinic)
        yield clinic
    finally:
        process.terminate()
        await process.wait()


async def answers(clinic: Clinic) -> None:
    async with asyncio.timeout(STARTING):
        while True:
            try:
                await clinic.told()
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return


async def test_a_refused_id_is_corrected_in_the_same_session(clinic: Clinic) -> None:
    status, printed = await clinic.visit("--answer", "patientId=P-1002")

    told = await clinic.told()
    asked = [entry["path"] for entry in told["log"] if "/open?" in entry["path"]]
    assert status == 0, printed
    assert [path.rpartition("=")[2] for path in asked] == ["P-9999", "P-1002"]
    assert told["counters"]["sign_ins"] == 1
    outputs = json.loads((clinic.folder / "outputs.json").read_text())
    assert outputs["read-record"]["id"] == "P-1002"


async def test_without_an_answer_nothing_more_is_done_at_the_site(clinic: Clinic) -> None:
    status, printed = await clinic.visit()

    told = await clinic.told()
    assert status == 1, printed
    assert "INCORRECT_FORM_INPUTS / FIELD_VALIDATION_ERROR" in printed
    assert len([entry for entry in told["log"] if "/open?" in entry["path"]]) == 1
