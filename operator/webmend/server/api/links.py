"""Links to what runs have left, for those who can show nothing else: a browser's tab, a message to a colleague."""

import secrets
from datetime import timedelta

from webmend.domain.left_behind import ArtifactLink
from webmend.domain.run import Run
from webmend.policy import linking
from webmend.ports.clock import Clock
from webmend.server import keys
from webmend.server.people.deeds import Deeds
from webmend.server.people.users import User
from webmend.server.problems import Refused

from .left_behind import LeftBehind

OPEN = timedelta(minutes=5)
PATH = "/links"
"""Beside the API: nobody shows a token there."""


class Links:
    """Makes and opens them. The key is this process's own: no link outlives it."""

    def __init__(self, left_behind: LeftBehind, deeds: Deeds, clock: Clock):
        self._left_behind = left_behind
        self._deeds = deeds
        self._clock = clock
        self._key = secrets.token_bytes(32)

    async def made(self, user: User, run: Run, name: str) -> ArtifactLink:
        """A link to one of the run's bodies; refuses when there is none of that name."""
        await self._left_behind.body(run, name)
        await self._deeds.note(user, run, "link", artifact=name)
        until = (self._clock.now() + OPEN).replace(microsecond=0)
        word = linking.link(self._key, keys.run(run.uid) + name, until)
        return ArtifactLink(name=name, path=f"{PATH}/{word}", expires_at=until)

    async def opened(self, word: str) -> tuple[str, bytes]:
        """Name and content of the body; refuses a link that is none, or has run out."""
        try:
            key = linking.opened(self._key, word, self._clock.now())
        except linking.NotOpened as closed:
            raise Refused(404, str(closed)) from None
        return key, await self._left_behind.stored(key)
