"""The runner as a process of its own: what a pod would run, and what it leaves behind."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.session import FakeServer
from tests.support.session_http import TOKEN
from webmend.domain.names import TERMINATION_MESSAGE_BYTES
from webmend.domain.report import AttemptReport


@dataclass
class Pod:
    """Where a runner runs."""

    server: FakeServer
    url: str
    folder: Path

    async def start(self, **variables: str) -> asyncio.subprocess.Process:
        (self.folder / "token").write_text(TOKEN)
        environment = {
            **os.environ,
            "WEBMEND_SERVER_URL": self.url,
            "WEBMEND_SESSION": "uid-1",
            "WEBMEND_ATTEMPT": "1",
            "WEBMEND_TOKEN_FILE": str(self.folder / "token"),
            "WEBMEND_ISOLATION": "compat",
            "WEBMEND_TERMINATION_LOG": str(self.folder / "termination-log"),
            **variables,
        }
        return await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("webmend-runner"), env=environment, stdout=asyncio.subprocess.PIPE
        )

    async def run(self, **variables: str) -> tuple[int | None, str]:
        """Its exit status and its log."""
        process = await self.start(**variables)
        log, _ = await process.communicate()
        return process.returncode, log.decode()

    def report(self) -> AttemptReport:
        """What it said at its end."""
        message = (self.folder / "termination-log").read_bytes()
        assert len(message) <= TERMINATION_MESSAGE_BYTES
        return AttemptReport.model_validate_json(message)
