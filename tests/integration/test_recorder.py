"""Runs on a real API server, kept in a real database by a server with its own rights."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.clinic import Clinic, eventually
from tests.integration.serving import kubeconfig, serving, token_of_person
from tests.integration.terminal import Terminal
from tests.support.replica import replica
from webmend.adapters.store import History, Schema, engine, url_of
from webmend.domain.record import RunFilter
from webmend.domain.settings import HistorySettings
from webmend.ports.cluster import RUNS

__all__ = ["kubeconfig"]


@pytest.fixture
async def history(tmp_path: Path) -> AsyncIterator[History]:
    schema = Schema(engine(url_of(f"sqlite:///{tmp_path}/history.db")))
    await schema.upgrade()
    history = History(schema.engine)
    yield history
    await history.close()


async def names(clinic: Clinic, history: History) -> list[str]:
    return [run.name for run in await history.runs(RunFilter(namespaces=(clinic.namespace,)), 50)]


async def test_a_recorded_run_outlives_its_object(
    clinic: Clinic, kubeconfig: str, history: History, tmp_path: Path
) -> None:
    await clinic.apply_workflow(history={"succeeded": 0})
    settings = clinic.settings.with_(history=HistorySettings(recorder=True, cycle="1s"))
    async with (
        serving(clinic, kubeconfig, tmp_path / "artifacts", history),
        replica(settings, clinic.plane.kubeconfig, tmp_path) as operator,
    ):
        await eventually(operator.is_leader)
        await clinic.sees_a_run_through("first")

        async def has_gone() -> bool:
            return not await clinic.cluster.list(RUNS, clinic.namespace)

        await eventually(has_gone)

    kept = await history.run(clinic.namespace, "first")
    assert kept
    assert (kept.summary.phase, kept.summary.workflow, len(kept.attempts)) == ("Succeeded", "portal", 1)


async def test_runs_that_ended_while_nobody_recorded_are_recorded_afterwards(
    clinic: Clinic, kubeconfig: str, history: History, tmp_path: Path
) -> None:
    await clinic.apply_workflow()
    settings = clinic.settings.with_(history=HistorySettings(recorder=True, cycle="1s"))
    async with replica(settings, clinic.plane.kubeconfig, tmp_path) as operator:
        await eventually(operator.is_leader)
        for name in ("first", "second"):
            await clinic.sees_a_run_through(name)
    assert await names(clinic, history) == []

    async with serving(clinic, kubeconfig, tmp_path / "artifacts", history):

        async def has_both() -> bool:
            return sorted(await names(clinic, history)) == ["first", "second"]

        await eventually(has_both)


async def test_a_run_is_listed_after_its_object_has_gone_to_those_who_may_list(
    clinic: Clinic, kubeconfig: str, history: History, tmp_path: Path
) -> None:
    await clinic.apply_workflow()
    async with serving(clinic, kubeconfig, tmp_path / "artifacts", history) as url:
        await clinic.apply_run("first")

        async def has_it() -> bool:
            return await names(clinic, history) == ["first"]

        await eventually(has_it)
        clinic.plane.kubectl("-n", clinic.namespace, "delete", "wmr", "first")
        terminal = Terminal(clinic, url, tmp_path)
        shown = await terminal.webmend("list", token=await token_of_person(clinic, "ada", "list"))
        refused = await terminal.webmend("list", token=await token_of_person(clinic, "eve", "get"))

    assert (shown.status, shown.errors) == (0, "")
    assert [line.split()[:4] for line in shown.output.splitlines()][1] == ["first", "portal", "-", "Pending"]
    assert refused.status == 2
    assert "may not list workflowruns.webmend.io" in refused.errors
