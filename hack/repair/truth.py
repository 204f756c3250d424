"""What has become of a control from one version to another: by its key, or as labelled by eye in labels.yaml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import yaml

from .pages import HERE, VERSIONS


class Fate(StrEnum):
    """What has become of a control."""

    KEPT = "kept"
    """The same kind of control with the same key is there."""
    RENAMED = "renamed"
    CHANGED = "changed in kind"
    GONE = "gone"


@dataclass(frozen=True)
class Life:
    """One control through the versions."""

    what: str
    since: Mapping[str, str | None]
    why: str
    label: Fate = Fate.GONE
    pages: Sequence[str] = ()

    def key(self, version: str) -> str | None:
        """What it is in that version; None: it is not there."""
        known = VERSIONS[: VERSIONS.index(version) + 1]
        return next((self.since[each] for each in reversed(known) if each in self.since), None)

    def is_on(self, page: str) -> bool:
        """Whether it says something of that page."""
        return not self.pages or page in self.pages


class Unlabelled(Exception):
    """A control without a counterpart that nobody has labelled."""


@cache
def lives() -> tuple[Life, ...]:
    """What has been labelled."""
    told = yaml.safe_load((HERE / "labels.yaml").read_text(encoding="utf-8"))
    return tuple(Life(**{**each, "label": Fate(each.get("label", "gone"))}) for each in told)


def fate(page: str, key: str, old: str, new: str, there: Mapping[str, object]) -> tuple[Fate, str | None]:
    """What has become of a control, and the key of its counterpart. `there`: the keys of the new page.

    Raises Unlabelled.
    """
    life = next((each for each in lives() if each.is_on(page) and each.key(old) == key), None)
    if life is None:
        if key not in there:
            raise Unlabelled(f"{page}, {old} to {new}: {key}")
        return Fate.KEPT, key
    counterpart = life.key(new)
    if counterpart is None:
        return Fate.GONE, None
    if counterpart not in there:
        raise Unlabelled(f"{page}, {old} to {new}: {key} is not {counterpart} there, as labelled")
    return (Fate.KEPT if counterpart == key else life.label), counterpart
