"""One element for each lost one, the best for all together: two steps are not led to the same button."""

from collections.abc import Sequence


def assign(scores: Sequence[Sequence[float]]) -> tuple[int | None, ...]:
    """For each row (a lost element) the column (an element of the page) it gets, so that the sum of scores is highest.

    None for a row that gets none, because there are more rows than columns or nothing is like it at all.
    """
    if not scores or not scores[0]:
        return (None,) * len(scores)
    from scipy.optimize import linear_sum_assignment  # only repairs need it, and every start would pay for it

    rows, columns = linear_sum_assignment(scores, maximize=True)
    given = {int(row): int(column) for row, column in zip(rows, columns, strict=True)}
    return tuple(
        column if (column := given.get(row)) is not None and scores[row][column] else None for row in range(len(scores))
    )
