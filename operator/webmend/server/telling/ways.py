"""The ways by which a channel can be told: what each needs, and how a message goes."""

from collections.abc import Mapping

from webmend.domain.channel import Channel
from webmend.domain.delivery import Delivery
from webmend.policy.reaching import Reach, Refused
from webmend.policy.redact import Redactor
from webmend.policy.telling.lacking import Lacking
from webmend.policy.telling.message import message, sample
from webmend.ports.clock import Clock
from webmend.ports.notifier import Answer, NotSent, Poster
from webmend.server import problems
from webmend.server.vault import Vault


class Ways:
    """Sends messages. Secrets are read anew for each, and kept nowhere."""

    def __init__(self, vault: Vault, poster: Poster, reach: Reach | None, clock: Clock) -> None:
        self._vault = vault
        self._poster = poster
        self._reach = reach
        """Says what may be reached; none: the egress proxy does."""
        self._clock = clock

    def refusal(self, channel: Channel) -> str:
        """Why its address is not one that messages may go to; empty where that is not known to be so."""
        if self._reach is None or not channel.spec.url:
            return ""
        try:
            self._reach.place(channel.spec.url)
        except Refused as refused:
            return str(refused)
        return ""

    async def lacking(self, channel: Channel) -> str:
        """What is wrong with its Secret, if anything; raises ClusterError."""
        now = self._clock.now()
        try:
            message(channel.spec, sample(now), await self._values(channel), now)
        except (NotSent, Lacking) as error:
            return str(error)
        return ""

    async def send(self, channel: Channel, delivery: Delivery) -> Answer:
        """The receiver's answer, without what is secret; raises NotSent, ClusterError."""
        values = await self._values(channel)
        try:
            made = message(channel.spec, delivery.posted, values, self._clock.now())
        except Lacking as lacking:
            raise NotSent(str(lacking)) from None
        answer = await self._poster.post(made.url, made.headers, made.body)
        return Answer(answer.status, answer.retry_after, Redactor(values.values())(answer.text))

    async def _values(self, channel: Channel) -> Mapping[str, str]:
        """What its Secret holds; raises NotSent where there should be one and is not."""
        name = channel.spec.secret_ref
        if name is None:
            return {}
        try:
            values = await self._vault.values(channel.namespace, name)
        except problems.Refused as refused:
            raise NotSent(refused.detail) from None
        if not values:
            raise NotSent(f"the Secret {name} is empty")
        return values
