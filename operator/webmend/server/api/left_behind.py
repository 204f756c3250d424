"""What a run has left in the artifact store: what it extracted, pictures, downloads, evidence, its steps."""

import json
import mimetypes
import re
from collections.abc import Iterator

from webmend.domain.left_behind import Artifact, ArtifactList, RunData
from webmend.domain.run import Run
from webmend.ports.artifacts import ArtifactNotFound, Artifacts, Stored
from webmend.server import keys
from webmend.server.problems import Refused

_NAME = re.compile(r"a([1-9][0-9]{0,8})/[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
"""What can be the name of an artifact. What stands beside the attempts, such as the audit, is none."""
BYTES = "application/octet-stream"
TYPES = {".jsonl": "application/jsonl", ".webp": "image/webp"}
"""Types that are not in every table of the standard library."""


class LeftBehind:
    """Reads the artifact store."""

    def __init__(self, artifacts: Artifacts):
        self._artifacts = artifacts

    async def data(self, run: Run) -> RunData:
        """What the latest attempt extracted that has extracted anything; refuses when none has."""
        for number in range(run.status.attempt, 0, -1):
            try:
                body = await self._artifacts.get(keys.outputs(run.uid, number))
            except ArtifactNotFound:
                continue
            return _data(run, number, json.loads(body))
        raise Refused(404, f"the run {run.name} has extracted nothing")

    async def listed(self, run: Run) -> ArtifactList:
        """All that it has left."""
        stored = await self._artifacts.list(keys.run(run.uid))
        items = sorted(_items(stored, keys.run(run.uid)), key=lambda item: (item.attempt, item.name))
        return ArtifactList(run=run.name, session_id=run.uid, items=tuple(items))

    async def body(self, run: Run, name: str) -> bytes:
        """One of them; refuses when there is none of that name."""
        if not _NAME.fullmatch(name):
            raise Refused(404, "the name of an artifact is as the list of them says, such as a1/files/receipt.pdf")
        return await self.stored(keys.run(run.uid) + name)

    async def stored(self, key: str) -> bytes:
        """The body with this key; refuses when there is none."""
        try:
            return await self._artifacts.get(key)
        except (ArtifactNotFound, ValueError):
            raise Refused(404, f"nothing is kept under {key[:200]}") from None


def content_type(name: str) -> str:
    """The type of a body with this name."""
    ending = f".{name.rpartition('.')[2]}"
    return TYPES.get(ending) or mimetypes.guess_type(name)[0] or BYTES


def _data(run: Run, number: int, stored: dict[str, dict[str, object]]) -> RunData:
    tried = (each.version for each in run.status.attempts if each.number == number)
    return RunData(
        run=run.name,
        session_id=run.uid,
        phase=run.status.phase,
        attempt=number,
        version=next(tried, run.status.version),
        warnings=tuple(warning.message for warning in run.status.warnings),
        values=stored.get("values", {}),
    )


def _items(stored: list[Stored], prefix: str) -> Iterator[Artifact]:
    for each in stored:
        name = each.key.removeprefix(prefix)
        if named := _NAME.fullmatch(name):
            yield Artifact(
                name=name, attempt=int(named[1]), size_bytes=each.size_bytes, content_type=content_type(name)
            )
