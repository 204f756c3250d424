"""Something is not there yet: said of pages by people and tools, in English."""

from .phrases import Phrases

TOO_EARLY = Phrases(
    en=(
        "still loading",
        "not ~ loaded yet",
        "not yet loaded",
        "not finished loading",
        "not fully loaded",
        "not ~ rendered yet",
        "not yet rendered",
        "not ready yet",
        "not yet ready",
        "before ~ loaded",
        "before ~ rendered",
        "before ~ ready",
        "before ~ mounted",
        "loads lazily",
        "loaded lazily",
        "lazy-load*",
        "lazy load*",
        "infinite scroll",
        "virtualized",
        "virtualised",
        "appears late*",
        "too early",
        "too soon",
    ),
)
