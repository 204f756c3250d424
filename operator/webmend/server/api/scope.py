"""The namespaces in which somebody may do something, and those of them that a request means."""

from webmend.domain.record import RunFilter
from webmend.ports.cluster import RUNS, Kind
from webmend.ports.store import Store
from webmend.server.people.access import LIST, Access
from webmend.server.people.users import User
from webmend.server.problems import Refused


class Scope:
    """Finds them for those who ask."""

    def __init__(self, access: Access, namespaces: tuple[str, ...], store: Store | None):
        self._access = access
        self._namespaces = namespaces
        self._store = store

    async def of(self, user: User, asked: RunFilter, verb: str = LIST) -> RunFilter:
        """The same question about runs of the namespaces that `namespaces` gives."""
        return asked.with_(namespaces=await self.namespaces(user, verb, asked.namespaces))

    async def namespaces(
        self, user: User, verb: str, named: tuple[str, ...] | None, kind: Kind = RUNS
    ) -> tuple[str, ...] | None:
        """The namespaces to look in; None: all of them. Refuses namespaces in which the user may not do that, and where
        none is named a user who may do it nowhere."""
        if named is not None:
            for namespace in named:
                await self._access.check(user, verb, namespace, "", kind)
            return named
        if await self._access.is_granted(user, verb, "", "", kind):
            return self._namespaces or None
        known = await self._known()
        allowed = tuple([each for each in known if await self._access.is_granted(user, verb, each, "", kind)])
        if not allowed:
            raise Refused(403, f"{user.name} may not {verb} {kind.plural}.{kind.group} in any namespace")
        return allowed

    async def _known(self) -> tuple[str, ...]:
        """The namespaces in which there may be something."""
        return self._namespaces or (await self._store.namespaces() if self._store else ())
