"""Which selector to trust, judged from repeated looks."""

import pytest

from webmend.adapters.browser.search import SETTLE, Search

Looks = list[tuple[float, tuple[int, ...]]]


@pytest.mark.parametrize(
    ("looks", "want_settled", "want_chosen"),
    [
        ([(0, (1,))], True, 0),
        ([(0, (1, 1))], True, 0),
        ([(0, (0,))], False, None),
        ([(0, (0,)), (60, (0,))], False, None),
        ([(0, (0, 1))], False, 1),
        ([(0, (0, 1)), (SETTLE, (0, 1))], True, 1),
        ([(0, (0, 1)), (0.1, (1, 1))], True, 0),
        ([(0, (0, 0, 1)), (0.1, (0, 1, 1)), (SETTLE, (0, 1, 1))], False, 1),
        ([(0, (2,))], False, None),
        ([(0, (2,)), (SETTLE, (2,))], True, None),
        ([(0, (2,)), (0.1, (3,)), (SETTLE, (2,))], True, None),
        ([(0, (2,)), (0.1, (0,)), (SETTLE, (2,))], False, None),
        ([(0, (2,)), (0.1, (1,))], True, 0),
        ([(0, (2, 3)), (SETTLE, (2, 3))], True, None),
        ([(0, (2, 0)), (60, (2, 0))], False, None),
        ([(0, (2, 1)), (SETTLE, (2, 1))], True, 1),
    ],
)
def test_what_is_doubtful_must_last(looks: Looks, want_settled: bool, want_chosen: int | None) -> None:
    search = Search()

    settled = [search.is_settled(counts, now) for now, counts in looks]

    assert settled[-1] is want_settled
    assert not any(settled[:-1])
    assert search.last.chosen == want_chosen
