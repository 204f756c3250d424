import asyncio
from collections.abc import Mapping

import pytest

from webmend.controller.prerequisites import Answer, Prerequisites
from webmend.domain.experience import Remembered
from webmend.ports.broker import BrokerUnavailable

pytestmark = pytest.mark.looptime
AWAY = Answer(server_ready=False)


class SlowBroker:
    """Answers, or finds after two seconds that nobody does."""

    def __init__(self) -> None:
        self.is_away = False
        self.asked = 0

    async def experience(self, workflow_uid: str, version: int) -> Mapping[str, Remembered]:
        raise NotImplementedError

    async def secrets(self, namespace: str, names: tuple[str, ...]) -> Mapping[str, str]:
        self.asked += 1
        if self.is_away:
            await asyncio.sleep(2)
            raise BrokerUnavailable("connect")
        return {name: "1" for name in names if name != "gone"}


def asking(broker: SlowBroker) -> Prerequisites:
    return Prerequisites(broker, asyncio.get_running_loop().time)


async def test_the_server_says_which_secrets_are_missing() -> None:
    assert await asking(SlowBroker()).ask("clinic", ("there", "gone")) == Answer(True, ("gone",), {"there": "1"})


async def test_a_server_that_is_away_holds_up_one_asker_at_a_time() -> None:
    broker = SlowBroker()
    prerequisites = asking(broker)
    broker.is_away = True
    assert await prerequisites.ask("clinic", ()) == AWAY
    started = asyncio.get_running_loop().time()
    assert await asyncio.gather(*(prerequisites.ask("clinic", ()) for _ in range(100))) == [AWAY] * 100
    assert asyncio.get_running_loop().time() == started
    await asyncio.sleep(1.5)
    trying = asyncio.create_task(prerequisites.ask("clinic", ()))
    await asyncio.sleep(0)
    assert await asyncio.gather(*(prerequisites.ask("clinic", ()) for _ in range(100))) == [AWAY] * 100
    assert await trying == AWAY
    assert broker.asked == 2


async def test_a_server_that_is_back_is_believed_at_the_next_question() -> None:
    broker = SlowBroker()
    prerequisites = asking(broker)
    broker.is_away = True
    assert await prerequisites.ask("clinic", ()) == AWAY
    broker.is_away = False
    await asyncio.sleep(1.1)
    assert await prerequisites.ask("clinic", ()) == Answer(True)
