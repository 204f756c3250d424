"""What writes to the history and to the artifact store take, and how many fail."""

import pytest

from tests.support.artifacts import FakeArtifacts
from tests.support.metrics import number
from tests.support.store import FakeStore
from webmend.ports.store import StoreFailed
from webmend.server import measured
from webmend.server.metrics import Metrics


async def test_a_write_to_the_history_is_timed_and_one_that_fails_counted() -> None:
    metrics, kept = Metrics(), FakeStore()
    store = measured.store(kept, metrics)
    await store.record([])
    kept.is_down = True
    with pytest.raises(StoreFailed):
        await store.record([])
    assert number(metrics.registry, "history_write_seconds_count") == 2
    assert number(metrics.registry, "history_writes_failed_total") == 1


async def test_reading_the_history_goes_through_and_is_no_write() -> None:
    metrics, kept = Metrics(), FakeStore()
    assert await measured.store(kept, metrics).namespaces() == ()
    assert number(metrics.registry, "history_write_seconds_count") == 0


async def test_what_the_artifact_store_refuses_is_counted_and_what_it_takes_is_not() -> None:
    metrics, kept = Metrics(), FakeArtifacts()
    artifacts = measured.artifacts(kept, metrics)
    await artifacts.put("a/b", b"1", "text/plain")
    await artifacts.append("a/c", b"2")
    assert number(metrics.registry, "artifact_upload_failures_total") == 0
    for refused in (artifacts.put("../b", b"1", "text/plain"), artifacts.append("../c", b"2")):
        with pytest.raises(ValueError):
            await refused
    assert number(metrics.registry, "artifact_upload_failures_total") == 2
    assert await artifacts.get("a/b") == b"1"
