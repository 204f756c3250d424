"""A server that tells of many runs, in a process of its own that may be killed at any time.

usage: python -m tests.support.telling_server DATABASE URL RUNS

Its cluster is in memory and the same after each start: RUNS runs that have succeeded, and a channel that is told of
them at URL. The database is a file, and all that is left of it when it is killed.
"""

import asyncio
import itertools
import sys

from tests.support.artifacts import FakeArtifacts
from tests.support.builders import NOW, SETTINGS, attempt, workflow
from tests.support.cluster import FakeCluster
from webmend.adapters.clock import SystemClock
from webmend.adapters.notify import HttpPoster
from webmend.adapters.store import History, Outbox, engine, url_of
from webmend.domain.run import AttemptState
from webmend.policy.reaching import Reach
from webmend.ports.cluster import CHANNELS, RUNS, WORKFLOWS
from webmend.server.app import create_app
from webmend.server.parts import Outside
from webmend.server.telling.delivering import Pace

QUICK = Pace(lease=3.0, schedule=(0.2,) * 400, pause=0.05)
"""So that days become seconds. An attempt takes SECONDS at most."""
SECONDS = 1.0
NAMESPACE = "clinic"


async def cluster_of(url: str, runs: int) -> FakeCluster:
    numbers = itertools.count()
    cluster = FakeCluster(new_uid=lambda: f"uid-{next(numbers)}")
    body = {"metadata": {"name": "ops"}, "spec": {"webhook": {"url": url}}}
    await cluster.create(CHANNELS, NAMESPACE, body)
    await cluster.create(WORKFLOWS, NAMESPACE, {"metadata": {"name": "portal"}, "spec": workflow().spec.stored()})
    over = attempt(state=AttemptState.SUCCEEDED).stored()
    recorded = {"type": "Recorded", "status": "True", "reason": "Recorded", "lastTransitionTime": NOW.isoformat()}
    status = {"phase": "Succeeded", "attempt": 1, "attempts": [over], "conditions": [recorded]}
    times = {"startedAt": NOW.isoformat(), "finishedAt": NOW.isoformat()}
    for number in range(runs):
        name = f"portal-{number}"
        await cluster.create(RUNS, NAMESPACE, {"metadata": {"name": name}, "spec": {"workflowRef": {"name": "portal"}}})
        await cluster.patch_status(RUNS, NAMESPACE, name, {**status, **times}, "")
    return cluster


async def main(database: str, url: str, runs: int) -> None:
    """Serve until killed."""
    connections = engine(url_of(f"sqlite:///{database}"))
    poster = HttpPoster(Reach.of(["127.0.0.1"], [443]), seconds=SECONDS)
    outside = Outside(
        await cluster_of(url, runs),
        FakeArtifacts(),
        SystemClock(),
        SETTINGS,
        store=History(connections),
        outbox=Outbox(connections),
        poster=poster,
        pace=QUICK,
    )
    app = create_app(outside)
    async with app.router.lifespan_context(app):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
