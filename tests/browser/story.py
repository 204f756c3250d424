"""A story of the examples told without a cluster: the same plan, the same runner, the same site, a real browser."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
HOST = "site.webmend-demo"
STARTING = 60.0


@dataclass
class Clinic:
    """The site of the examples."""

    port: int
    folder: Path

    async def told(self, story: str) -> dict[str, Any]:
        """What it remembers of the story's visits."""
        async with httpx.AsyncClient() as http:
            answer = await http.get(f"http://127.0.0.1:{self.port}/_control/tenants/{story}")
        told: dict[str, Any] = answer.json()
        return told

    async def visit(self, example: str, run: str, *options: str) -> tuple[int | None, str]:
        """Play that run, in which nobody is waited for longer than need be; its exit status and what it printed."""
        impatient = self.folder.with_suffix(".yaml")
        text = (EXAMPLES / example).read_text().replace("TimeoutSeconds: 20", "TimeoutSeconds: 5")
        impatient.write_text(text.replace("timeout: 20s", "timeout: 5s"))
        process = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("webmend"),
            *("run", str(impatient), "--run", run, "--out", str(self.folder), "--no-requeue"),
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
                await clinic.told("plain")
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return
