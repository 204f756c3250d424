"""A channel on a real API server: what it refuses, and what a server with its own rights sends to a real receiver."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from tests.integration.clinic import Clinic, eventually
from tests.integration.serving import kubeconfig, serving
from tests.support.events import is_as_promised
from tests.support.receiver import Receiver, receiving
from webmend.adapters.clock import SystemClock
from webmend.adapters.store import History, Outbox, Schema, engine, url_of
from webmend.domain.channel import Channel
from webmend.domain.resource import channel_from
from webmend.domain.settings import NotificationSettings
from webmend.ports.cluster import CHANNELS, RUNS, SECRETS, Invalid

__all__ = ["kubeconfig"]
SECRET = "whsec_" + base64.b64encode(bytes(32)).decode()


@pytest.fixture
async def served(clinic: Clinic, kubeconfig: str, tmp_path: Path) -> AsyncIterator[Clinic]:
    """One with a server that may reach this machine."""
    schema = Schema(engine(url_of(f"sqlite:///{tmp_path}/history.db")))
    await schema.upgrade()
    settings = clinic.settings.with_(notifications=NotificationSettings(allow=("127.0.0.1",)))
    clinic.settings = settings
    history = History(schema.engine)
    async with serving(clinic, kubeconfig, tmp_path / "artifacts", history, outbox=Outbox(schema.engine)):
        yield clinic
    await history.close()


async def apply(clinic: Clinic, **spec: Any) -> None:
    await clinic.cluster.create(CHANNELS, clinic.namespace, {"metadata": {"name": "ops"}, "spec": spec})


async def read(clinic: Clinic) -> Channel:
    return channel_from(await clinic.cluster.get(CHANNELS, clinic.namespace, "ops"))


async def ends(clinic: Clinic, name: str) -> float:
    """A run that has begun and ended; when that was written."""
    await clinic.apply_run(name)
    at = (SystemClock().now() + timedelta(seconds=1)).isoformat()
    status = {"phase": "Succeeded", "attempt": 1, "startedAt": at, "finishedAt": at}
    await clinic.cluster.patch_status(RUNS, clinic.namespace, name, status, "")
    return time.monotonic()


def told(receiver: Receiver) -> list[str]:
    return [json.loads(each.body)["type"] for each in receiver.got]


async def test_a_run_that_ends_is_told_to_a_receiver_signed_and_as_its_schema_says(served: Clinic) -> None:
    data = {"key": base64.b64encode(SECRET.encode()).decode()}
    await served.cluster.create(SECRETS, served.namespace, {"metadata": {"name": "signing"}, "data": data})
    await served.apply_workflow()
    async with receiving() as receiver:
        await apply(served, webhook={"url": receiver.url, "secretRef": "signing"}, events=["workflow_finished"])

        async def is_ready() -> bool:
            return {each.type: str(each.status) for each in (await read(served)).status.conditions} == {
                "Accepted": "True",
                "Ready": "True",
            }

        async def has_come() -> bool:
            return bool(receiver.got)

        await eventually(is_ready)
        began = await ends(served, "first")
        await eventually(has_come)
        took = time.monotonic() - began
        await asyncio.sleep(0.2)

    assert told(receiver) == ["execution.succeeded"]
    (got,) = receiver.got
    body = Webhook(SECRET).verify(got.body, got.headers)
    assert is_as_promised(body)
    assert (body["data"]["run"], body["data"]["workflow"]) == ("first", "portal")
    assert took < 10


async def test_a_test_is_sent_when_somebody_annotates_the_channel(served: Clinic) -> None:
    async with receiving() as receiver:
        await apply(served, webhook={"url": receiver.url}, events=["execution.failed"])
        served.plane.kubectl("-n", served.namespace, "annotate", "wmn", "ops", "webmend.io/test=1")

        async def has_come() -> bool:
            return told(receiver) == ["channel.test"] and (await read(served)).status.tested == "1"

        await eventually(has_come)


async def test_an_inner_address_is_refused_in_the_status_and_never_connected_to(served: Clinic) -> None:
    await apply(served, webhook={"url": "http://127.0.0.2:9/"})

    async def is_refused() -> bool:
        conditions = (await read(served)).status.conditions
        return any(each.type == "Accepted" and each.reason == "AddressRefused" for each in conditions)

    await eventually(is_refused)


@pytest.mark.parametrize(
    "spec",
    [
        {},
        {"webhook": {"url": "https://user:pass@hooks.example/"}},
        {"webhook": {"url": "ftp://hooks.example/"}},
        {"webhook": {"url": "https://hooks.example\\@10.0.0.1/"}},
        {"webhook": {"url": "https://hooks.example/"}, "events": ["execution.exploded"]},
    ],
)
async def test_what_no_channel_can_be_is_refused_by_the_api_server(clinic: Clinic, spec: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        await apply(clinic, **spec)
