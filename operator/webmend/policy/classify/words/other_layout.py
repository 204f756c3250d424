"""The page has another layout than the workflow was made for: said by people and tools, in English."""

from .phrases import Phrases

OTHER_LAYOUT = Phrases(
    en=(
        "new layout",
        "different layout",
        "another layout",
        "other layout",
        "old layout",
        "new design",
        "redesign*",
        "a/b test",
        "ab test",
        "new ui",
        "new version of the page",
        "mobile version",
        "mobile layout",
        "different page",
        "wrong page",
        "another page than",
        "unexpected page",
        "shown instead",
        "opens instead",
        "instead of the expected",
        "our new inbox",
        "trying our new",
        "try our new",
        "you are trying",
        "back to the classic",
        "back to classic",
        "classic version",
        "switch back to",
        "go back to the old",
        "new look",
    ),
)
