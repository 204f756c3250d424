"""The values of Secrets, read fresh each time and kept nowhere."""

import base64
import binascii
from collections.abc import Mapping

from webmend.ports.cluster import SECRETS, Cluster, Forbidden, NotFound

from .problems import Refused


class Vault:
    """Reads Secrets of the namespaces that are served."""

    def __init__(self, cluster: Cluster):
        self._cluster = cluster

    async def values(self, namespace: str, name: str) -> Mapping[str, str]:
        """Every value of the Secret by key; refuses when it is not there, not ours to read, or no text."""
        try:
            data = (await self._cluster.get(SECRETS, namespace, name)).get("data") or {}
        except NotFound:
            raise Refused(404, f"there is no Secret {name}") from None
        except Forbidden:
            raise Refused(403, f"the server may not read the Secret {name}") from None
        return {key: _text(name, key, value) for key, value in data.items()}

    async def version(self, namespace: str, name: str) -> str:
        """A word that is another one after every change of the Secret; empty where it is not there, or not ours."""
        try:
            metadata = (await self._cluster.get(SECRETS, namespace, name))["metadata"]
        except (NotFound, Forbidden):
            return ""
        return f"{metadata['uid']}/{metadata['resourceVersion']}"


def _text(name: str, key: str, value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise Refused(422, f"the key {key} of the Secret {name} is no text") from None
