import pytest

from webmend.controller.backoff import Backoff


def nominal() -> float:
    """No jitter."""
    return 0.0


def test_it_doubles_from_5_ms_up_to_15_minutes() -> None:
    backoff: Backoff[str] = Backoff(nominal)
    delays = [backoff.failed("a") for _ in range(20)]
    assert delays[:4] == [0.005, 0.01, 0.02, 0.04]
    assert delays[-1] == 900.0
    assert backoff.failures("a") == 20


def test_each_key_has_its_own() -> None:
    backoff: Backoff[str] = Backoff(nominal)
    backoff.failed("a")
    assert backoff.failed("b") == 0.005


def test_success_starts_it_over() -> None:
    backoff: Backoff[str] = Backoff(nominal)
    backoff.failed("a")
    backoff.succeeded("a")
    assert backoff.failed("a") == 0.005


@pytest.mark.parametrize(("chance", "delay"), [(0.0, 8.0), (0.5, 6.0), (0.999999, 4.0)])
def test_chance_takes_up_to_half_of_it_off(chance: float, delay: float) -> None:
    backoff: Backoff[str] = Backoff(lambda: chance, first=8.0)
    assert backoff.failed("a") == pytest.approx(delay, rel=1e-5)


def test_a_key_that_fails_for_ever_does_not_overflow() -> None:
    backoff: Backoff[str] = Backoff(nominal)
    assert max(backoff.failed("a") for _ in range(5000)) == 900.0
