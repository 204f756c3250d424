"""Runs as an installation has them after months, made up: the same ones each time."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from webmend.adapters.store.step_rollup import DAY_MS, Count, Counts, row
from webmend.policy.analytics import bucket
from webmend.policy.recording import place

Row = tuple[Any, ...]
NAMESPACES, WORKFLOWS, DAYS = 10, 200, 90
PHASES = {"Succeeded": 860, "Failed": 120, "Stopped": 20}
CATEGORIES = {
    "UPSTREAM_ERROR": ("HTTP_ERROR", "TRANSIENT_SITE_ISSUE"),
    "XPATH_INCORRECT": ("SELECTOR_NO_MATCH", "AMBIGUOUS_MATCHES"),
    "AUTHENTICATION_ERROR": ("INVALID_CREDENTIALS", "ACCOUNT_LOCKED"),
    "PAGE_STILL_LOADING": ("SPINNER_VISIBLE", "LAZY_CONTENT_PENDING"),
}
TRIGGERS = ("Schedule", "Schedule", "Schedule", "API", "Manual")
ACTIONS = ("navigate", "fill", "fill", "click", "select", "wait", "extract", "click", "extract", "download")


@dataclass(frozen=True)
class Bundle:
    """Rows of each table, in the order of its columns."""

    runs: list[Row]
    run_labels: list[Row]
    run_bodies: list[Row]
    attempts: list[Row]
    steps: list[Row]
    step_days: list[Row]
    """Of the days that are over with this bundle."""


def bundles(runs: int, steps: int, end: datetime, days: int = DAYS, size: int = 5_000) -> Iterator[Bundle]:
    """So many runs of so many steps in so many days, the last created at `end`; each bundle is written at once."""
    chance = Random(20261125)
    pause = timedelta(days=days) / max(1, runs)
    counts: Counts = {}
    for first in range(0, runs, size):
        bundle = Bundle([], [], [], [], [], [])
        for number in range(first, min(first + size, runs)):
            _add(bundle, counts, number, end - pause * (runs - 1 - number), steps, chance)
        bundle.step_days.extend(_over(counts, bundle.runs[-1] if first + size < runs else None))
        yield bundle


def _over(counts: Counts, last: Row | None) -> Iterator[Row]:
    """The rows of the days before that of the last run, which has more to come; none: of all of them."""
    today = last[15] // DAY_MS * DAY_MS if last else None
    for key in [key for key in counts if today is None or key[0] < today]:
        *columns, durations = row(key, counts.pop(key)).values()
        yield *columns, json.dumps(durations)


def _count(counts: Counts, run: Row, step: Row) -> None:
    _, _, _, namespace, _, workflow, type_, site, version, phase, *_ = run
    _, _, _, node_id, title, action, outcome, _, length, _ = step
    key = (run[15] // DAY_MS * DAY_MS, namespace, workflow, type_, site, version, phase, node_id)
    count = counts.setdefault(key, Count(title, action))
    count.executions += 1
    count.failed += outcome == "Failed"
    count.duration_ms += length
    count.durations[bucket(length)] += 1


def _add(bundle: Bundle, counts: Counts, number: int, created: datetime, steps: int, chance: Random) -> None:
    uid, workflow = f"00000000-0000-4000-8000-{number:012d}", chance.randrange(WORKFLOWS)
    id_ = place(created, uid)
    started = created + timedelta(seconds=2)
    lengths = [int(chance.lognormvariate(6.5, 0.8)) for _ in range(steps)]
    (phase,) = chance.choices(list(PHASES), list(PHASES.values()))
    bundle.runs.append(_run(id_, uid, number, workflow, created, started, lengths, phase, chance))
    bundle.run_labels.append((id_, "team", f"team-{workflow % 12}"))
    status = {"phase": phase, "attempts": [_attempt(phase, 1 + workflow % 9, started)]}
    bundle.run_bodies.append((id_, json.dumps({"member": f"{number}"}), json.dumps(status)))
    begun = _ms(started)
    bundle.attempts.append((id_, 1, "First", phase, 1 + workflow % 9, begun, begun, begun + sum(lengths), None))
    for step in _steps(id_, started, lengths, phase):
        bundle.steps.append(step)
        _count(counts, bundle.runs[-1], step)


def _run(
    id_: UUID,
    uid: str,
    number: int,
    workflow: int,
    created: datetime,
    started: datetime,
    lengths: list[int],
    phase: str,
    chance: Random,
) -> Row:
    category = chance.choice(list(CATEGORIES)) if phase == "Failed" else None
    sub_type = chance.choice(CATEGORIES[category]) if category else None
    message = f"Step failed: {sub_type}." if category else ""
    total, begun = sum(lengths), _ms(started)
    return (
        id_, uid, number, f"namespace-{workflow % NAMESPACES}", f"workflow-{workflow}-{number}",
        f"workflow-{workflow}", f"type-{workflow % 7}", f"site-{workflow % 50}.test", 1 + workflow % 9, phase, phase,
        message, chance.choice(TRIGGERS), "", False, _ms(created), begun, begun + total, total, bucket(total), 1,
        len(lengths), len(lengths), chance.randrange(100), phase == "Succeeded" and chance.random() < 0.06, category,
        sub_type, "", "Website" if category else None, "step-3" if category else None, f"runs/{uid}/",
        json.dumps({"team": f"team-{workflow % 12}"}),
    )  # fmt: skip


def _attempt(phase: str, version: int, started: datetime) -> dict[str, Any]:
    return {
        "number": 1,
        "cause": "First",
        "state": phase,
        "version": version,
        "jobName": "job",
        "intendedAt": started.isoformat(),
    }


def _steps(id_: UUID, started: datetime, lengths: list[int], phase: str) -> Iterator[Row]:
    at = started
    for number, length in enumerate(lengths, 1):
        ends, action = at + timedelta(milliseconds=length), ACTIONS[(number - 1) % len(ACTIONS)]
        outcome = "Failed" if phase == "Failed" and number == len(lengths) else "Done"
        body = '{"waitTime": 15.0, "waited": 0.2, "selector": "role=button[name=Next]"}'
        yield id_, 1, number, f"step-{number}", f"Step {number}", action, outcome, _ms(at), length, body
        at = ends


def _ms(time: datetime) -> int:
    return round(time.timestamp() * 1000)
