"""`webmend replay` and `webmend stop` on a cluster in memory."""

import argparse
from typing import Any

import pytest

from tests.support.builders import attempt, workflow
from tests.support.cluster import FakeCluster
from webmend.cli.cluster import Place
from webmend.cli.errors import Usage
from webmend.cli.main import parser
from webmend.cli.main import run as webmend
from webmend.cli.replaying import fields, replayed
from webmend.cli.stopping import stopped
from webmend.ports.cluster import RUNS, WORKFLOWS, NotFound, Object


def given(*words: str) -> dict[str, Any]:
    """What `webmend replay portal-1 ...` says of the new run."""
    return fields(parsed(*words))


def parsed(*words: str) -> argparse.Namespace:
    return parser().parse_args(["replay", "portal-1", *words])


async def has_run(place: Place, name: str, spec: Object | None = None, **status: Any) -> None:
    body = {"metadata": {"name": name}, "spec": {"workflowRef": {"name": "portal"}, **(spec or {})}}
    await place.cluster.create(RUNS, "clinic", body)
    known = {"version": 2, "attempts": [attempt().stored()], "irreversible": False, "phase": "Succeeded"}
    await place.cluster.patch_status(RUNS, "clinic", name, {**known, **status}, "")


@pytest.fixture
async def place() -> Place:
    """A namespace with a workflow at version 3, and a run of its version 2 that is over."""
    found = Place(FakeCluster(), "clinic")
    await found.cluster.create(WORKFLOWS, "clinic", {"metadata": {"name": "portal"}, "spec": workflow().spec.stored()})
    await found.cluster.patch_status(WORKFLOWS, "clinic", "portal", {"activeVersion": 3}, "")
    await has_run(found, "portal-1", {"inputs": {"patient": "P-1", "ward": "north"}})
    return found


async def spec_of(place: Place, name: str) -> Object:
    spec: Object = (await place.cluster.get(RUNS, "clinic", name))["spec"]
    return spec


EXACT = {"workflowRef": {"name": "portal"}, "replayOf": "portal-1", "trigger": "Replay"}


@pytest.mark.parametrize(
    ("words", "want", "says"),
    [
        ((), {}, "as it was"),
        (("--input", "patient=P-2"), {"inputs": {"patient": "P-2"}}, "with other input patient"),
        (("--version", "2"), {"version": 2}, "as it was"),
        (("--version", "active"), {"version": 3}, "with other version 3"),
        (("--inputs-from", "values"), {"inputsFrom": {"secretRef": "values"}}, "with other inputsFrom"),
        (("--start-from", "look"), {"startFrom": "look"}, "with other startFrom"),
        (("--dry-run",), {"dryRun": True}, "with other dryRun"),
        (("--no-dry-run",), {"dryRun": False}, "as it was"),
        (("--priority", "5"), {"priority": 5}, "with other priority"),
        (("--at", "2026-12-01T07:00:00+01:00"), {"startAt": "2026-12-01T06:00:00Z"}, "as it was"),
        (("--confirm-irreversible",), {"confirmIrreversible": True}, "as it was"),
    ],
)
async def test_what_the_command_line_says_is_given_and_nothing_else(
    place: Place, words: tuple[str, ...], want: Object, says: str
) -> None:
    name, sentence = await replayed(place, "portal-1", given(*words))
    assert (name, sentence) == ("portal-1-r1", f"Repeats portal-1 {says}")
    assert await spec_of(place, name) == {**EXACT, **want}


@pytest.mark.parametrize(
    ("run", "taken", "want"),
    [
        ("portal-1", [], "portal-1-r1"),
        ("portal-1", ["portal-1-r1", "portal-1-r2"], "portal-1-r3"),
        ("portal-1-r1", ["portal-1-r1"], "portal-1-r2"),
        ("a" * 63, [], "a" * 57 + "-r1"),
    ],
)
async def test_replays_are_numbered(place: Place, run: str, taken: list[str], want: str) -> None:
    for name in {*taken, run} - {"portal-1"}:
        await has_run(place, name)
    assert (await replayed(place, run, {}))[0] == want


async def test_a_name_of_ones_own_is_taken_as_it_is_or_not_at_all(place: Place) -> None:
    assert (await replayed(place, "portal-1", {}, "again"))[0] == "again"
    with pytest.raises(Usage, match="there is a run again already"):
        await replayed(place, "portal-1", {}, "again")


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ({"phase": "Running"}, "portal-2 is not over: it is Running"),
        ({"irreversible": True}, "create the replay with --confirm-irreversible"),
    ],
)
async def test_what_the_operator_would_refuse_is_refused_before(place: Place, status: Object, says: str) -> None:
    await has_run(place, "portal-2", **status)
    with pytest.raises(Usage, match=says):
        await replayed(place, "portal-2", {})
    assert len(await place.cluster.list(RUNS, "clinic")) == 2


async def test_a_run_that_is_not_there_is_named(place: Place) -> None:
    with pytest.raises(NotFound, match="portal-9"):
        await replayed(place, "portal-9", {})


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["portal-1", "portal-2", "--name", "again"], "--name goes with a single RUN"),
        (["portal-1", "--at", "tomorrow"], "--at tomorrow is no time"),
    ],
)
def test_what_makes_no_sense_is_told_without_a_cluster(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert webmend(["replay", *words]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("version", ["0", "-1", "latest"])
def test_a_version_is_a_number_or_the_active_one(version: str) -> None:
    with pytest.raises(SystemExit):
        parsed(f"--version={version}")


async def test_a_priority_out_of_bounds_is_told_with_its_field(place: Place) -> None:
    with pytest.raises(Usage, match="priority"):
        await replayed(place, "portal-1", given("--priority", "5000"))


@pytest.mark.parametrize(
    ("phase", "says", "stops"),
    [
        ("Running", "portal-2 is asked to stop", True),
        (None, "portal-2 is asked to stop", True),
        ("Failed", "portal-2 is over: Failed", None),
    ],
)
async def test_a_run_that_is_not_over_is_asked_to_stop(place: Place, phase: Any, says: str, stops: Any) -> None:
    await has_run(place, "portal-2", phase=phase)
    assert await stopped(place, "portal-2") == says
    assert (await spec_of(place, "portal-2")).get("stop") is stops
