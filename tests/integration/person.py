"""Somebody at a terminal with webmend."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.clinic import Clinic
from webmend.cli.main import run as webmend


@dataclass
class Person:
    """Types commands about one namespace, and reads what they print."""

    clinic: Clinic
    screen: pytest.CaptureFixture[str]
    kubeconfig: str
    status: int = 0
    """Exit status of the last command."""
    complaint: str = ""
    """What it wrote to the standard error output."""

    async def types(self, *words: str) -> str:
        """What a command prints. May be called once at a time."""
        options = ["-n", self.clinic.namespace, "--kubeconfig", self.kubeconfig]
        self.screen.readouterr()
        self.status = await asyncio.to_thread(webmend, [*words, *options])
        printed = self.screen.readouterr()
        self.complaint = printed.err
        return printed.out

    async def reads(self, *words: str) -> Any:
        """The JSON that a command prints."""
        return json.loads(await self.types(*words, "-o", "json"))


def with_token(clinic: Clinic, token: str, folder: Path) -> str:
    """A kubeconfig of whoever has this token."""
    config = yaml.safe_load(Path(clinic.plane.kubeconfig).read_text())
    config["users"][0]["user"] = {"token": token}
    path = folder / "person.kubeconfig"
    path.write_text(yaml.safe_dump(config))
    return str(path)
