"""How two values compare: numbers as numbers where both are."""

import pytest

from webmend.domain.comparison import Operator, compare


@pytest.mark.parametrize(
    ("left", "operator", "right", "want"),
    [
        ("a", "Equals", "a", True),
        (" a ", "Equals", "a", True),
        ("a", "Equals", "A", False),
        ("1.0", "Equals", "1", True),
        ("01", "Equals", "1", True),
        ("v1.0", "Equals", "v1", False),
        ("a", "NotEquals", "b", True),
        ("2", "NotEquals", "2.0", False),
        ("banana", "Contains", "nan", True),
        ("banana", "Contains", "x", False),
        ("banana", "NotContains", "x", True),
        ("10", "GreaterThan", "9", True),
        ("9", "GreaterThan", "10", False),
        ("10", "LessThan", "9", False),
        ("-1", "LessThan", "0", True),
        ("b", "GreaterThan", "a", False),
        ("b", "LessThan", "c", False),
        ("", "GreaterThan", "0", False),
        ("", "Empty", "", True),
        (" \n", "Empty", "", True),
        ("0", "Empty", "", False),
        ("0", "NotEmpty", "", True),
        ("", "NotEmpty", "", False),
    ],
)
def test_two_values_compare(left: str, operator: str, right: str, want: bool) -> None:
    assert compare(Operator(operator), left, right) is want


@pytest.mark.parametrize("operator", [Operator.VISIBLE, Operator.NOT_VISIBLE])
def test_a_question_about_an_element_is_not_for_values(operator: Operator) -> None:
    with pytest.raises(ValueError, match="element"):
        compare(operator, "a")
