"""The browser's session from run to run: laid in at the start, left behind at a good end, dropped when it is spent."""

import json
from typing import Any

import pytest

from tests.support.builders import node
from tests.unit.runner.lab import Lab, end, failed
from webmend.domain.evidence import DocumentFacts, ErrorKind, Evidence
from webmend.domain.report import AttemptOutcome
from webmend.domain.workflow import Browser
from webmend.runner.saved import SavedSession

pytestmark = pytest.mark.looptime

OPEN, LOOK = node("open", "navigate"), node("look-up")
COOKIE = "canary-session-4711"
BEFORE = json.dumps({"cookies": [{"name": "sid", "value": COOKIE}]})
AFTER = json.dumps({"cookies": [{"name": "sid", "value": "canary-session-4712"}]})


def lab(kept: str = BEFORE, keep: bool = True, **plan: Any) -> Lab:
    """An attempt of a workflow that keeps its session."""
    made = Lab(OPEN, LOOK, browser=Browser(keep_session=keep), **plan)
    made.server.kept, made.tab.left = kept, AFTER
    made.keeps_session()
    return made


async def test_a_good_end_leaves_the_session_for_the_next_run() -> None:
    clinic = lab()
    report = await clinic.run()

    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert clinic.server.kept == AFTER


async def test_a_workflow_that_keeps_none_leaves_none() -> None:
    clinic = lab(keep=False)
    await clinic.run()

    assert clinic.server.kept == BEFORE


async def test_a_dry_run_leaves_none() -> None:
    clinic = lab(dry_run=True)
    await clinic.run()

    assert clinic.server.kept == BEFORE


@pytest.mark.parametrize(("status", "want"), [(200, ""), (503, BEFORE)])
async def test_a_failure_that_may_be_the_sessions_fault_drops_it(status: int, want: str) -> None:
    clinic = lab()
    clinic.tab.gives["look-up"] = [failed(ErrorKind.NO_MATCH)]
    clinic.tab.sees = Evidence(document=DocumentFacts(status=status))
    clinic.told(end())
    await clinic.run()

    assert clinic.server.kept == want


async def test_a_session_that_it_has_not_begun_with_is_left_alone() -> None:
    clinic = lab(kept="")
    clinic.tab.gives["look-up"] = [failed(ErrorKind.NO_MATCH)]
    clinic.server.answer = clinic.other_run_keeps(BEFORE)
    await clinic.run()

    assert clinic.server.kept == BEFORE


async def test_what_the_session_holds_is_secret_from_the_start() -> None:
    clinic = lab()
    clinic.tab.gives["look-up"] = [failed(ErrorKind.NO_MATCH, f"no such visit of {COOKIE}")]
    clinic.told(end())
    await clinic.run()

    assert clinic.around.secrets(f"it was {COOKIE}") == "it was ***"


@pytest.mark.parametrize(("left", "why"), [("", "did not tell"), ("x" * 300_000, "too long")])
async def test_what_cannot_be_kept_is_told_and_the_run_has_succeeded_all_the_same(left: str, why: str) -> None:
    clinic = lab()
    clinic.tab.left = left
    report = await clinic.run()

    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert why in clinic.witness.lost[0]
    assert clinic.server.kept == BEFORE


async def test_a_server_that_hands_out_none_only_means_a_login() -> None:
    clinic = lab()
    saved = SavedSession(clinic.server, clinic.around.secrets)
    clinic.server.away = True

    assert await saved.restore() == ""
