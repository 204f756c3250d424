"""What every Cluster does: the fake in memory, and the real one against a real API server."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Any

import pytest

from tests.support.cluster import FakeCluster
from webmend.adapters.kubernetes import connect
from webmend.ports.cluster import (
    ACCESS_REVIEWS,
    JOBS,
    LEASES,
    RUNS,
    SECRETS,
    TOKEN_REVIEWS,
    AlreadyExists,
    Change,
    Cluster,
    Conflict,
    Invalid,
    Kind,
    NotFound,
    Object,
)

NAMESPACES = Kind("", "v1", "namespaces", "Namespace")
PATIENCE = 60.0
"""Seconds in which something must have come about; the garbage collector looks for new kinds every 30 s."""


@pytest.fixture(params=["fake", "real"])
async def cluster(request: pytest.FixtureRequest) -> AsyncIterator[Cluster]:
    if request.param == "fake":
        yield FakeCluster()
        return
    real = await connect(request.getfixturevalue("control_plane").kubeconfig)
    yield real
    await real.close()


@pytest.fixture
async def namespace(cluster: Cluster) -> str:
    name = f"test-{uuid.uuid4().hex[:12]}"
    await cluster.create(NAMESPACES, None, {"metadata": {"name": name}})
    return name


def a_run(name: str = "one", **metadata: Any) -> Object:
    return {"metadata": {"name": name, **metadata}, "spec": {"workflowRef": {"name": "portal"}}}


def a_secret(name: str = "login") -> Object:
    return {"metadata": {"name": name}, "data": {"username": "YWRh"}}


def a_lease(name: str = "leader") -> Object:
    return {"metadata": {"name": name}, "spec": {"holderIdentity": "one", "leaseTransitions": 1}}


def a_job(owner: Object | None = None) -> Object:
    container = {"name": "runner", "image": "none"}
    spec = {"template": {"spec": {"restartPolicy": "Never", "containers": [container]}}, "suspend": True}
    reference = {"kind": owner["kind"], "apiVersion": owner["apiVersion"]} if owner else {}
    owners = [{**reference, "name": owner["metadata"]["name"], "uid": owner["metadata"]["uid"]}] if owner else []
    return {"metadata": {"name": "job", "ownerReferences": owners}, "spec": spec}


async def eventually(holds: Callable[[], Any]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await holds():
            await asyncio.sleep(0.05)


async def test_a_new_object_gets_an_identity(cluster: Cluster, namespace: str) -> None:
    made = await cluster.create(RUNS, namespace, a_run())

    assert (made["apiVersion"], made["kind"]) == ("webmend.io/v1alpha1", "WorkflowRun")
    assert (made["metadata"]["namespace"], made["metadata"]["generation"]) == (namespace, 1)
    assert made["metadata"]["uid"]
    assert made["metadata"]["creationTimestamp"]
    assert await cluster.get(RUNS, namespace, "one") == made


async def test_a_new_object_has_no_status_whatever_was_sent(cluster: Cluster, namespace: str) -> None:
    made = await cluster.create(RUNS, namespace, {**a_run(), "status": {"phase": "Succeeded"}})

    assert "status" not in made


async def test_a_second_object_of_the_same_name_already_exists(cluster: Cluster, namespace: str) -> None:
    await cluster.create(RUNS, namespace, a_run())

    with pytest.raises(AlreadyExists):
        await cluster.create(RUNS, namespace, a_run())


async def test_an_object_with_a_bad_name_is_invalid(cluster: Cluster, namespace: str) -> None:
    with pytest.raises(Invalid):
        await cluster.create(RUNS, namespace, a_run("Not_A_Name"))


async def test_an_object_that_is_not_there_is_not_found(cluster: Cluster, namespace: str) -> None:
    with pytest.raises(NotFound):
        await cluster.get(RUNS, namespace, "one")
    with pytest.raises(NotFound):
        await cluster.patch_status(RUNS, namespace, "one", {"phase": "Pending"}, "")
    with pytest.raises(NotFound):
        await cluster.replace(RUNS, namespace, "one", a_run(resourceVersion="1"))


async def test_a_secret_is_read_as_it_is_stored(cluster: Cluster, namespace: str) -> None:
    await cluster.create(SECRETS, namespace, a_secret())

    assert (await cluster.get(SECRETS, namespace, "login"))["data"] == {"username": "YWRh"}


async def test_a_status_patch_is_merged_into_the_status_alone(cluster: Cluster, namespace: str) -> None:
    made = await cluster.create(RUNS, namespace, a_run())
    version = made["metadata"]["resourceVersion"]

    first = await cluster.patch_status(
        RUNS, namespace, "one", {"phase": "Running", "steps": {"total": 3, "done": 1}}, version
    )
    second = await cluster.patch_status(RUNS, namespace, "one", {"phase": None, "steps": {"done": 2}}, "")

    assert first["status"] == {"phase": "Running", "steps": {"total": 3, "done": 1}}
    assert second["status"] == {"steps": {"total": 3, "done": 2}}
    assert (second["spec"], second["metadata"]["generation"]) == (made["spec"], 1)
    assert second["metadata"]["resourceVersion"] != version


async def test_a_status_patch_that_changes_nothing_keeps_the_resource_version(cluster: Cluster, namespace: str) -> None:
    await cluster.create(RUNS, namespace, a_run())
    first = await cluster.patch_status(RUNS, namespace, "one", {"phase": "Running"}, "")

    second = await cluster.patch_status(RUNS, namespace, "one", {"phase": "Running"}, "")

    assert second == first


async def test_a_status_patch_on_an_older_version_is_a_conflict(cluster: Cluster, namespace: str) -> None:
    made = await cluster.create(RUNS, namespace, a_run())
    await cluster.patch_status(RUNS, namespace, "one", {"phase": "Running"}, "")

    with pytest.raises(Conflict):
        await cluster.patch_status(RUNS, namespace, "one", {"phase": "Failed"}, made["metadata"]["resourceVersion"])


async def test_a_replaced_spec_is_a_new_generation_and_keeps_the_status(cluster: Cluster, namespace: str) -> None:
    await cluster.create(RUNS, namespace, a_run())
    stored = await cluster.patch_status(RUNS, namespace, "one", {"phase": "Running"}, "")

    asked_to_stop = {**stored, "spec": {**stored["spec"], "stop": True}, "status": {}}
    replaced = await cluster.replace(RUNS, namespace, "one", asked_to_stop)

    assert (replaced["metadata"]["generation"], replaced["status"]) == (2, {"phase": "Running"})


async def test_a_spec_patch_is_merged_into_the_spec_alone(cluster: Cluster, namespace: str) -> None:
    await cluster.create(RUNS, namespace, a_run())
    stored = await cluster.patch_status(RUNS, namespace, "one", {"phase": "Running"}, "")

    answer = {"requestId": "a1-s1", "inputs": {"patient": "P-1002"}}
    version = stored["metadata"]["resourceVersion"]
    patched = await cluster.patch_spec(RUNS, namespace, "one", {"answers": [answer]}, version)

    assert patched["spec"] == {**stored["spec"], "answers": [answer]}
    assert (patched["metadata"]["generation"], patched["status"]) == (2, {"phase": "Running"})


async def test_a_patch_changes_metadata_and_spec_at_once_and_keeps_the_rest(cluster: Cluster, namespace: str) -> None:
    await cluster.create(RUNS, namespace, a_run(labels={"team": "north"}))
    stored = await cluster.patch_status(RUNS, namespace, "one", {"phase": "Pending"}, "")
    version = stored["metadata"]["resourceVersion"]

    change = {"metadata": {"labels": {"a": "b"}, "finalizers": ["webmend.io/recorded"]}, "spec": {"priority": 5}}
    patched = await cluster.patch(RUNS, namespace, "one", change, version)

    assert patched["metadata"]["labels"] == {"team": "north", "a": "b"}
    assert (patched["spec"]["priority"], patched["status"]) == (5, {"phase": "Pending"})
    with pytest.raises(Conflict):
        await cluster.patch(RUNS, namespace, "one", {"metadata": {"labels": {"a": "c"}}}, version)


async def test_a_deleted_object_stays_until_its_last_finalizer_is_patched_away(
    cluster: Cluster, namespace: str
) -> None:
    made = await cluster.create(RUNS, namespace, a_run(finalizers=["webmend.io/recorded"]))
    await cluster.delete(RUNS, namespace, "one", made["metadata"]["uid"])
    assert "deletionTimestamp" in (await cluster.get(RUNS, namespace, "one"))["metadata"]

    await cluster.patch(RUNS, namespace, "one", {"metadata": {"finalizers": []}}, "")
    with pytest.raises(NotFound):
        await cluster.get(RUNS, namespace, "one")


async def test_a_spec_patched_from_an_old_view_is_a_conflict(cluster: Cluster, namespace: str) -> None:
    made = await cluster.create(RUNS, namespace, a_run())
    await cluster.patch_spec(RUNS, namespace, "one", {"stop": True}, "")

    with pytest.raises(Conflict):
        await cluster.patch_spec(RUNS, namespace, "one", {"priority": 5}, made["metadata"]["resourceVersion"])
    with pytest.raises(NotFound):
        await cluster.patch_spec(RUNS, namespace, "none", {"stop": True}, "")


async def test_an_object_replaced_meanwhile_is_a_conflict(cluster: Cluster, namespace: str) -> None:
    lease = await cluster.create(LEASES, namespace, a_lease())
    taken = {**lease, "spec": {**lease["spec"], "holderIdentity": "two"}}
    await cluster.replace(LEASES, namespace, "leader", taken)

    with pytest.raises(Conflict):
        await cluster.replace(LEASES, namespace, "leader", {**lease, "spec": {"holderIdentity": "three"}})

    assert (await cluster.get(LEASES, namespace, "leader"))["spec"]["holderIdentity"] == "two"


async def test_an_object_is_deleted_by_its_uid(cluster: Cluster, namespace: str) -> None:
    made = await cluster.create(RUNS, namespace, a_run())

    await cluster.delete(RUNS, namespace, "one", made["metadata"]["uid"])

    with pytest.raises(NotFound):
        await cluster.get(RUNS, namespace, "one")


async def test_another_object_of_the_same_name_is_left_alone(cluster: Cluster, namespace: str) -> None:
    await cluster.create(RUNS, namespace, a_run())

    await cluster.delete(RUNS, namespace, "one", str(uuid.uuid4()))

    assert await cluster.get(RUNS, namespace, "one")


async def test_deleting_what_is_gone_does_nothing(cluster: Cluster, namespace: str) -> None:
    await cluster.delete(RUNS, namespace, "one", str(uuid.uuid4()))


async def test_an_object_with_a_finalizer_stays_until_it_is_taken_off(cluster: Cluster, namespace: str) -> None:
    made = await cluster.create(RUNS, namespace, a_run(finalizers=["webmend.io/test"]))
    await cluster.delete(RUNS, namespace, "one", made["metadata"]["uid"])
    kept = await cluster.get(RUNS, namespace, "one")

    await cluster.replace(RUNS, namespace, "one", {**kept, "metadata": {**kept["metadata"], "finalizers": []}})

    assert kept["metadata"]["deletionTimestamp"]
    with pytest.raises(NotFound):
        await cluster.get(RUNS, namespace, "one")


async def test_what_an_object_owns_goes_with_it(cluster: Cluster, namespace: str) -> None:
    run = await cluster.create(RUNS, namespace, a_run())
    await cluster.create(JOBS, namespace, a_job(owner=run))

    await cluster.delete(RUNS, namespace, "one", run["metadata"]["uid"])

    async def is_gone() -> bool:
        return not await cluster.list(JOBS, namespace)

    await eventually(is_gone)


@pytest.mark.parametrize(
    ("labels", "fields", "want"),
    [
        ("", "", ["one", "three", "two"]),
        ("tier=gold", "", ["one"]),
        ("tier!=gold", "", ["three", "two"]),
        ("tier", "", ["one", "two"]),
        ("tier in (gold,lead)", "", ["one"]),
        ("tier in (gold,tin)", "status.phase!=Running", ["one"]),
        ("!tier", "", ["three"]),
        ("", "metadata.name=two", ["two"]),
        ("", "status.phase=Running", ["two"]),
        ("", "status.phase!=Running", ["one", "three"]),
        ("", "status.phase!=Running,status.phase!=Failed", ["one", "three"]),
        ("tier", "status.phase!=Running", ["one"]),
    ],
)
async def test_a_list_holds_what_its_selectors_say(
    cluster: Cluster, namespace: str, labels: str, fields: str, want: list[str]
) -> None:
    for run in (a_run("one", labels={"tier": "gold"}), a_run("two", labels={"tier": "tin"}), a_run("three")):
        await cluster.create(RUNS, namespace, run)
    await cluster.patch_status(RUNS, namespace, "two", {"phase": "Running"}, "")

    found = await cluster.list(RUNS, namespace, labels=labels, fields=fields)

    assert [run["metadata"]["name"] for run in found] == want


async def test_a_list_of_all_namespaces_holds_those_of_each(cluster: Cluster, namespace: str) -> None:
    await cluster.create(SECRETS, namespace, a_secret())
    await cluster.create(NAMESPACES, None, {"metadata": {"name": f"{namespace}-b"}})
    await cluster.create(SECRETS, f"{namespace}-b", a_secret())

    found = {(s["metadata"]["namespace"], s["metadata"]["name"]) for s in await cluster.list(SECRETS)}

    assert {(namespace, "login"), (f"{namespace}-b", "login")} <= found


async def test_the_objects_of_a_list_say_what_they_are(cluster: Cluster, namespace: str) -> None:
    await cluster.create(JOBS, namespace, a_job())

    [job] = await cluster.list(JOBS, namespace)

    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "Job")


async def test_a_watch_tells_what_is_there_and_then_each_change(cluster: Cluster, namespace: str) -> None:
    made = await cluster.create(RUNS, namespace, a_run())

    async with aclosing(cluster.watch(RUNS, namespace)) as changes:
        first = await _next(changes)
        await cluster.patch_status(RUNS, namespace, "one", {"phase": "Running"}, "")
        second = await _next(changes)
        await cluster.create(RUNS, namespace, a_run("two"))
        third = await _next(changes)
        await cluster.delete(RUNS, namespace, "one", made["metadata"]["uid"])
        fourth = await _next(changes)

    assert first == Change("ADDED", made)
    assert (second.type, second.object["status"]) == ("MODIFIED", {"phase": "Running"})
    assert (third.type, third.object["metadata"]["name"]) == ("ADDED", "two")
    assert (fourth.type, fourth.object["metadata"]["uid"]) == ("DELETED", made["metadata"]["uid"])


async def test_what_leaves_the_selection_of_a_watch_is_told_as_deleted_with_its_old_content(
    cluster: Cluster, namespace: str
) -> None:
    await cluster.create(RUNS, namespace, a_run())

    async with aclosing(cluster.watch(RUNS, namespace, fields="status.phase!=Running")) as changes:
        await _next(changes)
        await cluster.patch_status(RUNS, namespace, "one", {"phase": "Running"}, "")
        left = await _next(changes)
        await cluster.patch_status(RUNS, namespace, "one", {"phase": "Recovering"}, "")
        came = await _next(changes)

    assert (left.type, left.object.get("status", {})) == ("DELETED", {})
    assert (came.type, came.object["status"]) == ("ADDED", {"phase": "Recovering"})


async def test_a_token_that_nobody_gave_out_is_not_authenticated(cluster: Cluster) -> None:
    review = {"spec": {"token": "made-up", "audiences": ["webmend-server"]}}

    answer = await cluster.create(TOKEN_REVIEWS, None, review)

    assert not answer["status"].get("authenticated")


async def test_nobody_may_do_what_no_role_grants(cluster: Cluster, namespace: str) -> None:
    asked = {"namespace": namespace, "verb": "get", "group": "webmend.io", "resource": "workflowruns"}

    answer = await cluster.create(ACCESS_REVIEWS, None, {"spec": {"user": "nobody", "resourceAttributes": asked}})

    assert answer["status"]["allowed"] is False


async def _next(changes: AsyncIterator[Change]) -> Change:
    async with asyncio.timeout(PATIENCE):
        return await anext(changes)
