"""Questions with yes or no for an answer: what a condition asks, when a step runs, what must hold after it."""

from typing import Annotated, ClassVar

from pydantic import Field

from .base import Line, Model, StrEnum, Text, Url
from .rule import Rule, one_of
from .target import Target


class Operator(StrEnum):
    """How two values are compared; numbers as numbers where both are."""

    EQUALS = "Equals"
    NOT_EQUALS = "NotEquals"
    CONTAINS = "Contains"
    NOT_CONTAINS = "NotContains"
    GREATER_THAN = "GreaterThan"
    LESS_THAN = "LessThan"
    EMPTY = "Empty"
    NOT_EMPTY = "NotEmpty"
    VISIBLE = "Visible"
    NOT_VISIBLE = "NotVisible"


ABOUT_ELEMENTS = frozenset({Operator.VISIBLE, Operator.NOT_VISIBLE})
"""Operators that look at the element itself, not at its text."""
ONE_SIDED = ABOUT_ELEMENTS | {Operator.EMPTY, Operator.NOT_EMPTY}
"""Operators that compare with nothing."""


def _among(operators: frozenset[Operator]) -> str:
    return f"self.operator in [{', '.join(repr(str(o)) for o in Operator if o in operators)}]"


class Comparison(Model):
    """A value or an element's text, compared with another value."""

    RULES: ClassVar = (
        one_of("value", "element"),
        Rule(
            message="Visible and NotVisible ask about an element",
            cel=f"!({_among(ABOUT_ELEMENTS)}) || has(self.element)",
            holds=lambda c: c.operator not in ABOUT_ELEMENTS or c.element is not None,
            at="element",
        ),
        Rule(
            message="to is given, but not with Empty, NotEmpty, Visible, NotVisible",
            cel=f"has(self.to) != ({_among(ONE_SIDED)})",
            holds=lambda c: (c.to is not None) != (c.operator in ONE_SIDED),
            at="to",
        ),
    )

    value: Text | None = None
    """The left side, usually a template such as {{ inputs.kind }}."""
    element: Target | None = None
    """The left side as the text of an element, or the element itself for Visible and NotVisible."""
    operator: Operator
    """How the two sides are compared."""
    to: Text | None = None
    """The right side; not for Empty, NotEmpty, Visible, NotVisible."""


class ResponseExpectation(Model):
    """A response that the page must have received since the step began."""

    url: Url
    """Address of the response as a glob (`**/api/patients*`)."""
    status: Annotated[int, Field(ge=100, le=599)] | None = None
    """Its status; default any below 400."""


class Expectation(Model):
    """Something that must be true after a step, within its waitTime. Exactly one field is given."""

    RULES: ClassVar = (one_of("url", "title", "text", "element", "no_element", "response"),)

    url: Url | None = None
    """The address of the page, as a glob such as `**/patients/*`."""
    title: Line | None = None
    """Text that the title contains."""
    text: Line | None = None
    """Text that the page shows."""
    element: Target | None = None
    """An element that people get to see: shown, on the page, in no box that is shut."""
    no_element: Target | None = None
    """An element that people do not get to see."""
    response: ResponseExpectation | None = None
    """A response received since the step began."""


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
