"""One element for each lost one, the best for all together."""

import pytest

from webmend.policy.selector.assigning import assign


@pytest.mark.parametrize(
    ("scores", "want"),
    [
        ([], ()),
        ([[]], (None,)),
        ([[0.9, 0.2]], (0,)),
        ([[0.9, 0.8], [0.85, 0.1]], (1, 0)),
        ([[0.9], [0.8]], (0, None)),
        ([[0.0, 0.0]], (None,)),
    ],
)
def test_the_sum_of_all_is_highest_and_nothing_is_given_twice(
    scores: list[list[float]], want: tuple[int | None, ...]
) -> None:
    assert assign(scores) == want
