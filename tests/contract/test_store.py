"""What the history does: the fake in memory, and the real one on SQLite and on PostgreSQL."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random  # noqa: TID251
from typing import Any

import pytest
from sqlalchemy import func, select, text

from tests.contract.databases import DATABASES, emptied, server
from tests.support.builders import NOW, at
from tests.support.events import started
from tests.support.records import record, step
from tests.support.store import FakeStore
from webmend.adapters.store import History, Schema, WrongSchema, tables
from webmend.adapters.store.schema import revisions
from webmend.domain.analytics import Grouping, Tally
from webmend.domain.kept import KeptCode, KeptVersion, VersionRecord
from webmend.domain.phase import Phase
from webmend.domain.record import RecordedStep, RunFilter, RunRecord, RunSummary
from webmend.domain.slow_steps import StepOrder, StepTally
from webmend.policy.analytics import bucket
from webmend.policy.recording import place
from webmend.ports.store import Store, StoreFailed

__all__ = ["server"]


@pytest.fixture(params=DATABASES)
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Schema]:
    async with emptied(request, tmp_path) as schema:
        yield schema


@pytest.fixture
async def database(empty: Schema) -> History:
    await empty.upgrade()
    return History(empty.engine)


@pytest.fixture(params=["fake", *DATABASES])
async def history(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """A history with nothing in it."""
    if request.param == "fake":
        yield FakeStore()
        return
    async with emptied(request, tmp_path) as schema:
        await schema.upgrade()
        yield History(schema.engine)


async def names(history: Store, limit: int = 50, **asked: Any) -> list[str]:
    return [each.name for each in await history.runs(RunFilter.model_validate(asked), limit)]


async def test_a_migrated_database_has_the_tables_that_the_code_reads(empty: Schema) -> None:
    await empty.upgrade()
    assert await empty.differences() == []


async def test_a_database_without_the_wanted_schema_is_refused_with_what_to_do(empty: Schema) -> None:
    with pytest.raises(WrongSchema, match=r"revision none.*`webmend-server db upgrade"):
        await empty.check()
    await empty.upgrade()
    await empty.check()


async def test_the_way_back_leaves_nothing_and_the_way_forth_can_be_gone_again(empty: Schema) -> None:
    await empty.upgrade()
    await History(empty.engine).record([record("one")])
    await empty.downgrade("base")
    assert await empty.current() == ""
    await empty.upgrade()
    assert await names(History(empty.engine)) == []


@pytest.mark.parametrize("revision", revisions()[1:])
async def test_runs_outlast_every_way_back_and_forth(empty: Schema, revision: str) -> None:
    await empty.upgrade()
    made = record("one", labels={"a": "b"}, attempts=2, steps=(step("open"), step("save", sequence=2)))
    await History(empty.engine).record([made])
    await empty.downgrade(revision)
    assert await empty.current() == revision
    await empty.upgrade()
    history = History(empty.engine)
    assert await empty.differences() == []
    assert await history.run("clinic", "one") == made
    assert [each.node_id for each in await history.steps(RunFilter(), StepOrder.TOTAL, 9)] == ["open", "save"]


async def test_an_older_release_finds_attempts_and_recoveries_where_it_looks_for_them(empty: Schema) -> None:
    await empty.upgrade()
    mended = {"attempt": 1, "sequence": 2, "kind": "WaitAndRetry", "what": "waited", "decidedAt": NOW.isoformat()}
    made = record("one", attempts=2)
    made = made.with_(status={**made.status, "recoveries": [mended]})
    await History(empty.engine).record([made, record("two")])
    await empty.downgrade("0005")
    async with empty.engine.connect() as connection:
        found = {
            table: [
                json.loads(body) if isinstance(body, str) else body
                for (body,) in await connection.execute(
                    text(f"SELECT body FROM {table} JOIN runs ON runs.id = run_id WHERE name = 'one'")
                )
            ]
            for table in ("attempts", "recoveries")
        }
    assert sorted(each["number"] for each in found["attempts"]) == [1, 2]
    assert found["recoveries"] == [mended]


async def test_what_was_recorded_is_read_as_it_was(history: Store) -> None:
    one = record("one", labels={"team": "billing"}, steps=(step("open"), step("save", sequence=2)), attempts=2)
    await history.record([one])
    assert await history.run("clinic", "one") == one
    assert await history.runs(RunFilter(), 10) == (one.summary,)


async def test_what_was_never_recorded_is_none(history: Store) -> None:
    await history.record([record("one")])
    assert await history.run("clinic", "two") is None
    assert await history.run("other", "one") is None


async def test_the_latest_record_of_a_run_takes_the_place_of_the_one_before(history: Store) -> None:
    await history.record([record("one", phase="Running", seen=7, steps=(step("open"),))])
    await history.record([record("one", phase="Succeeded", seen=9, labels={"a": "b"})])
    kept = await history.run("clinic", "one")
    assert kept
    assert (kept.summary.phase, kept.summary.labels, kept.steps) == ("Succeeded", {"a": "b"}, ())


async def test_what_was_seen_earlier_changes_nothing(history: Store) -> None:
    await history.record([record("one", phase="Succeeded", seen=9)])
    await history.record([record("one", phase="Running", seen=7), record("two", seen=7)])
    assert {each.name: each.phase for each in await history.runs(RunFilter(), 10)} == {
        "one": "Succeeded",
        "two": "Succeeded",
    }


async def test_it_tells_up_to_which_version_it_has_seen_each_run(history: Store) -> None:
    made = [record(f"run-{number}", seen=number) for number in range(1, 1200)]
    await history.record(made)
    uids = [each.summary.uid for each in made]
    assert await history.seen([*uids, "another"]) == {uid: number for number, uid in enumerate(uids, 1)}


async def test_the_latest_comes_first_and_pages_have_no_gap_and_no_overlap(history: Store) -> None:
    await history.record([record(f"run-{number}", created=at(number)) for number in range(10)])
    pages, before = [], None
    while page := await history.runs(RunFilter(), 3, before):
        pages.append([each.name for each in page])
        before = page[-1].id
    assert pages == [["run-9", "run-8", "run-7"], ["run-6", "run-5", "run-4"], ["run-3", "run-2", "run-1"], ["run-0"]]


async def test_an_event_is_kept_with_the_record_that_it_tells_of_and_read_as_it_was(history: Store) -> None:
    event = started("one", labels={"team": "billing"})
    await history.record([record("one")], [event])
    assert [each.event for each in await history.posted(0, 10)] == [event]
    assert await names(history) == ["one"]


async def test_an_event_is_kept_without_a_record(history: Store) -> None:
    await history.record([], [started("one")])
    assert len(await history.posted(0, 10)) == 1
    assert await names(history) == []


async def test_an_event_that_is_kept_already_changes_nothing_and_leaves_the_others_alone(history: Store) -> None:
    await history.record([], [started("one", attempt=1)])
    await history.record([], [started("one", attempt=2), started("two")])
    assert [(each.event.data["run"], each.event.data["attempt"]) for each in await history.posted(0, 10)] == [
        ("one", 1),
        ("two", 0),
    ]


async def test_neither_a_record_nor_its_event_is_kept_alone(history: Store) -> None:
    with pytest.raises(StoreFailed):
        await history.record([record("one").with_(summary=record("one").summary.with_(phase=None))], [started("one")])
    assert await history.posted(0, 10) == ()
    assert await names(history) == []


async def test_events_are_read_on_from_any_place_in_their_order(history: Store) -> None:
    await history.record([], [started(f"run-{number}") for number in range(5)])
    first = await history.posted(0, 2)
    rest = await history.posted(first[-1].sequence, 10)
    assert [each.event.data["run"] for each in (*first, *rest)] == [f"run-{number}" for number in range(5)]
    sequences = [each.sequence for each in (*first, *rest)]
    assert sequences == sorted(set(sequences))


async def test_two_that_post_the_same_events_at_once_keep_each_once(history: Store) -> None:
    made = [started(f"run-{number}") for number in range(20)]
    await asyncio.gather(history.record([], made), history.record([], made[::-1]))
    assert sorted(str(each.event.id) for each in await history.posted(0, 50)) == sorted(str(each.id) for each in made)


DIFFERENT: dict[str, dict[str, Any]] = {
    "namespaces": {"namespace": "other"},
    "workflows": {"workflow": "other"},
    "phases": {"phase": "Failed"},
    "triggers": {"trigger": "Schedule"},
    "versions": {"version": 4},
    "categories": {"category": "UPSTREAM_ERROR"},
    "sub_types": {"sub_type": "HTTP_ERROR"},
    "codes": {"code": "cookie-wall"},
    "sites": {"site": "other.test"},
    "types": {"type": "other"},
}


@pytest.mark.parametrize("field", DIFFERENT)
async def test_runs_are_found_by_each_of_several_values(history: Store, field: str) -> None:
    ((of_record, value),) = DIFFERENT[field].items()
    await history.record([record("one"), record("two", **DIFFERENT[field])])
    usual = getattr(record("one").summary, of_record)
    assert await names(history, **{field: [value]}) == ["two"]
    if usual:
        assert await names(history, **{field: [usual]}) == ["one"]
        assert sorted(await names(history, **{field: [value, usual]})) == ["one", "two"]


async def test_no_namespace_is_not_every_namespace(history: Store) -> None:
    await history.record([record("one")])
    assert await names(history, namespaces=[]) == []
    assert await names(history, namespaces=None) == ["one"]


@pytest.mark.parametrize(
    ("asked", "want"),
    [
        ({"labels": {"team": "a"}}, ["both", "one"]),
        ({"labels": {"team": "a", "tier": "1"}}, ["both"]),
        ({"labels": {"team": "A"}}, []),
        ({"recovered": True}, ["both"]),
        ({"recovered": False}, ["none", "one"]),
        ({"since": at(10)}, ["both", "none"]),
        ({"until": at(10)}, ["one"]),
        ({"since": at(0), "until": at(11)}, ["none", "one"]),
        ({"min_duration_ms": 2000}, ["both", "none"]),
        ({"max_duration_ms": 2000}, ["none", "one"]),
        ({"text": "COOKIE"}, ["one"]),
        ({"text": "100%"}, ["both"]),
        ({"text": "1__%"}, []),
        ({"text": "none"}, ["none"]),
        ({"text": "x' OR 1=1 --"}, []),
        ({"text": "none", "recovered": True}, []),
    ],
)
async def test_runs_are_found_by_what_holds_of_them(history: Store, asked: dict[str, Any], want: list[str]) -> None:
    await history.record(
        [
            record("one", created=at(0), labels={"team": "a"}, duration_ms=1000, message="a cookie wall"),
            record("none", created=at(10), duration_ms=2000),
            record(
                "both",
                created=at(20),
                labels={"team": "a", "tier": "1"},
                recovered=True,
                duration_ms=3000,
                message="at 100% of it",
            ),
        ]
    )
    assert sorted(await names(history, **asked)) == want


async def test_times_before_there_were_computers_are_before_every_run(history: Store) -> None:
    await history.record([record("one", steps=(step("open"),))])
    early = datetime(1969, 12, 2, 12, tzinfo=UTC)
    assert [run.name for run in await history.runs(RunFilter().with_(since=early), 9)] == ["one"]
    assert await history.runs(RunFilter().with_(until=early), 9) == ()
    assert len(await history.steps(RunFilter().with_(since=early), StepOrder.TOTAL, 9)) == 1


MIXED = [
    record("one", created=at(0), duration_ms=1000, duration_bucket=79, recovered=True, records=2),
    record("two", created=at(1), duration_ms=3000, duration_bucket=92, phase="Failed", category="UPSTREAM_ERROR"),
    record("three", created=at(60), workflow="other", phase="Stopped", version=None),
    record("four", created=at(61), workflow="other", duration_ms=1000, duration_bucket=79, records=5),
]


async def test_runs_are_counted_all_together(history: Store) -> None:
    await history.record(MIXED)
    assert await history.tallies(RunFilter()) == (
        Tally(
            runs=4, succeeded=2, failed=1, stopped=1, recovered=1, records=7, duration_ms=5000, durations={79: 2, 92: 1}
        ),
    )


async def test_no_runs_are_no_group(history: Store) -> None:
    await history.record(MIXED)
    assert await history.tallies(RunFilter(workflows=("none",))) == ()


@pytest.mark.parametrize(
    ("by", "want"),
    [
        (Grouping.WORKFLOW, {"portal": 2, "other": 2}),
        (Grouping.VERSION, {"3": 3, "": 1}),
        (Grouping.CATEGORY, {"UPSTREAM_ERROR": 1, "": 3}),
        (Grouping.SUB_TYPE, {"": 4}),
        (Grouping.TYPE, {"claims": 4}),
        (Grouping.SITE, {"portal.test": 4}),
        (Grouping.TRIGGER, {"Manual": 4}),
        (Grouping.NAMESPACE, {"clinic": 4}),
        (Grouping.HOUR, {"0": 2, "1": 2}),
    ],
)
async def test_runs_are_counted_by_what_they_have_in_common(history: Store, by: Grouping, want: dict[str, int]) -> None:
    await history.record(MIXED)
    found = await history.tallies(RunFilter(), by, (at(0), at(60), at(120)))
    assert {tally.key: tally.runs for tally in found} == want


async def test_only_those_that_are_meant_are_counted(history: Store) -> None:
    await history.record(MIXED)
    (found,) = await history.tallies(RunFilter(phases=("Succeeded",), since=at(60)))
    assert (found.runs, found.records) == (1, 5)


def executed(node_id: str, took: int = 2, outcome: str = "Done", **place: int) -> RecordedStep:
    """A step that took so many seconds."""
    return step(node_id, outcome=outcome, started_at=at(0), finished_at=at(0) + timedelta(seconds=took), **place)


async def test_steps_are_counted_with_their_share_of_the_time_and_their_failures(history: Store) -> None:
    first = (executed("open", 1), executed("save", 4, sequence=2), executed("save", 2, "Failed", sequence=3))
    await history.record(
        [
            record("one", steps=first, phase="Failed"),
            record("two", steps=(executed("save", 8), executed("close", 9, "Skipped", sequence=2))),
        ]
    )
    save, opened = await history.steps(RunFilter(), StepOrder.TOTAL, 10)
    common = {"namespace": "clinic", "workflow": "portal", "version": 1, "action": "click", "workflow_ms": 15_000}
    assert save == StepTally.model_validate(
        {
            **common,
            "node_id": "save",
            "title": "save",
            "executions": 3,
            "failed": 1,
            "duration_ms": 14_000,
            "durations": {bucket(seconds * 1000): 1 for seconds in (2, 4, 8)},
        }
    )
    assert (opened.node_id, opened.executions, opened.failed, opened.workflow_ms) == ("open", 1, 0, 15_000)


async def steps_of(history: Store, order: StepOrder = StepOrder.TOTAL, limit: int = 50, **asked: Any) -> dict[str, int]:
    found = await history.steps(RunFilter.model_validate(asked), order, limit)
    return {each.node_id: each.executions for each in found}


async def test_a_run_that_is_recorded_again_counts_once_and_as_it_is_now(history: Store) -> None:
    await history.record(
        [record("one", seen=1, phase="Running", steps=(executed("open"), executed("wait", sequence=2)))]
    )
    await history.record(
        [record("one", seen=2, phase="Failed", steps=(executed("open"), executed("save", sequence=2)))]
    )
    await history.record([record("one", seen=1, phase="Running", steps=(executed("open"),))])
    assert await steps_of(history) == {"open": 1, "save": 1}
    assert await steps_of(history, phases=["Running"]) == {}
    assert await steps_of(history, phases=["Failed"]) == {"open": 1, "save": 1}


async def test_a_run_that_is_recorded_by_two_at_once_counts_once(history: Store) -> None:
    made = [record(f"run-{number}", steps=(executed("open"),)) for number in range(20)]
    await asyncio.gather(*(history.record(each) for each in (made, made[::-1], made[:10], made[10:])))
    assert await steps_of(history) == {"open": 20}


@pytest.mark.parametrize(
    ("order", "want"),
    [
        (StepOrder.TOTAL, ["often", "long", "fails"]),
        (StepOrder.AVERAGE, ["long", "often", "fails"]),
        (StepOrder.FAILED, ["fails", "often", "long"]),
    ],
)
async def test_steps_come_in_the_order_that_is_asked_for(history: Store, order: StepOrder, want: list[str]) -> None:
    often = [executed("often", 2, sequence=number) for number in range(1, 6)]
    others = (executed("long", 9, sequence=6), executed("fails", 1, "Failed", sequence=7))
    await history.record([record("one", steps=(*often, *others))])
    found = list(await steps_of(history, order))
    assert found[:2] == want[:2] or order is StepOrder.FAILED
    assert found[0] == want[0]
    assert list(await steps_of(history, order, 1)) == want[:1]


async def test_a_step_belongs_to_the_version_that_its_attempt_ran(history: Store) -> None:
    mended = record("one", attempts=2, version=4, steps=(executed("save", attempt=1), executed("save", attempt=2)))
    first, second = mended.attempts
    made = [first.stored(), second.with_(version=4).stored()]
    await history.record([mended.with_(status={**mended.status, "attempts": made})])
    assert [each.version for each in await history.steps(RunFilter(), StepOrder.TOTAL, 9)] == [1, 4]
    assert [each.version for each in await history.steps(RunFilter(versions=(4,)), StepOrder.TOTAL, 9)] == [4]


def some_runs(count: int, chance: Random) -> list[RunRecord]:
    """Runs of five days with some steps each."""
    return [
        record(
            f"run-{number}",
            created=NOW + timedelta(minutes=chance.randrange(5 * 24 * 60)),
            seen=chance.randrange(5),
            workflow=chance.choice(["portal", "other"]),
            namespace=chance.choice(["clinic", "lab"]),
            phase=chance.choice(["Succeeded", "Failed", "Running"]),
            trigger=chance.choice(["Manual", "Schedule"]),
            site=chance.choice(["", "portal.test"]),
            version=chance.choice([None, 1, 2]),
            steps=tuple(
                executed(
                    chance.choice("abc"), chance.randrange(9), chance.choice(["Done", "Failed", "Skipped"]), sequence=n
                )
                for n in range(1, chance.randrange(6))
            ),
        )
        for number in range(count)
    ]


ASKED: list[dict[str, Any]] = [
    {},
    {"namespaces": ["lab"]},
    {"namespaces": []},
    {"workflows": ["other"], "phases": ["Failed", "Running"]},
    {"versions": [1], "sites": ["portal.test"], "types": ["claims"]},
    {"triggers": ["Schedule"]},
    {"text": "run-1"},
    {"since": NOW + timedelta(days=1)},
    {"until": NOW + timedelta(days=3, hours=5)},
    {"since": NOW + timedelta(hours=4), "until": NOW + timedelta(days=3, hours=9), "phases": ["Failed"]},
    {"since": NOW + timedelta(hours=1), "until": NOW + timedelta(hours=5)},
    {"since": NOW + timedelta(hours=1), "until": NOW + timedelta(hours=15)},
    {"since": NOW + timedelta(hours=12), "until": NOW + timedelta(hours=36)},
    {"since": NOW + timedelta(hours=12), "workflows": ["portal"], "namespaces": ["clinic"]},
]
"""NOW is at noon: times that begin or end within a day, and at midnight."""


@pytest.mark.parametrize("asked", ASKED, ids=str)
async def test_sums_by_day_and_what_is_cut_of_a_day_come_to_what_the_steps_come_to(
    database: History, asked: dict[str, Any]
) -> None:
    chance, fake = Random(7), FakeStore()
    for bundle in (some_runs(60, chance), some_runs(90, chance), some_runs(40, chance)):
        same = {each.name: each for each in await database.runs(RunFilter(), 1000)}
        placed = [placed_as(each, same.get(each.summary.name)) for each in bundle]
        await database.record(placed)
        await fake.record(placed)
    for order in StepOrder:
        meant = RunFilter.model_validate(asked)
        assert await database.steps(meant, order, 20) == await fake.steps(meant, order, 20)


def placed_as(made: RunRecord, kept: RunSummary | None) -> RunRecord:
    """The record at the place that the run has: it is created once."""
    return made.with_(summary=made.summary.with_(id=kept.id, created_at=kept.created_at)) if kept else made


async def test_the_way_to_the_roll_up_counts_what_is_kept_already(empty: Schema) -> None:
    await empty.upgrade()
    history, made = History(empty.engine), some_runs(80, Random(3))
    await history.record(made)
    want = await history.steps(RunFilter(), StepOrder.TOTAL, 50)
    await empty.downgrade("0001")
    await empty.upgrade("0002")
    await empty.upgrade()
    assert await history.steps(RunFilter(), StepOrder.TOTAL, 50) == want
    await history.record([each.with_(steps=(), summary=each.summary.with_(seen=9)) for each in made])
    assert await history.steps(RunFilter(), StepOrder.TOTAL, 50) == ()


BROKEN = {"phase": "Failed", "category": "XPATH_INCORRECT", "sub_type": "SELECTOR_NO_MATCH", "node_id": "save"}
FAILED = [
    record("one", created=at(0), **BROKEN),
    record("two", created=at(1000), workflow="other", message="no such button", **BROKEN),
    record("three", created=at(2000), **{**BROKEN, "node_id": "open"}),
    record("four", created=at(3000), **{**BROKEN, "site": "lab.test"}),
    record("five", created=at(4000), phase="Failed"),
    record("six", created=at(5000), phase="Stopped"),
    record("seven", created=at(6000)),
]


async def test_failures_that_are_alike_are_told_together_with_the_latest_of_them(history: Store) -> None:
    await history.record(FAILED)
    first, *others = await history.failures(RunFilter(), 10)
    assert (first.category, first.sub_type, first.node_id, first.site) == (
        "XPATH_INCORRECT",
        "SELECTOR_NO_MATCH",
        "save",
        "portal.test",
    )
    assert (first.runs, first.workflows, first.first_seen, first.last_seen) == (2, 2, at(0), at(1000))
    assert (first.example.name, first.example.workflow, first.example.message) == ("two", "other", "no such button")
    assert [each.example.name for each in others] == ["five", "four", "three"]
    assert others[0].category is None


async def test_failures_are_told_with_the_filters_of_the_list_and_not_more_than_asked(history: Store) -> None:
    await history.record(FAILED)
    found = await history.failures(RunFilter(workflows=("portal",)), 2)
    assert [(each.example.name, each.runs) for each in found] == [("five", 1), ("four", 1)]
    assert await history.failures(RunFilter(phases=(Phase.SUCCEEDED,)), 2) == ()


async def test_runs_are_counted_by_the_quarter_of_an_hour(history: Store) -> None:
    await history.record(FAILED)
    found = await history.quarters(RunFilter(until=at(5000)))
    assert [(each.begins, each.runs, each.failed) for each in found] == [
        (at(0), 1, 1),
        (at(900), 1, 1),
        (at(1800), 1, 1),
        (at(2700), 1, 1),
        (at(3600), 1, 1),
    ]
    assert [(each.runs, each.failed) for each in await history.quarters(RunFilter(since=at(5000)))] == [(1, 0), (1, 0)]


async def test_runs_are_counted_by_workflow_with_those_that_failed_one_after_the_other(history: Store) -> None:
    await history.record(
        [
            record("a1", created=at(1), **BROKEN),
            record("a2", created=at(2), recovered=True, records=4),
            record("a3", created=at(3), phase="Failed"),
            record("a4", created=at(4), phase="Stopped"),
            record("a5", created=at(5), **BROKEN, message="gone", code="moved"),
            record("a6", created=at(6), phase="Running"),
            record("b1", created=at(1), namespace="lab"),
            record("c1", created=at(1), workflow="never", phase="Failed"),
        ]
    )
    found = {(each.namespace, each.workflow): each for each in await history.workflows(RunFilter())}
    assert set(found) == {("clinic", "portal"), ("lab", "portal"), ("clinic", "never")}
    portal = found["clinic", "portal"]
    assert (portal.runs, portal.succeeded, portal.failed, portal.stopped) == (6, 1, 3, 1)
    assert (portal.recovered, portal.records, portal.failed_in_a_row) == (1, 4, 2)
    last = portal.last_failure
    assert last
    assert (last.run, last.created_at, last.category, last.node_id) == ("a5", at(5), "XPATH_INCORRECT", "save")
    assert (last.message, last.code) == ("gone", "moved")
    assert (found["lab", "portal"].failed_in_a_row, found["lab", "portal"].last_failure) == (0, None)
    assert found["clinic", "never"].failed_in_a_row == 1


async def test_workflows_are_told_with_the_filters_of_the_list(history: Store) -> None:
    await history.record([record("one", **BROKEN), record("two", namespace="lab", created=at(9))])
    assert [each.namespace for each in await history.workflows(RunFilter(since=at(5)))] == ["lab"]
    assert await history.workflows(RunFilter(namespaces=())) == ()


async def test_the_oldest_come_first_and_go_on_from_any_place(history: Store) -> None:
    await history.record([record(f"run-{number}", created=at(number)) for number in range(5)])
    first = await history.oldest(RunFilter(until=at(4)), 3)
    rest = await history.oldest(RunFilter(until=at(4)), 3, first[-1].id)
    assert [[run.name for run in part] for part in (first, rest)] == [["run-0", "run-1", "run-2"], ["run-3"]]


async def test_nothing_is_kept_of_a_run_that_is_forgotten_and_all_of_the_others(history: Store) -> None:
    one, two = (record(name, labels={"team": "a"}, steps=(executed("open"),), attempts=2) for name in ("one", "two"))
    await history.record([one, two])
    await history.forget([one.summary.id])
    assert await history.run("clinic", "one") is None
    assert await history.run("clinic", "two") == two
    assert await names(history, labels={"team": "a"}) == ["two"]
    assert await history.seen([one.summary.uid, two.summary.uid]) == {"uid-two": 1}
    assert await steps_of(history) == {"open": 1}
    await history.forget([one.summary.id])
    await history.forget([])
    assert await steps_of(history) == {"open": 1}


async def test_of_a_forgotten_run_no_row_is_left(database: History) -> None:
    made = [record(f"run-{n}", labels={"a": "b"}, steps=(executed("open"),)) for n in range(3)]
    await database.record(made)
    await database.forget([each.summary.id for each in made])
    async with database._engine.connect() as connection:
        for table in (tables.runs, tables.step_days, *tables.PARTS):
            assert (await connection.execute(select(func.count()).select_from(table))).scalar() == 0, table.name


def kept_version(number: int, created: datetime = NOW, seen: int = 1, **facts: Any) -> VersionRecord:
    uid = f"version-{facts.get('workflow', 'portal')}-{number}-{created.timestamp()}"
    return VersionRecord.model_validate(
        {
            "id": place(created, uid),
            "uid": uid,
            "seen": seen,
            "namespace": "clinic",
            "workflow": "portal",
            "number": number,
            "created_at": created,
            "author": "User",
            "note": "made by hand",
            "spec": {"workflow": "portal", "number": number, "graph": {"nodes": []}},
            **facts,
        }
    )


def kept_code(name: str, created: datetime = NOW, seen: int = 1, **facts: Any) -> KeptCode:
    return KeptCode.model_validate(
        {
            "id": place(created, name),
            "uid": f"uid-{name}",
            "seen": seen,
            "namespace": "clinic",
            "name": name,
            "code": name,
            "state": "Suggested",
            "action": "Alert",
            "author": "Webmend",
            "category": "UPSTREAM_ERROR",
            "match": {"words": ["no slot"]},
            "created_at": created,
            **facts,
        }
    )


async def test_versions_and_error_codes_are_read_as_they_were_kept(history: Store) -> None:
    made = kept_version(2, run="portal-1", revert_to=1, review=True, decision="Approved")
    code = kept_code("no-slot", occurrences=3, first_seen=at(1), last_seen=at(2), merged_into="none")
    await history.keep([made], [code])
    assert await history.kept_version("clinic", "portal", 2) == made
    assert await history.kept_version("clinic", "portal", 3) is None
    listed = KeptVersion.model_validate(made.model_dump(exclude={"spec"}) | {"seen": made.seen})
    assert await history.kept_versions(RunFilter(), 9) == (listed,)
    assert await history.kept_codes(RunFilter(), 9) == (code,)


async def test_of_versions_and_error_codes_the_latest_that_was_seen_is_kept(history: Store) -> None:
    await history.keep([kept_version(1, seen=5, decision="Approved")], [kept_code("a", seen=5, occurrences=5)])
    await history.keep([kept_version(1, seen=4)], [kept_code("a", seen=4, occurrences=4)])
    assert [each.decision for each in await history.kept_versions(RunFilter(), 9)] == ["Approved"]
    assert [each.occurrences for each in await history.kept_codes(RunFilter(), 9)] == [5]
    await history.keep([], [kept_code("a", seen=6, occurrences=6)])
    assert [each.occurrences for each in await history.kept_codes(RunFilter(), 9)] == [6]


async def test_a_version_of_a_workflow_that_was_made_anew_is_the_latest(history: Store) -> None:
    await history.keep([kept_version(1, at(0), note="old"), kept_version(1, at(9), note="new")], [])
    found = await history.kept_version("clinic", "portal", 1)
    assert found
    assert found.note == "new"
    assert [each.note for each in await history.kept_versions(RunFilter(), 9)] == ["new", "old"]


@pytest.mark.parametrize(
    ("asked", "want"),
    [
        ({}, [3, 2, 1]),
        ({"namespaces": ["lab"]}, [3]),
        ({"namespaces": []}, []),
        ({"workflows": ["portal"]}, [2, 1]),
        ({"versions": [2]}, [2]),
        ({"since": at(2)}, [3, 2]),
        ({"until": at(2)}, [1]),
    ],
)
async def test_versions_are_found_by_what_holds_of_them(history: Store, asked: dict[str, Any], want: list[int]) -> None:
    third = kept_version(3, at(3), namespace="lab", workflow="other")
    await history.keep([kept_version(1, at(1)), kept_version(2, at(2)), third], [])
    found = await history.kept_versions(RunFilter.model_validate(asked), 9)
    assert [each.number for each in found] == want
    assert await history.kept_versions(RunFilter.model_validate(asked), 9, third.id) == tuple(
        each for each in found if each.number != 3
    )


@pytest.mark.parametrize(
    ("asked", "want"),
    [
        ({}, ["b", "a"]),
        ({"codes": ["a"]}, ["a"]),
        ({"categories": ["UPSTREAM_ERROR"]}, ["a"]),
        ({"sub_types": ["HTTP_ERROR"]}, ["b"]),
        ({"since": at(2)}, ["b"]),
    ],
)
async def test_error_codes_are_found_by_what_holds_of_them(
    history: Store, asked: dict[str, Any], want: list[str]
) -> None:
    other = kept_code("b", at(2), category="SERVICE_UNAVAILABLE", sub_type="HTTP_ERROR")
    await history.keep([], [kept_code("a", at(1)), other])
    assert [each.name for each in await history.kept_codes(RunFilter.model_validate(asked), 9)] == want


async def test_two_who_record_at_once_both_have_their_say(history: Store) -> None:
    bundles = [[record(f"run-{group}-{number}") for number in range(20)] for group in range(8)]
    await asyncio.gather(*map(history.record, bundles))
    assert len(await history.runs(RunFilter(), 1000)) == 160


async def test_all_of_a_bundle_is_kept_or_nothing(history: Store) -> None:
    spoilt = record("two").model_copy(update={"summary": record("two").summary.with_(phase=None)})
    with pytest.raises(StoreFailed):
        await history.record([record("one"), spoilt])
    assert await names(history) == []


async def test_what_is_told_of_a_failure_has_no_values_in_it(database: History) -> None:
    spoilt = record("two").model_copy(update={"summary": record("two").summary.with_(phase=None, message="s3cret")})
    with pytest.raises(StoreFailed) as failed:
        await database.record([spoilt])
    assert "s3cret" not in str(failed.value)


def test_later_runs_have_greater_ids_on_both_databases() -> None:
    made = [record(f"run-{number}", created=NOW + timedelta(milliseconds=number)) for number in range(50)]
    ids = [each.summary.id for each in made]
    assert all(one < two and one.hex < two.hex and one.bytes < two.bytes for one, two in itertools.pairwise(ids))
