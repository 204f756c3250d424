"""Replicas of the operator as processes of their own."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.support.ports import free_port
from webmend.domain.settings import Settings

ANSWERING = aiohttp.ClientTimeout(total=5)


class Replica:
    """One process of the operator."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path, health_port: int, metrics_port: int) -> None:
        self._process = process
        self._log = log
        self._health = f"http://127.0.0.1:{health_port}/healthz"
        self.metrics_port = metrics_port

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    async def ended(self, within: float) -> int:
        """Its exit status; raises TimeoutError."""
        async with asyncio.timeout(within):
            return await self._process.wait()

    @property
    def is_running(self) -> bool:
        return self._process.returncode is None

    def log(self) -> str:
        """All that it has logged."""
        return self._log.read_text()

    def logged(self, event: str) -> list[dict[str, object]]:
        """The entries of its log with this event."""
        entries = [json.loads(line) for line in self.log().splitlines() if line.startswith("{")]
        return [entry for entry in entries if entry["event"] == event]

    @property
    def pid(self) -> int:
        return self._process.pid

    def cpu_seconds(self) -> float:
        """Of user and system time, so far."""
        user, system = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Resident memory in MB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024

    async def metric(self, name: str) -> float:
        """A number that it measures, added up over its labels; raises ClientError, TimeoutError."""
        lines = (await self._get(f"http://127.0.0.1:{self.metrics_port}/metrics")).splitlines()
        values = [line.rpartition(" ")[2] for line in lines if re.match(rf"{name}(\{{.*\}})? ", line)]
        assert values, f"no metric {name}"
        return sum(float(value) for value in values)

    async def is_leader(self) -> bool:
        try:
            return await self.metric("webmend_leader") == 1
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def is_healthy(self) -> bool:
        try:
            await self._get(self._health)
        except (aiohttp.ClientError, TimeoutError):
            return False
        return True

    async def _get(self, url: str) -> str:
        assert self.is_running, f"the operator has ended:\n{self.log()[-4000:]}"
        async with (
            aiohttp.ClientSession(timeout=ANSWERING, raise_for_status=True) as session,
            session.get(url) as answer,
        ):
            return await answer.text()


@asynccontextmanager
async def replica(
    settings: Settings, kubeconfig: str, folder: Path, name: str = "a", **variables: str
) -> AsyncIterator[Replica]:
    """A replica that runs until the block ends. `variables`: of its environment, besides the usual ones."""
    file, log, ports = folder / f"{name}.json", folder / f"{name}.log", (free_port(), free_port())
    file.write_text(settings.model_dump_json(by_alias=True))
    environment = {**os.environ, "KUBECONFIG": kubeconfig, "WEBMEND_SETTINGS": str(file), **variables}
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "webmend.controller.main"),
            *("--health-port", str(ports[0]), "--metrics-port", str(ports[1])),
            env=environment,
            stdout=output,
            stderr=output,
        )
    made = Replica(process, log, *ports)
    try:
        yield made
    except Exception as error:
        error.add_note(f"the end of what the operator {name} logged:\n{made.log()[-4000:]}")
        raise
    finally:
        if made.is_running:
            process.kill()
        await process.wait()
