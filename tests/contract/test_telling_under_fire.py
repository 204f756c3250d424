"""Every event arrives, under one id, although the receiver fails a third of the time and the server is killed."""

import asyncio
import json
import os
import sys
from collections import Counter
from pathlib import Path
from random import Random  # noqa: TID251 - a chance that can be told again

import pytest

from tests.support.events import is_as_promised
from tests.support.receiver import TAKEN, Fault, Got, Receiver, receiving
from webmend.adapters.store import Outbox, Schema, engine, url_of
from webmend.domain.delivery import OPEN, DeliveryFilter

ROOT = Path(__file__).parents[2]
FAULTS = (Fault.ERROR, Fault.BUSY, Fault.HANG, Fault.DRIP, Fault.HUGE, Fault.CUT, Fault.CUT_ANSWER, Fault.GARBAGE)
SHARE = 0.3
"""Of the messages, those that something happens to."""
TYPES = ("execution.started", "execution.succeeded")


def unreliable(seed: int) -> Receiver:
    chance = Random(seed)
    return Receiver(lambda _: chance.choice(FAULTS) if chance.random() < SHARE else Fault.NONE)


async def process(database: Path, url: str, runs: int) -> asyncio.subprocess.Process:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'operator'}:{ROOT}"}
    command = ("-m", "tests.support.telling_server", str(database), url, str(runs))
    return await asyncio.create_subprocess_exec(sys.executable, *command, env=environment, cwd=ROOT)


async def killed_again_and_again(database: Path, receiver: Receiver, runs: int, kills: int) -> None:
    """Let it tell, and kill it so many times on the way."""
    wanted = runs * len(TYPES)
    for kill in range(kills + 1):
        server = await process(database, receiver.url, runs)
        goal = wanted if kill == kills else wanted * (kill + 1) // (kills + 1)
        try:
            while len(set(receiver.taken)) < goal:
                await asyncio.sleep(0.02)
                assert server.returncode is None, "the server has ended by itself"
            if kill == kills:
                await settled(database)
        finally:
            server.kill()
            await server.wait()


async def settled(database: Path) -> None:
    """Nothing is to be done any more: what was taken is written down as that."""
    schema = Schema(engine(url_of(f"sqlite:///{database}")))
    while await Outbox(schema.engine).listed(DeliveryFilter(states=tuple(OPEN)), 1):
        await asyncio.sleep(0.2)
    await schema.engine.dispose()


def ids(got: list[Got]) -> dict[tuple[str, str], set[str]]:
    """The ids under which each thing was told."""
    found: dict[tuple[str, str], set[str]] = {}
    for each in got:
        body = json.loads(each.body)
        assert is_as_promised(body)
        found.setdefault((body["data"]["run"], body["type"]), set()).add(each.id)
    return found


@pytest.mark.parametrize(
    ("events", "kills"), [(60, 3), pytest.param(10_000, 20, marks=[pytest.mark.long, pytest.mark.timeout(3600)])]
)
async def test_none_is_missing_and_none_has_a_second_id(tmp_path: Path, events: int, kills: int) -> None:
    database, runs = tmp_path / "history.db", events // len(TYPES)
    schema = Schema(engine(url_of(f"sqlite:///{database}")))
    await schema.upgrade()
    await schema.engine.dispose()
    fire = unreliable(events)
    async with receiving(fire.judge) as receiver:
        await killed_again_and_again(database, receiver, runs, kills)

    told = ids(receiver.got)
    taken = {each.id for each in receiver.got if each.fault in TAKEN}
    assert told.keys() == {(f"portal-{number}", type_) for number in range(runs) for type_ in TYPES}
    assert [what for what, under in told.items() if len(under) != 1] == []
    assert [what for what, under in told.items() if not under & taken] == []
    assert all(any(each.fault is fault for each in receiver.got) for fault in FAULTS), Counter(
        each.fault.name for each in receiver.got
    )
