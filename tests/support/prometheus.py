"""Prometheus, Alertmanager and their tools: Debian's, as hack/packages.sh unpacks them, on free loopback ports."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.support.ports import free_port

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "webmend/debian"
PACKAGES = {
    "prometheus": "prometheus",
    "promtool": "prometheus",
    "prometheus-alertmanager": "prometheus-alertmanager",
    "amtool": "prometheus-alertmanager",
}
OFTEN = "2s"
"""How often they look in tests; an answer may take as long."""
STARTING = 60.0
"""Seconds, on a machine that is busy."""


def program(name: str) -> str:
    """Path of the program; without it the test is skipped, or fails where CI=true."""
    unpacked = CACHE / PACKAGES[name] / "usr/bin" / name
    found = str(unpacked) if unpacked.exists() else shutil.which(name)
    if found is None:
        reason = f"no {name}; hack/packages.sh brings it"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return found


def checked(tool: str, *arguments: str) -> None:
    """Have promtool or amtool look at a file; raises AssertionError with what it complains of."""
    done = subprocess.run([program(tool), *arguments], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


@dataclass(frozen=True)
class Prometheus:
    """One that runs."""

    url: str
    client: httpx.AsyncClient
    """Kept: to make one takes longer than to ask."""

    async def asks(self, query: str) -> dict[tuple[str, ...], float]:
        """What a query gives, by the values of its labels but the names; raises HTTPStatusError where it is wrong."""
        found = await self._get("query", query=query)
        return {
            tuple(value for label, value in sorted(each["metric"].items()) if label != "__name__"): float(
                each["value"][1]
            )
            for each in found["result"]
        }

    async def alerts(self) -> set[str]:
        """Names of those that fire."""
        found = (await self._get("alerts"))["alerts"]
        return {each["labels"]["alertname"] for each in found if each["state"] == "firing"}

    async def targets(self) -> str:
        """How the scrape of each target went last, for people."""
        found = (await self._get("targets"))["activeTargets"]
        return "; ".join(f"{each['labels']['job']} {each['health']} {each['lastError']}" for each in found)

    async def _get(self, path: str, **parameters: str) -> Any:
        answer = await self.client.get(f"{self.url}/api/v1/{path}", params=parameters)
        answer.raise_for_status()
        return answer.json()["data"]


@asynccontextmanager
async def prometheus(
    folder: Path, targets: Mapping[str, int] | None = None, rules: Path | None = None, alertmanager: str = ""
) -> AsyncIterator[Prometheus]:
    """One that scrapes these ports of this machine, by job, evaluates the rules and tells the Alertmanager there."""
    config: dict[str, Any] = {
        "global": {"scrape_interval": OFTEN, "scrape_timeout": OFTEN, "evaluation_interval": OFTEN},
        "rule_files": [str(rules)] if rules else [],
        "scrape_configs": [
            {"job_name": job, "honor_labels": True, "static_configs": [{"targets": [f"127.0.0.1:{port}"]}]}
            for job, port in (targets or {}).items()
        ],
    }
    if alertmanager:
        to = {"static_configs": [{"targets": [alertmanager.removeprefix("http://")]}]}
        config["alerting"] = {"alertmanagers": [to]}
    file = folder / "prometheus.yaml"
    file.write_text(yaml.safe_dump(config))
    checked("promtool", "check", "config", str(file))
    options = (f"--config.file={file}", f"--storage.tsdb.path={folder / 'tsdb'}", "--log.level=warn")
    async with _running("prometheus", folder, *options) as url, httpx.AsyncClient(timeout=30) as client:
        yield Prometheus(url, client)


@asynccontextmanager
async def alertmanager(folder: Path, receiver: str) -> AsyncIterator[str]:
    """The address of one that hands every alert to this web hook at once."""
    file = folder / "alertmanager.yaml"
    route = {"receiver": "hook", "group_by": ["..."], "group_wait": "0s", "group_interval": "1s"}
    receivers = [{"name": "hook", "webhook_configs": [{"url": receiver}]}]
    file.write_text(yaml.safe_dump({"route": route, "receivers": receivers}))
    checked("amtool", "check-config", str(file))
    options = (f"--config.file={file}", f"--storage.path={folder / 'alerts'}", "--cluster.listen-address=")
    async with _running("prometheus-alertmanager", folder, *options) as url:
        yield url


@asynccontextmanager
async def _running(name: str, folder: Path, *options: str) -> AsyncIterator[str]:
    """Its address, once it is ready; it is ended with the block."""
    url = f"http://127.0.0.1:{free_port()}"
    command = (*_at_home(name), *options, f"--web.listen-address={url.removeprefix('http://')}")
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(*command, stdout=output, stderr=output)
    try:
        await _ready(url, process, log)
        yield url
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _at_home(name: str) -> tuple[str, ...]:
    """The program, for which its package's files lie where it looks for them: Debian's has the path built in."""
    home = CACHE / PACKAGES[name] / "usr/share"
    if not program(name).startswith(str(CACHE)):
        return (program(name),)
    own_mounts = ("unshare", "--mount", *(("--map-root-user",) if os.getuid() else ()))
    return (*own_mounts, "sh", "-c", 'mount --bind "$0" /usr/share && exec "$@"', str(home), program(name))


async def _ready(url: str, process: asyncio.subprocess.Process, log: Path) -> None:
    async with asyncio.timeout(STARTING), httpx.AsyncClient() as client:
        while True:
            assert process.returncode is None, log.read_text()
            try:
                if (await client.get(f"{url}/-/ready")).is_success:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
