"""One thing that was looked at."""

from dataclasses import asdict, dataclass

from webmend.domain.base import StrEnum


class Level(StrEnum):
    """How it is."""

    WRONG = "Wrong"
    """Something does not work, or will not."""
    NOTE = "Note"
    """Nothing is wrong, and somebody may want to know or to do something."""
    UNSEEN = "Unseen"
    """It could not be looked at."""
    GOOD = "Good"
    """All is well."""


@dataclass(frozen=True)
class Finding:
    """What was found."""

    level: Level
    area: str
    """What it is about, in a word or two."""
    what: str
    """A sentence."""
    todo: str = ""
    """What to do: a command, or a sentence."""

    def document(self) -> dict[str, str]:
        """It as JSON."""
        return {name: str(value) for name, value in asdict(self).items() if value}


def wrong(area: str, what: str, todo: str) -> Finding:
    """Something that does not work."""
    return Finding(Level.WRONG, area, what, todo)


def note(area: str, what: str, todo: str = "") -> Finding:
    """Something to know."""
    return Finding(Level.NOTE, area, what, todo)


def good(area: str, what: str) -> Finding:
    """Something that is well."""
    return Finding(Level.GOOD, area, what)
