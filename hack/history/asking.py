"""How long the API takes to answer questions about a history."""

import asyncio
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from .made_up import WORKFLOWS
from .serving import TOKEN, Served

DEEP = 1_000
"""The page that somebody has come to."""
Times = dict[str, float]


async def summed_up(url: str, times: int) -> dict[str, Times]:
    """Sums over the last 30 days, each so many times in turn."""
    month = _between(timedelta(days=30))
    questions = {
        "all": "runs/summary",
        "by_day": "runs/summary?groupBy=day&timeZone=Europe/Vienna",
        "by_workflow": "runs/summary?groupBy=workflow",
        "by_category_of_one": "runs/summary?groupBy=category&workflow=workflow-7",
        "failures": "runs/failures",
        "peak_hours": "runs/peak-hours?timeZone=Europe/Vienna",
        "standings": f"workflows/standing?{month}",
        "bottlenecks": "steps/slowest",
        "bottlenecks_within_days": f"steps/slowest?{_between(timedelta(days=29, hours=5), timedelta(hours=4))}",
        "slowest_steps_of_one": "steps/slowest?orderBy=average&workflow=workflow-7",
    }
    async with _client(url) as client:
        await _answer(client, "/api/v1/runs")
        return {name: await _timed(client, [f"/api/v1/{question}"] * times) for name, question in questions.items()}


def _between(since: timedelta, until: timedelta = timedelta()) -> httpx.QueryParams:
    """The parameters of a question about the time since so long ago, until so long ago."""
    now = datetime.now(UTC)
    return httpx.QueryParams({"since": (now - since).isoformat(), "until": (now - until).isoformat()})


async def exported(server: Served, runs: int) -> dict[str, float]:
    """All runs as CSV: how many a second, and how much more memory the server has at most meanwhile."""
    async with _client(server.url) as client:
        await _answer(client, "/api/v1/runs")
        before, began, most, lines = server.resident(), time.perf_counter(), 0, 0
        async with client.stream("GET", "/api/v1/runs.csv") as answer:
            answer.raise_for_status()
            async for part in answer.aiter_bytes(1 << 20):
                lines += part.count(b"\n")
                most = max(most, server.resident())
        seconds = time.perf_counter() - began
    if lines < runs:
        raise ValueError(f"{lines} lines of {runs} runs")
    return {"rows_a_second": round(lines / seconds), "growth_mb": round((most - before) / 1e6, 1)}


async def asked(url: str, times: int, long_run: str) -> dict[str, Times]:
    """Each question so many times in turn; `long_run`: namespace and name of a run of 200 steps."""
    async with _client(url) as client:
        await _answer(client, "/api/v1/runs")  # the caller is known from now on
        deep = await _cursors(client)
        questions: dict[str, Callable[[int], str]] = {
            "first_page": lambda number: f"/api/v1/runs?limit={50 + number % 2}",
            "filtered": lambda number: (
                f"/api/v1/runs?phase=Failed&workflow=workflow-{number % WORKFLOWS}&version={1 + number % WORKFLOWS % 9}"
            ),
            "page_1000": lambda number: f"/api/v1/runs?limit=50&cursor={deep[number % len(deep)]}",
            "details_of_200_steps": lambda number: f"/api/v1/namespaces/{long_run}",
        }
        return {name: await _timed(client, map(path, range(times))) for name, path in questions.items()}


def _client(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60)


async def _cursors(client: httpx.AsyncClient) -> list[str]:
    """Those of the deep pages, come to one by one."""
    path, found = "/api/v1/runs?limit=50", []
    for number in range(DEEP + 4):
        cursor = (await _answer(client, path)).get("next")
        if cursor is None:
            break
        path = f"/api/v1/runs?limit=50&cursor={cursor}"
        found += [cursor] if number >= DEEP - 5 else []
    return found or [path.rpartition("=")[2]]


async def _timed(client: httpx.AsyncClient, paths: Iterable[str]) -> Times:
    seconds = []
    for path in paths:
        began = time.perf_counter()
        await _answer(client, path)
        seconds.append(time.perf_counter() - began)
        await asyncio.sleep(0)
    return {"median_ms": _ms(statistics.median(seconds)), "p95_ms": _ms(statistics.quantiles(seconds, n=20)[-1])}


async def _answer(client: httpx.AsyncClient, path: str) -> Any:
    answer = await client.get(path)
    answer.raise_for_status()
    return answer.json()


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
