"""What the history costs: one JSON object on standard output. Exit status 1 when a bar is missed.

The same made-up runs in SQLite and in PostgreSQL, asked for at the API of a server in a process of its own; and how
many runs a second are recorded.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from history import asking, filling, made_up, serving
from ran_on import ran_on

from tests.support import postgres
from tests.support.records import record, step
from webmend.adapters.store import History, Schema, engine, url_of

P95 = {"first_page": 10.0, "filtered": 15.0, "page_1000": 15.0, "details_of_200_steps": 25.0}
"""Milliseconds at most."""
RECORDED = {"sqlite": 200.0, "postgresql": 500.0}
"""Runs a second at least."""
SUMMED_UP = 300.0
"""Milliseconds at most for a sum over 30 days of MONTH runs."""
EXPORTED, GROWTH = 20_000, 50.0
"""Lines of CSV a second at least, and megabytes that the server has more meanwhile at most."""
MONTH = 100_000
LONG = 200
BUNDLES, BUNDLE = 20, 100


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1_000_000, help="how many runs of ten steps (1000000)")
    parser.add_argument("--times", type=int, default=200, help="how often each question is asked (200)")
    parser.add_argument("--database", choices=RECORDED, action="append", help="only this one (both)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="webmend-history-") as folder:
        Path(folder).chmod(0o711)
        measured = {
            kind: _measured(kind, Path(folder), options.runs, options.times) for kind in options.database or RECORDED
        }
    kept = all(each["bars_kept"] for each in measured.values())
    bars = {
        "p95_ms": {**P95, "sums_of_30_days": SUMMED_UP},
        "recorded_a_second": RECORDED,
        "csv": {"rows_a_second": EXPORTED, "growth_mb": GROWTH},
    }
    print(json.dumps({"ran_on": ran_on(), "bars": bars, "bars_kept": kept, **measured}, indent=2))
    return 0 if kept else 1


def _measured(kind: str, folder: Path, runs: int, times: int) -> dict[str, object]:
    with _database(kind, folder) as url:
        asyncio.run(_with_schema(url))
        began = time.monotonic()
        filling.fill(url_of(url), made_up.bundles(runs, 10, datetime.now(UTC) - timedelta(minutes=1)))
        filled = time.monotonic() - began
        recorded = asyncio.run(_recorded(url))
        with serving.serving(url) as server:
            answers = asyncio.run(asking.asked(server.url, times, "clinic/runs/long"))
            exported = asyncio.run(asking.exported(server, runs))
    with _database(kind, folder / "month") as url:
        sums = _sums(url, min(runs, MONTH), times)
    kept = (
        all(answers[name]["p95_ms"] <= bar for name, bar in P95.items())
        and all(each["p95_ms"] <= SUMMED_UP for each in sums.values())
        and recorded >= RECORDED[kind]
        and exported["rows_a_second"] >= EXPORTED
        and exported["growth_mb"] <= GROWTH
    )
    facts = {"runs": runs, "filled_in_seconds": round(filled, 1), "recorded_a_second": round(recorded)}
    return {"bars_kept": kept, **facts, **answers, "csv": exported, "sums_of_30_days": sums}


def _sums(url: str, runs: int, times: int) -> dict[str, asking.Times]:
    """Over a history of 30 days."""
    asyncio.run(_with_schema(url))
    filling.fill(url_of(url), made_up.bundles(runs, 10, datetime.now(UTC), days=30))
    with serving.serving(url) as server:
        return asyncio.run(asking.summed_up(server.url, times // 4))


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    folder.mkdir(mode=0o711, exist_ok=True)
    if kind == "sqlite":
        yield f"sqlite:///{folder}/history.db"
        return
    with postgres.server(shared_buffers="512MB", fsync="on", synchronous_commit="on") as url:
        yield url


async def _with_schema(url: str) -> None:
    schema = Schema(engine(url_of(url)))
    await schema.upgrade()
    await schema.engine.dispose()


async def _recorded(url: str) -> float:
    """Runs of ten steps recorded in a second; the last is the long one that is asked for."""
    history, now = History(engine(url_of(url))), datetime.now(UTC)
    steps = tuple(step(f"step-{number}", sequence=number) for number in range(1, 11))
    bundles = [
        [record(f"run-{bundle}-{number}", created=now, steps=steps) for number in range(BUNDLE)]
        for bundle in range(BUNDLES)
    ]
    began = time.monotonic()
    for bundle in bundles:
        await history.record(bundle)
    took = time.monotonic() - began
    many = tuple(step(f"step-{number}", sequence=number) for number in range(1, LONG + 1))
    await history.record([record("long", created=now, steps=many)])
    await history.close()
    return BUNDLES * BUNDLE / took


if __name__ == "__main__":
    sys.exit(main())
