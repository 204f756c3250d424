"""A way out that leads nowhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from tests.support.events import is_as_promised
from webmend.ports.notifier import Answer, NotSent


@dataclass(frozen=True)
class Sent:
    """A message that has left."""

    url: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def type(self) -> str:
        return str(self.body["type"])


@dataclass
class FakePoster:
    """See ports.notifier.Poster. `answer`: what is answered to a message; a NotSent is raised."""

    answer: Callable[[Sent], Answer | NotSent] = lambda _: Answer(200)
    sent: list[Sent] = field(default_factory=list)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        message = Sent(url, dict(headers), orjson.loads(body))
        assert "webhook-id" not in headers or is_as_promised(message.body)
        self.sent.append(message)
        answer = self.answer(message)
        if isinstance(answer, NotSent):
            raise answer
        return answer

    def types(self, url: str = "") -> list[str]:
        """What was told, in its order."""
        return [each.type for each in self.sent if each.url.startswith(url)]
