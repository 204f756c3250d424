"""The page is drawn and its scripts have not taken it over yet, or could not be loaded."""

from .phrases import Phrases

HYDRATION = Phrases(
    en=(
        "hydrat*",
        "not interactive yet",
        "before ~ interactive",
        "handlers ~ not ~ attached",
        "handler ~ not ~ attached",
        "handlers ~ not ~ bound",
        "before ~ handler* ~ attached",
        "listeners ~ not ~ attached",
        "client takes over",
        "javascript ~ not ~ loaded",
    ),
)
"""Tools and consoles say so, in English; no site says it to people."""

BROKEN_BUNDLE = Phrases(
    en=(
        "chunkloaderror",
        "loading chunk",
        "loading css chunk",
        "dynamically imported module",
        "importing a module script failed",
        "failed to load module script",
    ),
)
"""A part of the page's program did not arrive."""

VALUES_GONE = Phrases(
    en=(
        "field* ~ go* blank",
        "field* ~ went blank",
        "form ~ empty again",
        "field* ~ empty again",
        "input* ~ empty again",
        "form ~ reset itself",
        "field* ~ cleared ~ again",
        "values ~ vanish*",
        "values ~ disappear*",
        "text ~ disappear*",
        "input ~ disappear*",
        "typed ~ disappear*",
        "blank ~ after submitting",
        "blank fields ~ after",
    ),
)
"""What was typed is not there any more: said by people, in English."""
