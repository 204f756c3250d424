"""A form for secrets as the browser sees it. It may hold secrets: it never leaves the runner."""

from typing import Annotated

from pydantic import Field

from .base import Line, Observed, Origin, Text

MOST_FIELDS = 40
MOST_TEXTS = 60


class FormField(Observed):
    """A visible field of the page's own document, in document order."""

    css: Text
    """A selector that matches it and nothing else."""
    type: Line = ""
    name: Line = ""
    """Its name attribute."""
    id: Line = ""
    autocomplete: Line = ""
    label: Line = ""
    """Its accessible name."""
    described: Text = ""
    """What aria-describedby and title say of it."""
    min_length: int | None = None
    max_length: int | None = None
    pattern: Text = ""
    """A regular expression that the browser holds it against."""
    password_rules: Text = ""
    """Its passwordrules attribute."""
    read_only: bool = False
    value: Text = Field(default="", repr=False)
    """What stands in it, where it is read-only."""
    filled: bool = False
    """Something stands in it."""
    valid: bool = True
    """What the browser thinks of its value."""
    form: int = -1
    """Number of its form; -1 where it is in none."""


class FormControl(Observed):
    """Something visible that can be pressed."""

    css: Text
    """A selector that matches it and nothing else."""
    name: Line = ""
    """Its accessible name."""
    submits: bool = False
    """It sends its form."""
    href: Text = Field(default="", repr=False)
    """Where a link leads."""
    form: int = -1
    """Number of its form; -1 where it is in none."""


class PageForm(Observed):
    """What the page asks for: fields, controls and texts of its own document, never of a frame in it."""

    origin: Origin | Annotated[str, Field(pattern="^null$")]
    """Origin of the page."""
    url: Text = ""
    fields: Annotated[tuple[FormField, ...], Field(max_length=MOST_FIELDS)] = ()
    controls: Annotated[tuple[FormControl, ...], Field(max_length=MOST_FIELDS)] = ()
    texts: Annotated[tuple[Text, ...], Field(max_length=MOST_TEXTS)] = Field(default=(), repr=False)
    """Its innermost texts, in document order."""
    alerts: Annotated[tuple[Text, ...], Field(max_length=16)] = ()
    """What it complains of."""
    codes: Annotated[tuple[Text, ...], Field(max_length=8)] = Field(default=(), repr=False)
    """What its QR codes say, read from what is painted."""
