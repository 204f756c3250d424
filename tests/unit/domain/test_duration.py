import pytest

from webmend.domain.duration import duration, seconds


@pytest.mark.parametrize(
    ("text", "want"), [("15s", 15), ("1m30s", 90), ("500ms", 0.5), ("1h", 3600), ("1h1m1s1ms", 3661.001), ("", 0)]
)
def test_a_duration_is_so_many_seconds(text: str, want: float) -> None:
    assert seconds(text) == want


@pytest.mark.parametrize(
    ("value", "want"), [(15, "15s"), (90, "1m30s"), (0.5, "500ms"), (3600, "1h"), (0, "0s"), (30.0004, "30s")]
)
def test_so_many_seconds_are_a_duration(value: float, want: str) -> None:
    assert duration(value) == want


def test_there_and_back() -> None:
    assert all(seconds(duration(n / 10)) == n / 10 for n in range(0, 100_000, 7))
