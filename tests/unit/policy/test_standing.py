"""How reliable a workflow is: a truth table."""

from typing import Any

import pytest

from tests.support.builders import NOW
from webmend.domain.failure import Category
from webmend.domain.settings import ReliabilitySettings
from webmend.domain.standing import LastFailure, StandingReason, WorkflowTally
from webmend.domain.workflow import Reliability
from webmend.policy.standing import standing, standings

SETTINGS = ReliabilitySettings()
HEALTHY, WATCH, ACTION = Reliability.HEALTHY, Reliability.WATCH, Reliability.ACTION_NEEDED


def tally(
    succeeded: int = 0, failed: int = 0, in_a_row: int = 0, category: str | None = None, **facts: Any
) -> WorkflowTally:
    last = LastFailure(run="r", created_at=NOW, category=category and Category(category)) if failed else None
    return WorkflowTally.model_validate(
        {
            "namespace": "clinic",
            "workflow": "portal",
            "runs": succeeded + failed,
            "succeeded": succeeded,
            "failed": failed,
            "failed_in_a_row": in_a_row,
            "last_failure": last,
            **facts,
        }
    )


@pytest.mark.parametrize(
    ("seen", "want", "reason"),
    [
        (tally(), HEALTHY, "NoRuns"),
        (tally(runs=9, stopped=9), HEALTHY, "NoRuns"),
        (tally(1), HEALTHY, "Reliable"),
        (tally(500), HEALTHY, "Reliable"),
        (tally(100, 3, in_a_row=3), ACTION, "FailsEachTime"),
        (tally(0, 3, in_a_row=3), ACTION, "FailsEachTime"),
        (tally(100, 2, in_a_row=2), WATCH, "LastFailed"),
        (tally(100, 1, in_a_row=1, category="AUTHENTICATION_ERROR"), ACTION, "NeedsSomebody"),
        (tally(100, 1, in_a_row=1, category="PASSWORD_UPDATE_REQUIRED"), ACTION, "NeedsSomebody"),
        (tally(100, 1, in_a_row=1, category="SERVICE_UNAVAILABLE"), WATCH, "LastFailed"),
        (tally(100, 1, in_a_row=0, category="AUTHENTICATION_ERROR"), HEALTHY, "Reliable"),
        (tally(79, 21), ACTION, "FailsOften"),
        (tally(80, 20), WATCH, "FailsAtTimes"),
        (tally(3, 2), ACTION, "FailsOften"),
        (tally(2, 2), HEALTHY, "Reliable"),
        (tally(94, 6), WATCH, "FailsAtTimes"),
        (tally(95, 5), HEALTHY, "Reliable"),
        (tally(79, 21, in_a_row=1), ACTION, "FailsOften"),
        (tally(10, recovered=3), WATCH, "MendedOften"),
        (tally(10, recovered=2), HEALTHY, "Reliable"),
        (tally(4, recovered=4), HEALTHY, "Reliable"),
    ],
)
def test_the_first_rule_that_holds_decides(seen: WorkflowTally, want: Reliability, reason: str) -> None:
    found = standing(seen, SETTINGS)
    assert (found.reliability, found.reason) == (want, StandingReason(reason)), found.message


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (tally(5, 4, in_a_row=4), "the last 4 runs have failed"),
        (tally(9, 1, 1, "AUTHENTICATION_ERROR"), "the last run has failed with AUTHENTICATION_ERROR, which no further"),
        (tally(7, 3), "3 of 10 runs have failed"),
        (tally(10, recovered=3), "3 of 10 runs that succeeded had to be mended"),
        (tally(99, 1, in_a_row=1), "the last run has failed"),
    ],
)
def test_the_reason_is_a_sentence_with_its_numbers(seen: WorkflowTally, said: str) -> None:
    assert standing(seen, SETTINGS).message.startswith(said)


def test_thresholds_are_those_of_the_installation() -> None:
    strict = SETTINGS.with_(watch_below=1.0, min_runs=2, failures_in_a_row=2, mended_above=0.0)
    assert standing(tally(99, 1), strict).reason is StandingReason.FAILS_AT_TIMES
    assert standing(tally(9, 2, in_a_row=2), strict).reason is StandingReason.FAILS_EACH_TIME
    assert standing(tally(2, recovered=1), strict).reason is StandingReason.MENDED_OFTEN


SEEN = [
    tally(9, workflow="good"),
    tally(95, 5, in_a_row=1, workflow="watched"),
    tally(0, 3, 3, workflow="broken"),
    tally(0, 7, 7, workflow="worse"),
    tally(7, 3, workflow="shaky"),
]


def test_those_that_need_attention_most_come_first() -> None:
    assert [each.workflow for each in standings(SEEN, SETTINGS).items] == [
        "worse",
        "broken",
        "shaky",
        "watched",
        "good",
    ]


def test_only_those_that_are_as_reliable_as_wanted_are_told() -> None:
    assert [each.workflow for each in standings(SEEN, SETTINGS, [WATCH, HEALTHY]).items] == ["watched", "good"]


def test_rates_are_none_where_there_is_nothing_to_share() -> None:
    none, good = standings([tally(), tally(4, recovered=1, workflow="b")], SETTINGS).items
    assert (none.success_rate, none.recovered_rate) == (None, None)
    assert (good.success_rate, good.recovered_rate) == (1.0, 0.25)
