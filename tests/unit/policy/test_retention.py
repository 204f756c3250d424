"""Which runs the history may let go of."""

from datetime import timedelta

import pytest

from tests.support.builders import NOW
from tests.support.records import record
from webmend.domain.phase import Phase
from webmend.domain.settings import RetentionSettings
from webmend.policy.filtering import is_meant
from webmend.policy.retention import PHASES, beyond

SETTINGS = RetentionSettings(succeeded="24h", failed="72h", stopped="0s")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("phase", "age", "want"),
    [
        ("Succeeded", 23 * HOUR, None),
        ("Succeeded", 24 * HOUR, None),
        ("Succeeded", 25 * HOUR, "succeeded"),
        ("Failed", 25 * HOUR, None),
        ("Failed", 73 * HOUR, "failed"),
        ("Running", 71 * HOUR, None),
        ("Running", 73 * HOUR, "failed"),
        ("Pending", 73 * HOUR, "failed"),
        ("Stopped", 9_999 * HOUR, None),
    ],
)
def test_a_run_may_go_by_its_outcome_and_age(phase: str, age: timedelta, want: str | None) -> None:
    run = record("one", phase=phase, created=NOW - age).summary
    assert next((outcome for outcome, asked in beyond(SETTINGS, NOW) if is_meant(run, asked)), None) == want


def test_every_phase_has_one_outcome() -> None:
    assert sorted(phase for phases in PHASES.values() for phase in phases) == sorted(Phase)


def test_nothing_is_kept_for_ever_unless_somebody_says_so() -> None:
    assert len(list(beyond(RetentionSettings(), NOW))) == len(PHASES)
