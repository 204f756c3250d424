"""Answering a comparison of two values."""

from webmend.domain.comparison import Comparison, Operator


def holds(comparison: Comparison) -> bool:
    """Whether a rendered comparison of two values holds; raises ValueError for one that asks about an element."""
    return compare(comparison.operator, comparison.value or "", comparison.to or "")


def compare(operator: Operator, left: str, right: str = "") -> bool:
    """Whether `left operator right`. Texts are compared without the blanks around them; two numbers as numbers.

    What is no number is neither greater nor less than anything.
    """
    left, right = left.strip(), right.strip()
    numbers = _numbers(left, right)
    match operator:
        case Operator.EQUALS:
            return left == right or (numbers is not None and numbers[0] == numbers[1])
        case Operator.CONTAINS:
            return right in left
        case Operator.GREATER_THAN:
            return numbers is not None and numbers[0] > numbers[1]
        case Operator.LESS_THAN:
            return numbers is not None and numbers[0] < numbers[1]
        case Operator.EMPTY:
            return left == ""
        case Operator.NOT_EQUALS | Operator.NOT_CONTAINS | Operator.NOT_EMPTY:
            return not compare(_OPPOSITE[operator], left, right)
        case Operator.VISIBLE | Operator.NOT_VISIBLE:
            raise ValueError(f"{operator} asks about an element, not about a value")


_OPPOSITE = {
    Operator.NOT_EQUALS: Operator.EQUALS,
    Operator.NOT_CONTAINS: Operator.CONTAINS,
    Operator.NOT_EMPTY: Operator.EMPTY,
}


def _numbers(left: str, right: str) -> tuple[float, float] | None:
    """Both sides as numbers; None unless both are."""
    try:
        return float(left), float(right)
    except ValueError:
        return None
