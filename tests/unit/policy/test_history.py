"""Which finished runs may go."""

from typing import Any

import pytest

from tests.support.builders import NOW, at
from webmend.domain.settings import HistorySettings
from webmend.domain.workflow import History
from webmend.policy import history
from webmend.policy.history import Finished

RECORDER = HistorySettings(recorder=True, hold="1h")
OURS = "webmend.io/recorded"


def ended(name: str, seconds_ago: float = 0, *, recorded: bool = True, succeeded: bool = True) -> Finished:
    return Finished("clinic", name, name, "portal", succeeded, at(-seconds_ago), recorded)


def gone(*runs: Finished, **limits: Any) -> set[str]:
    """Names of those that are to be deleted."""
    return {run.name for run in history.surplus(runs, History.model_validate(limits), NOW)}


FIVE = tuple(ended(f"s{age}", age) for age in range(5))
FAILED = tuple(ended(f"f{age}", age, succeeded=False) for age in range(12))


def test_of_the_usual_limits_3_succeeded_and_10_failed_stay_the_latest() -> None:
    assert gone(*FIVE, *FAILED) == {"s3", "s4", "f10", "f11"}
    assert gone(*reversed(FIVE)) == {"s3", "s4"}


@pytest.mark.parametrize(
    ("limits", "want"),
    [
        ({"succeeded": 5}, set()),
        ({"succeeded": 4}, {"s4"}),
        ({"succeeded": 0}, {"s0", "s1", "s2", "s3", "s4"}),
        ({"succeeded": 5, "keepFor": "3s"}, {"s3", "s4"}),
        ({"succeeded": 5, "keepFor": "5s"}, set()),
        ({"succeeded": 1, "keepFor": "3s"}, {"s1", "s2", "s3", "s4"}),
    ],
)
def test_what_is_beyond_a_number_or_an_age_goes(limits: dict[str, Any], want: set[str]) -> None:
    assert gone(*FIVE, **limits) == want


def test_failed_and_succeeded_runs_have_a_number_each() -> None:
    assert gone(*FIVE[:2], *FAILED[:2], succeeded=1, failed=2) == {"s1"}
    assert gone(*FIVE[:2], *FAILED[:2], succeeded=2, failed=1) == {"f1"}


@pytest.mark.parametrize("limits", [{"succeeded": 0}, {"keepFor": "1s"}])
def test_none_goes_before_it_is_recorded(limits: dict[str, Any]) -> None:
    runs = ended("told", 9), ended("untold", 9, recorded=False)
    assert gone(*runs, **limits) == {"told"}


def test_one_that_is_not_recorded_counts_as_kept() -> None:
    assert gone(ended("untold", 1, recorded=False), ended("told", 2), ended("old", 3), succeeded=2) == {"old"}


@pytest.mark.parametrize(
    ("run", "settings", "want"),
    [
        (ended("recorded"), RECORDER, True),
        (ended("waits", 3599, recorded=False), RECORDER, False),
        (ended("overdue", 3600, recorded=False), RECORDER, True),
        (ended("no recorder any more", recorded=False), HistorySettings(), True),
    ],
    ids=lambda value: value.name if isinstance(value, Finished) else "",
)
def test_a_run_is_held_until_it_is_recorded_and_no_longer_than_is_said(
    run: Finished, settings: HistorySettings, want: bool
) -> None:
    held = Finished(**{**vars(run), "finalizers": ("x.example/y", OURS)})
    assert history.is_let_go(held, settings, NOW) is want
    assert not history.is_let_go(run, settings, NOW), "nothing holds it"
    assert history.without_hold(held.finalizers) == ("x.example/y",)
