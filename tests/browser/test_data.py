"""A site that shows fewer rows than it did, without a word: told at the end, and the good data stay where they are."""

import json
from typing import Any

import httpx

from tests.browser.story import Clinic, clinic

__all__ = ["clinic"]


async def site_is_in(clinic: Clinic, **faults: Any) -> None:
    """From now on the site has these faults and no others."""
    async with httpx.AsyncClient() as http:
        put = await http.put(f"http://127.0.0.1:{clinic.port}/_control/tenants/data-warning", json=faults)
    put.raise_for_status()


async def visit(clinic: Clinic, run: str) -> tuple[str, dict[str, Any]]:
    """Make this run of the example, which succeeds; what it printed, and its status."""
    exit_status, printed = await clinic.visit("18-data-warning.yaml", run)
    assert exit_status == 0, printed
    return printed, json.loads((clinic.folder / "run.json").read_text())["status"]


def rows(clinic: Clinic, name: str = "outputs.json") -> int:
    return len(json.loads((clinic.folder / name).read_text())["visits"])


async def test_fewer_rows_are_told_and_the_good_ones_stay(clinic: Clinic) -> None:
    _, status = await visit(clinic, "data-warning-before")
    assert (status["warnings"], rows(clinic)) == ([], 10)

    await site_is_in(clinic, visits_shown=3)
    printed, status = await visit(clinic, "data-warning")
    assert "! visits has 3 rows; at least 5 are expected (MinRows, fault: Data)" in printed
    assert "70 % fewer than the 10 of the last good run data-warning-before" in printed
    assert [w["rule"] for w in status["warnings"]] == ["MinRows", "MaxDropPercent"]
    assert status["message"] == (
        "All steps done, 3 records; 2 data warnings, the good data are still those of run data-warning-before"
    )
    assert (rows(clinic), rows(clinic, "attempt-1/outputs.json")) == (10, 3)

    await site_is_in(clinic, visits_shown=9)
    _, status = await visit(clinic, "data-warning-again")
    assert (status["warnings"], rows(clinic)) == ([], 9)
