"""Bodies that runners hand in: pictures, downloads, what was extracted."""

from webmend.domain.report import Outputs
from webmend.domain.session import ArtifactKey
from webmend.ports.artifacts import Artifacts

from . import keys
from .identity import Caller


class Files:
    """Puts them into the artifact store, under keys that the server chooses."""

    def __init__(self, artifacts: Artifacts):
        self._artifacts = artifacts

    async def artifact(self, caller: Caller, name: str, body: bytes, content_type: str) -> ArtifactKey:
        """Keep a body; where it is now."""
        key = keys.file(caller.run.uid, caller.number, name)
        await self._artifacts.put(key, body, content_type)
        return ArtifactKey(key=key)

    async def outputs(self, caller: Caller, outputs: Outputs) -> None:
        """Keep what the attempt extracted, in the place of what it has handed in before."""
        body = outputs.model_dump_json(by_alias=True).encode()
        await self._artifacts.put(keys.outputs(caller.run.uid, caller.number), body, "application/json")
