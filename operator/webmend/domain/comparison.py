"""Questions with yes or no for an answer: what a condition asks, when a step runs, what must hold after it."""

from typing import Annotated

from pydantic import Field

from .base import Line, Model, StrEnum, Text, Url
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


class Comparison(Model):
    """A value or an element's text, compared with another value."""

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

    url: Url | None = None
    """The address of the page, as a glob such as `**/patients/*`."""
    title: Line | None = None
    """Text that the title contains."""
    text: Line | None = None
    """Text that the page shows."""
    element: Target | None = None
    """An element that is visible."""
    no_element: Target | None = None
    """An element that is not visible."""
    response: ResponseExpectation | None = None
    """A response received since the step began."""
