"""What thousands of runs cost: one JSON object on standard output.

Real etcd, API server, controller manager and scheduler; KWOK plays nodes whose pods end at once; the operator is a
process of its own with the settings that are shipped. So many runs are asked for at once and so are as many bare Jobs
with one such pod each, on a fresh control plane every time: with the controller manager at its defaults, where its own
limit on requests decides, and with that limit raised. Then the operator's memory beside many finished and live runs.
Exit status 1 when a bar is missed.
"""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from typing import Any

from ran_on import ran_on
from runs import load, operating
from runs.plane import DEFAULTS, TUNED, Tuning, say, simulated

from webmend.ports.cluster import RUNS, Cluster, Object

LEAST_SHARE = {DEFAULTS.name: 0.9, TUNED.name: 0.5}
"""Of the rate of bare Jobs."""
LEAST_TUNED = 1400.0
"""Runs a minute."""
MOST_WRITES = 4.0
MOST_MEGABYTES = 200.0
FAR = "2100-01-01T00:00:00Z"


def main() -> int:
    """Print the figures."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("asked to end"))  # with everything that it has started
    tunings = [tuning for tuning in (TUNED, DEFAULTS) if tuning.name in options.tunings]
    rates = {tuning.name: asyncio.run(_rates(tuning, options.runs)) for tuning in tunings}
    figures: dict[str, Any] = {"runs": options.runs, "rates": rates}
    if options.finished or options.live:
        figures["memory"] = asyncio.run(_memory(options.finished, options.live))
    missed = _missed(figures)
    print(json.dumps({"ran_on": ran_on(), **figures, "bars": _bars(), "bars_missed": missed}, indent=2))
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=2000, help="runs, and Jobs, that are asked for at once (2000)")
    parser.add_argument("--tunings", default="tuned,defaults", help="of the control plane (tuned,defaults)")
    parser.add_argument("--finished", type=int, default=10_000, help="finished runs beside which memory counts (10000)")
    parser.add_argument("--live", type=int, default=500, help="live runs beside which it does (500)")
    return parser.parse_args()


async def _rates(tuning: Tuning, count: int) -> dict[str, Any]:
    ours = await _ours(tuning, count)
    say(f"{tuning.name}: {ours['runs_a_minute']} runs a minute, {ours['operator_writes_a_run']} writes a run")
    with simulated(tuning) as plane:
        async with operating.clinic(plane) as (_, cluster):
            bare = await load.jobs_a_minute(cluster, count)
    say(f"{tuning.name}: {bare:.0f} bare Jobs a minute")
    flags = {"kube-controller-manager": tuning.manager, "kube-scheduler": tuning.scheduler}
    share = round(ours["runs_a_minute"] / bare, 3)
    return {"flags": flags, "bare_jobs_a_minute": round(bare, 1), "share_of_bare_jobs": share, **ours}


async def _ours(tuning: Tuning, count: int) -> dict[str, Any]:
    with simulated(tuning) as plane:
        async with operating.clinic(plane) as (clinic, cluster), operating.operator(clinic) as process:
            await clinic.apply_workflow()
            await clinic.wait_for_version()
            before, spent = operating.writes(plane), process.cpu_seconds()
            rate = await load.runs_a_minute(cluster, count)
            spent = process.cpu_seconds() - spent
            await operating.quiet(process, 2)
            written = operating.writes(plane) - before
            held = operating.memory(process)
    return {
        "runs_a_minute": round(rate, 1),
        "operator_writes_a_run": round(sum(written.values()) / count, 3),
        "operator_writes": dict(written.most_common()),
        "operator_cpu_milliseconds_a_run": round(spent / count * 1000, 2),
        "operator_megabytes": held,
    }


async def _memory(finished: int, live: int) -> dict[str, Any]:
    """Of an operator that finds the finished runs when it starts, and starts the live ones."""
    with simulated(TUNED, pods_end=False) as plane:
        async with operating.clinic(plane) as (clinic, cluster):
            await clinic.apply_workflow()
            say(f"{finished} finished runs are being made")
            await _finished(cluster, finished)
            async with operating.operator(clinic) as process:
                alone = operating.memory(process)
                await load.create(cluster, RUNS, [load.run(f"live-{number}") for number in range(live)])
                await _all_running(cluster, live)
                await operating.quiet(process, 20)
                return {
                    "finished_runs": finished,
                    "live_runs": live,
                    "operator_megabytes": operating.memory(process),
                    "operator_megabytes_before_the_live_ones": alone,
                }


async def _finished(cluster: Cluster, count: int) -> None:
    made = await load.create(cluster, RUNS, [load.run(f"done-{number}", startAt=FAR) for number in range(count)])
    room = asyncio.Semaphore(load.AT_ONCE)

    async def end(run: Object) -> None:
        async with room:
            status = {"phase": "Succeeded", "reason": "Completed", "finishedAt": "2026-11-25T12:00:00Z"}
            await cluster.patch_status(RUNS, load.SPACE, run["metadata"]["name"], status, "")

    await asyncio.gather(*map(end, made))


async def _all_running(cluster: Cluster, count: int) -> None:
    running: set[str] = set()
    async with asyncio.timeout(load.PATIENCE):
        async for change in cluster.watch(RUNS, load.SPACE, fields="status.phase!=Succeeded"):
            if change.object.get("status", {}).get("phase") == "Running":
                running.add(change.object["metadata"]["uid"])
            if len(running) >= count:
                break


def _bars() -> dict[str, Any]:
    return {
        "least_share_of_bare_jobs": LEAST_SHARE,
        "least_runs_a_minute_tuned": LEAST_TUNED,
        "most_operator_writes_a_run": MOST_WRITES,
        "most_operator_megabytes": MOST_MEGABYTES,
    }


def _missed(figures: dict[str, Any]) -> Sequence[str]:
    missed = []
    for name, rate in figures["rates"].items():
        if rate["share_of_bare_jobs"] < LEAST_SHARE[name]:
            missed.append(f"{name}: share_of_bare_jobs")
        if name == TUNED.name and rate["runs_a_minute"] < LEAST_TUNED:
            missed.append(f"{name}: runs_a_minute")
        if rate["operator_writes_a_run"] > MOST_WRITES:
            missed.append(f"{name}: operator_writes_a_run")
    if figures.get("memory", {}).get("operator_megabytes", {}).get("resident", 0) > MOST_MEGABYTES:
        missed.append("memory: operator_megabytes")
    return missed


if __name__ == "__main__":
    sys.exit(main())
