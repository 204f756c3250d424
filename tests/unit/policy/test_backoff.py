from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import NOW
from webmend.domain.settings import RecoverySettings
from webmend.policy.backoff import delay, next_attempt, next_platform_attempt

TEN_MINUTES = 600.0
LAW = RecoverySettings()


@pytest.mark.parametrize(
    ("retry", "nominal"),
    [
        (0, 600),
        (1, 1200),
        (2, 2400),
        (3, 4800),
        (4, 9600),
        (5, 19200),
        (6, 38400),
        (7, 76800),
        (8, 153600),
        (9, 307200),
    ],
)
def test_the_nominal_delay_doubles_from_ten_minutes(retry: int, nominal: float) -> None:
    assert delay(retry, 0.5, TEN_MINUTES, 0.2) == nominal


@given(st.integers(0, 9), st.floats(0, 1, exclude_max=True))
def test_a_delay_is_within_a_fifth_of_the_nominal_one(retry: int, chance: float) -> None:
    nominal = TEN_MINUTES * 2**retry
    assert 0.8 * nominal - 1e-6 <= delay(retry, chance, TEN_MINUTES, 0.2) <= 1.2 * nominal + 1e-6


def test_the_mean_of_evenly_drawn_delays_is_the_nominal_one() -> None:
    drawn = [delay(3, n / 1000, TEN_MINUTES, 0.2) for n in range(1000)]
    assert sum(drawn) / len(drawn) == pytest.approx(4800, rel=0.01)


@pytest.mark.parametrize(("retry_after", "want"), [(None, 600), (30, 600), (3600, 3600)])
def test_a_longer_retry_after_of_the_site_wins(retry_after: float | None, want: float) -> None:
    assert next_attempt(NOW, 0, 0.5, LAW, retry_after) == NOW + timedelta(seconds=want)


def test_a_fault_of_the_platform_is_tried_again_within_seconds() -> None:
    assert next_platform_attempt(NOW, 1, 0.5, LAW) == NOW + timedelta(seconds=10)
