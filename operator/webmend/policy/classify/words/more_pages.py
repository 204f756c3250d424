"""What is looked for stands on another page of a list: said by people, in English."""

from .phrases import Phrases

MORE_PAGES = Phrases(
    en=(
        "only the first page",
        "only first page",
        "first page of results only",
        "on the next page",
        "on a later page",
        "on another page of",
        "on page 2",
        "on page two",
        "on the second page",
        "on the third page",
        "on the last page",
        "further pages",
        "more pages",
        "other pages of",
        "remaining pages",
        "pagination",
        "paginated",
        "next-page button",
    ),
)
