"""The commands as people call them."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.integration.clinic import Clinic

COMMAND = [sys.executable, "-c", "from webmend.cli.main import main; main()"]


@dataclass
class Said:
    """How a command ended."""

    status: int
    output: str
    errors: str


@dataclass
class Terminal:
    """Where somebody calls the commands."""

    clinic: Clinic
    url: str
    folder: Path

    async def webmend(self, *words: str, token: str) -> Said:
        """Call it as somebody with this token."""
        where = ["--kubeconfig", str(self.clinic.plane.kubeconfig), "-n", self.clinic.namespace, "--server", self.url]
        environment = {**os.environ, "WEBMEND_TOKEN": token}
        called = await asyncio.create_subprocess_exec(
            *COMMAND, *words, *where, cwd=self.folder, env=environment, stdout=-1, stderr=-1
        )
        output, errors = await called.communicate()
        assert called.returncode is not None
        return Said(called.returncode, output.decode(), errors.decode())
