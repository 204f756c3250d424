"""When a message is tried again, and when no more."""

from datetime import timedelta

import pytest

from tests.support.builders import NOW, at
from webmend.domain.delivery import DeliveryState
from webmend.policy.telling.retrying import SCHEDULE, Verdict, asked_delay, verdict

HOUR = 3600.0
MIDDLE = 0.5
"""The chance that leaves a delay as it is."""


@pytest.mark.parametrize(
    ("status", "want"),
    [
        (200, DeliveryState.DELIVERED),
        (204, DeliveryState.DELIVERED),
        (299, DeliveryState.DELIVERED),
        (199, DeliveryState.RETRYING),
        (301, DeliveryState.RETRYING),
        (302, DeliveryState.RETRYING),
        (307, DeliveryState.RETRYING),
        (400, DeliveryState.RETRYING),
        (404, DeliveryState.RETRYING),
        (409, DeliveryState.RETRYING),
        (410, DeliveryState.DISABLED),
        (429, DeliveryState.RETRYING),
        (500, DeliveryState.RETRYING),
        (504, DeliveryState.RETRYING),
        (None, DeliveryState.RETRYING),
    ],
)
def test_what_an_answer_makes_of_a_message(status: int | None, want: DeliveryState) -> None:
    assert verdict(status, None, 1, NOW, MIDDLE, SCHEDULE).state is want


def test_ten_attempts_are_made_in_three_days_and_then_no_more() -> None:
    now, tries = NOW, 1
    while (found := verdict(500, None, tries, now, MIDDLE, SCHEDULE)).due_at is not None:
        now, tries = found.due_at, tries + 1
    assert (found, tries) == (Verdict(DeliveryState.DEAD), 10)
    assert now - NOW == timedelta(seconds=5 + 5 * 60 + 30 * 60 + (2 + 5 + 10 + 14 + 20 + 24) * HOUR)


@pytest.mark.parametrize(("chance", "want"), [(0.0, 4.5), (0.5, 5.0), (0.999_999, 5.5)])
def test_a_delay_is_up_to_a_tenth_shorter_or_longer(chance: float, want: float) -> None:
    due = verdict(500, None, 1, NOW, chance, SCHEDULE).due_at
    assert due
    assert (due - NOW).total_seconds() == pytest.approx(want, abs=0.001)


@pytest.mark.parametrize(("asked", "want"), [(None, 5), (1.0, 5), (120.0, 120), (1e9, 24 * HOUR)])
def test_a_receiver_may_ask_for_more_time_within_bounds(asked: float | None, want: float) -> None:
    assert verdict(429, asked, 1, NOW, MIDDLE, SCHEDULE).due_at == at(want)


@pytest.mark.parametrize(
    ("header", "want"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Wed, 25 Nov 2026 12:02:00 GMT", 120.0),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("١٢", None),
        ("9" * 400, 999_999_999.0),
        ("Wed, 99 Nov 2026 12:02:00 GMT", None),
    ],
)
def test_both_forms_of_retry_after_are_read_and_anything_else_says_nothing(header: str, want: float | None) -> None:
    assert asked_delay(header, NOW) == want
