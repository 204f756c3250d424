"""What the selector named is called otherwise now: said by people and tools, in English."""

from .phrases import Phrases

CHANGED = Phrases(
    en=(
        "renamed",
        "different id",
        "different class",
        "different name",
        "different selector",
        "another id",
        "another class",
        "new id",
        "id ~ changed",
        "class ~ changed",
        "class name* ~ changed",
        "attribute ~ changed",
        "selector ~ changed",
        "selector ~ outdated",
        "selector* ~ no longer match*",
        "markup ~ changed",
        "html ~ changed",
        "dom ~ changed",
        "structure ~ changed",
        "layout ~ changed",
        "label ~ changed",
        "now called",
        "now labelled",
        "now labeled",
        "now reads",
    ),
)
