"""The API as its document says, whatever is sent: Schemathesis makes requests of it, good ones and bad ones."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid5

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.artifacts import FakeArtifacts
from tests.support.builders import NOW, SETTINGS, attempt
from tests.support.cluster import FakeCluster
from tests.support.events import started
from tests.support.installation import Installation, portal
from tests.support.loopback import in_thread
from tests.support.outbox import FakeOutbox
from tests.support.poster import FakePoster
from tests.support.records import record, step
from tests.support.store import FakeStore
from webmend.adapters.clock import SystemClock
from webmend.domain.delivery import Recipient
from webmend.ports.cluster import CHANNELS, ERROR_CODES
from webmend.server.api.operations import calls
from webmend.server.app import create_app
from webmend.server.parts import Outside

DOCUMENT = Path(__file__).parents[2] / "docs/reference/openapi.json"
SCHEMA: Any = schemathesis.openapi.from_path(DOCUMENT)
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 12
"""Of each kind, for each call: some 900 requests altogether."""
TOKEN = {"Authorization": "Bearer a-token"}
EVENT = started("portal-1")
OPS = Recipient(uid="uid-ops", namespace="clinic", name="ops")
THERE = {
    "namespace": "clinic",
    "run": "portal-1",
    "workflow": "portal",
    "number": 1,
    "code": "not-found",
    "channel": "ops",
    "delivery": str(uuid5(EVENT.id, OPS.uid)),
}
"""What is there, by the names that parameters of a path have."""


async def filled(cluster: FakeCluster, store: FakeStore, outbox: FakeOutbox) -> None:
    """Something of every kind is there, under the names that examples have."""
    installed = Installation(cluster)
    await installed.install(portal(inputs=[{"name": "patient"}]), versions=2)
    run = await installed.run("portal-1", attempt(), inputs={"patient": "P-1001"})
    await installed.set_status(run, phase="Succeeded", irreversible=False)
    code = {"match": {"category": "PAGE_NOT_FOUND"}, "state": "Suggested"}
    await cluster.create(ERROR_CODES, "clinic", {"metadata": {"name": "not-found"}, "spec": code})
    await store.record([record("portal-1", steps=(step("open"),), duration_ms=2_000)], [EVENT])
    await cluster.create(
        CHANNELS, "clinic", {"metadata": {"name": "ops"}, "spec": {"webhook": {"url": "https://a.example/"}}}
    )
    await outbox.spread({EVENT.id: [OPS]}, NOW)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server that lets this caller do everything."""
    cluster, store = FakeCluster(), FakeStore()
    outbox = FakeOutbox(store)
    asyncio.run(filled(cluster, store, outbox))
    telling = {"outbox": outbox, "poster": FakePoster()}
    app = create_app(Outside(cluster, FakeArtifacts(), SystemClock(), SETTINGS, store=store, **telling))
    user = {"username": "ada", "uid": "1", "groups": []}
    cluster.tokens["a-token"] = {"authenticated": True, "audiences": ["webmend-server"], "user": user}
    rights = {(call.operation.verb, call.operation.kind.plural) for call in calls(app.routes)}
    rights |= {("get", "workflows"), ("create", "workflowruns")}
    cluster.rights |= {("ada", f"{verb} {kind}.webmend.io", "") for verb, kind in rights}
    with in_thread(app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_answer_is_one_of_the_document(url: str, operation: Any, mode: Any) -> None:
    known = {name: value for name, value in THERE.items() if f"{{{name}}}" in operation.path}

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if mode is schemathesis.GenerationMode.POSITIVE:
            case.path_parameters = {**(case.path_parameters or {}), **known}
        case.validate_response(case.call(base_url=url, headers=TOKEN, timeout=10), checks=CHECKS)

    ask()
