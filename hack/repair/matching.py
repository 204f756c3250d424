"""Every control of a page of one version looked for on the same page of another, and what came of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations
from time import perf_counter

from webmend.domain.report import Band
from webmend.domain.survey import PageElement
from webmend.policy.selector import Lost, Match, match, without

from .looking import Control, Seen
from .pages import PAGES, VERSIONS
from .truth import Fate, fate


class Came(StrEnum):
    """What came of one that was looked for; an answer is an element that is applied or proposed."""

    LOCATED = "located"
    MISLOCATED = "mislocated"
    REFUSED = "refused"


@dataclass(frozen=True)
class Sought:
    """One control that was looked for."""

    page: str
    old: str
    new: str
    key: str
    fate: Fate
    has_moved: bool
    """Its absolute place finds it no more."""
    wanted: str | None
    """The place of its counterpart."""
    found: Match
    milliseconds: float
    """Its share of looking at the page and of comparing, and the proof of its own selectors."""

    @property
    def is_upgrade(self) -> bool:
        """Whether the page of the later version was searched."""
        return VERSIONS.index(self.old) < VERSIONS.index(self.new)

    @property
    def came(self) -> Came:
        """What came of it."""
        if self.found.verdict.band is Band.REFUSE or self.found.element is None:
            return Came.REFUSED
        return Came.LOCATED if self.found.element.xpath == self.wanted else Came.MISLOCATED

    @property
    def is_wrong_click(self) -> bool:
        """Whether a step would have used another element."""
        return self.came is Came.MISLOCATED and self.found.verdict.band is Band.APPLY


def seek(seen: Iterable[Seen], hidden: Collection[str] = (), alone: bool = False) -> Iterable[Sought]:
    """Every control of every version on every other version.

    `hidden`: what the fingerprints lack. `alone`: each without the others of its page, as for a workflow of one step.
    """
    pages = {(each.version, each.page): each for each in seen}
    for old, new in permutations(VERSIONS, 2):
        for page in PAGES:
            yield from _seek(pages[old, page], pages[new, page], hidden, alone)


def _seek(before: Seen, after: Seen, hidden: Collection[str], alone: bool) -> Iterable[Sought]:
    looks = {element.xpath: element for element in before.survey.elements}
    lost = {each.key: _lost(each, looks[each.xpath], hidden) for each in before.controls}
    began = perf_counter()
    found = _apart(lost, after) if alone else match(lost, after.survey)
    compare_ms = 1000 * (perf_counter() - began)
    shared_ms = (compare_ms + after.survey_ms) / len(lost)
    for control in before.controls:
        what, counterpart = fate(before.page, control.key, before.version, after.version, after.by_key)
        wanted = after.by_key[counterpart].xpath if counterpart else None
        own_ms = after.by_key[counterpart].proof_ms if counterpart else 0.0
        yield Sought(
            before.page,
            before.version,
            after.version,
            control.key,
            what,
            control.xpath != wanted,
            wanted,
            found[control.key],
            shared_ms + own_ms,
        )


def _lost(control: Control, element: PageElement, hidden: Collection[str]) -> Lost:
    return Lost(without(element.look, hidden), control.action)


def _apart(lost: Mapping[str, Lost], after: Seen) -> dict[str, Match]:
    return {key: match({key: each}, after.survey)[key] for key, each in lost.items()}
