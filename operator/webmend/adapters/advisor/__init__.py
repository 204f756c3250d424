"""Language models."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from webmend.domain.duration import seconds
from webmend.domain.settings import ModelSettings

from .chat import ChatAdvisor

__all__ = ["ChatAdvisor", "configured"]


@asynccontextmanager
async def configured(settings: ModelSettings | None, key_file: Path) -> AsyncIterator[ChatAdvisor | None]:
    """The model that the settings name, until the block ends; None without one.

    `key_file` is read anew for each question, so that a new key needs no restart; no file: no key.
    """
    if settings is None:
        yield None
        return
    async with httpx.AsyncClient() as client:
        yield ChatAdvisor(client, settings.url, settings.name, lambda: _key(key_file), seconds(settings.timeout))


def _key(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:
        return ""
