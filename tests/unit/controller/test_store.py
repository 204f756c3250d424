import pytest

from webmend.controller.store import REMEMBERED, Store
from webmend.controller.table import is_newer
from webmend.domain.names import LABEL_RUN
from webmend.ports.cluster import JOBS, PODS, RUNS, WORKFLOWS, Object


def obj(uid: str, version: int = 1, name: str = "", **fields: object) -> Object:
    return {
        "metadata": {"namespace": "clinic", "name": name or uid, "uid": uid, "resourceVersion": str(version)},
        **fields,
    }


def run(uid: str, version: int = 1, phase: str = "Running") -> Object:
    return obj(uid, version, spec={"workflowRef": {"name": "portal"}}, status={"phase": phase})


def job(uid: str, of: str, version: int = 1) -> Object:
    made = obj(uid, version)
    made["metadata"]["labels"] = {LABEL_RUN: of}
    return made


@pytest.mark.parametrize(
    ("version", "than", "want"),
    [("10", "9", True), ("9", "10", False), ("9", "9", False), ("abc", "abd", True), ("abc", "abc", False)],
)
def test_resource_versions_are_compared_as_numbers_where_they_are_numbers(version: str, than: str, want: bool) -> None:
    assert is_newer(version, than) is want


def test_a_newer_view_is_news_and_an_older_or_equal_one_is_not() -> None:
    store = Store()
    assert store.put(RUNS, run("r", 5)) is not None
    assert store.put(RUNS, run("r", 5)) is None
    assert store.put(RUNS, run("r", 4)) is None
    assert store.put(RUNS, run("r", 6)) is not None
    held = store.runs.get("r")
    assert held is not None
    assert held.version == "6"


def test_runs_are_found_by_their_workflow() -> None:
    store = Store()
    store.put(RUNS, run("a"))
    store.put(RUNS, run("b"))
    assert {held.uid for held in store.runs.of(("clinic", "portal"))} == {"a", "b"}
    store.remove(RUNS, "a")
    assert {held.uid for held in store.runs.of(("clinic", "portal"))} == {"b"}


def test_what_is_gone_does_not_come_back_with_a_late_view() -> None:
    store = Store()
    store.put(RUNS, run("r", 5))
    store.remove(RUNS, "r")
    assert store.put(RUNS, run("r", 9)) is None
    assert len(store.runs) == 0


def test_what_is_gone_is_not_remembered_without_bound() -> None:
    store = Store()
    for number in range(REMEMBERED + 10):
        store.remove(PODS, f"pod-{number}")
    assert len(store._gone) == REMEMBERED


@pytest.mark.parametrize("phase", ["Succeeded", "Failed", "Stopped"])
def test_a_run_that_is_over_is_forgotten_with_its_children_and_takes_no_new_ones(phase: str) -> None:
    store = Store()
    store.put(RUNS, run("r", 5))
    store.put(JOBS, job("j", of="r"))
    store.put(RUNS, run("r", 6, phase))
    store.put(JOBS, job("j2", of="r"))
    store.put(JOBS, job("j", of="r", version=2))
    assert len(store.runs) == 0
    assert len(store.jobs) == 0
    assert store.seen_job("r", "j") == ""


def test_a_job_is_remembered_after_it_is_gone() -> None:
    store = Store()
    store.put(RUNS, run("r"))
    store.put(JOBS, job("j", of="r"))
    store.remove(JOBS, "j")
    assert store.jobs.of("r") == []
    assert store.seen_job("r", "j") == "j"


def test_children_of_runs_that_are_not_held_are_dropped() -> None:
    store = Store()
    store.put(RUNS, run("r"))
    store.put(JOBS, job("mine", of="r"))
    store.put(JOBS, job("orphan", of="finished-long-ago"))
    store.drop_orphans()
    assert [held.uid for held in store.jobs] == ["mine"]


def test_of_two_workflows_of_one_name_the_newer_counts() -> None:
    store = Store()
    store.put(WORKFLOWS, obj("old", name="portal"))
    store.put(WORKFLOWS, obj("new", name="portal"))
    found = store.workflow("clinic", "portal")
    assert found is not None
    assert found.uid == "new"


def test_what_only_the_api_server_needs_is_not_kept() -> None:
    store = Store()
    seen = run("r")
    seen["metadata"]["managedFields"] = [{"manager": "kubectl"}]
    held = store.put(RUNS, seen)
    assert held is not None
    assert "managedFields" not in held.content.obj["metadata"]
    assert "managedFields" in seen["metadata"]
