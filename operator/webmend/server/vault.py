"""The values of Secrets, read fresh each time and kept nowhere; changed only where a password or second factor is."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

from webmend.ports.cluster import SECRETS, AlreadyExists, Cluster, Conflict, Forbidden, NotFound, Object, Unavailable

from .problems import Refused

TRIES = 8


@dataclass(frozen=True)
class Held:
    """What a Secret holds."""

    values: Mapping[str, str]
    annotations: Mapping[str, str]


Edit = Callable[[Held], Held]
"""What it is to hold instead; may raise Refused."""

WRITABLE = "name it in the chart's server.writableSecretNames"


class Vault:
    """Secrets of the namespaces that are served."""

    def __init__(self, cluster: Cluster):
        self._cluster = cluster

    async def values(self, namespace: str, name: str) -> Mapping[str, str]:
        """Every value of the Secret by key; refuses when it is not there, not ours to read, or no text."""
        data = (await self._read(namespace, name)).get("data") or {}
        return {key: _text(name, key, value) for key, value in data.items()}

    async def change(self, namespace: str, name: str, edit: Edit) -> Held:
        """Have the Secret hold what `edit` makes of it, decided anew when somebody else has changed it meanwhile.

        What it holds when this returns is stored. Refuses when it is not ours to change.
        """
        for _ in range(TRIES):
            secret = await self._read(namespace, name)
            before = _held(name, secret)
            after = edit(before)
            if after == before:
                return after
            _refuse_foreign(name, secret)
            try:
                await self._cluster.replace(SECRETS, namespace, name, _with(secret, before, after))
                return after
            except Conflict:
                continue
            except Forbidden:
                raise Refused(403, f"the server may not change the Secret {name}: {WRITABLE}") from None
        raise Unavailable(f"the Secret {namespace}/{name} changes all the time")

    async def keep(self, namespace: str, name: str, values: Mapping[str, str], owner: Object) -> None:
        """Have the Secret hold these values and no others; one that is not there is made, with this owner.

        It is made empty and filled then: one that could not be changed any more never holds anything. Refuses when it
        is not ours to make or to change.
        """

        def edit(held: Held) -> Held:
            return replace(held, values=values)

        try:
            await self.change(namespace, name, edit)
        except Refused as refused:
            if refused.status != HTTPStatus.NOT_FOUND:
                raise
            if values:
                await self._make(namespace, name, owner)
                await self.change(namespace, name, edit)

    async def _make(self, namespace: str, name: str, owner: Object) -> None:
        try:
            await self._cluster.create(SECRETS, namespace, {"metadata": {"name": name, "ownerReferences": [owner]}})
        except AlreadyExists:  # another run was faster
            return
        except Forbidden:
            said = f"the server may not make the Secret {name}: make an empty one, and {WRITABLE}"
            raise Refused(403, said) from None

    async def version(self, namespace: str, name: str) -> str:
        """A word that is another one after every change of the Secret; empty where it is not there, or not ours."""
        try:
            metadata = (await self._cluster.get(SECRETS, namespace, name))["metadata"]
        except (NotFound, Forbidden):
            return ""
        return f"{metadata['uid']}/{metadata['resourceVersion']}"

    async def _read(self, namespace: str, name: str) -> Object:
        try:
            return await self._cluster.get(SECRETS, namespace, name)
        except NotFound:
            raise Refused(404, f"there is no Secret {name}") from None
        except Forbidden:
            raise Refused(403, f"the server may not read the Secret {name}") from None


def _held(name: str, secret: Object) -> Held:
    values = {key: _text(name, key, value) for key, value in (secret.get("data") or {}).items()}
    return Held(values, secret["metadata"].get("annotations") or {})


def _refuse_foreign(name: str, secret: Object) -> None:
    """Whoever keeps a Secret would put the old values back, and lock everybody out."""
    keeper = next((o for o in secret["metadata"].get("ownerReferences", ()) if o.get("controller")), None)
    if keeper is not None:
        raise Refused(
            409, f"the Secret {name} is kept by the {keeper['kind']} {keeper['name']}, which would undo a change"
        )
    if secret.get("immutable"):
        raise Refused(409, f"the Secret {name} is immutable")


def _with(secret: Object, before: Held, after: Held) -> Object:
    """The Secret with what has changed; values that stay keep their bytes."""
    old = secret.get("data") or {}
    data = {
        key: old[key] if before.values.get(key) == value else base64.b64encode(value.encode()).decode()
        for key, value in after.values.items()
    }
    metadata = {**secret["metadata"], "annotations": dict(after.annotations)}
    return {**secret, "metadata": metadata, "data": data}


def _text(name: str, key: str, value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise Refused(422, f"the key {key} of the Secret {name} is no text") from None
