"""The selector finds something, and not what is meant: said by people, in English."""

from .phrases import Phrases

MISMATCH = Phrases(
    en=(
        "wrong element",
        "wrong button",
        "wrong link",
        "wrong row",
        "wrong field",
        "wrong input",
        "wrong tab",
        "wrong item",
        "wrong cell",
        "hits another",
        "hits a different",
        "hits the neighbour*",
        "hits the neighbor*",
        "matches another",
        "matches a different",
        "matches a hidden",
        "matches the hidden",
        "finds another",
        "finds a different",
        "finds a hidden",
        "clicks another",
        "clicks a different",
        "picks another",
        "picks a different",
        "hidden duplicate",
        "hidden copy",
        "hidden twin",
    ),
)

TABLE = Phrases(
    en=(
        "column* ~ changed",
        "column* ~ shifted",
        "column* ~ moved",
        "column* ~ renamed",
        "column* ~ added",
        "column* ~ removed",
        "columns ~ order",
        "column order",
        "new column",
        "extra column",
        "additional column",
        "missing column",
        "wrong column",
        "different columns",
    ),
)
"""Of a table."""
