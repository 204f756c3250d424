"""How long a site asks to wait."""

import pytest

from webmend.adapters.browser.evidence.network import seconds_of

NOON = "Wed, 25 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("retry_after", "date", "want"),
    [
        ("120", "", 120),
        (" 0 ", "", 0),
        ("Wed, 25 Nov 2026 12:10:00 GMT", NOON, 600),
        ("Wed, 25 Nov 2026 11:50:00 GMT", NOON, 0),
        ("Wed, 25 Nov 2026 12:10:00 GMT", "", None),
        ("Wed, 25 Nov 2026 12:10:00 -0000", NOON, None),
        ("soon", NOON, None),
        ("-5", NOON, None),
        ("", "", None),
    ],
)
def test_a_number_or_a_date_measured_from_the_answers_own_date(retry_after: str, date: str, want: float | None) -> None:
    assert seconds_of(retry_after, date) == want
