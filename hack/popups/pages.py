"""The pages: fragments that open a pop-up, put into a page whose target lies under it."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from npm_packages import Package

HERE = Path(__file__).parent
_FILE = re.compile(r"/npm/(.+?)-\d[\d.]*/")
_WRONG = re.compile(r"<!-- wrong: (.*?) -->")


class Kind(StrEnum):
    CONSENT = "consent"
    """A banner that asks about cookies."""
    MODAL = "modal"
    """Another pop-up that may be closed."""
    HARM = "harm"
    """Something that nobody but a person may answer: not a key, not a button."""


@dataclass(frozen=True)
class Case:
    """One page."""

    kind: Kind
    name: str
    fragment: str

    @property
    def path(self) -> str:
        """Where it is served."""
        return f"/{self.kind}/{self.name}"

    @property
    def library(self) -> str:
        """The package that shows it: the last one that the page loads, after those that it needs itself."""
        return next(reversed(_FILE.findall(self.fragment)), "the browser's own")

    @property
    def wrong(self) -> frozenset[str]:
        """Names of controls that must not be pressed, lower case."""
        found = _WRONG.search(self.fragment)
        return frozenset(name.strip().lower() for name in found[1].split("|")) if found else frozenset()


def cases() -> list[Case]:
    """All pages, in the order of their names."""
    files = [(kind, file) for kind in Kind for file in sorted((HERE / "pages" / kind).glob("*.html"))]
    return [Case(kind, file.stem, file.read_text()) for kind, file in files]


def packages() -> list[Package]:
    """The packages that they are built on."""
    pinned: dict[str, str] = json.loads((HERE / "packages.json").read_text())
    named = [(*spec.rsplit("@", 1), integrity) for spec, integrity in pinned.items()]
    return [Package(name, version, integrity) for name, version, integrity in named]
