"""From what was lost and what a page holds to the elements found: score, assign, judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from webmend.domain.report import Band, FoundElement
from webmend.domain.survey import PageElement, Survey
from webmend.domain.target import Fingerprint

from .assigning import assign
from .banding import Verdict, judge
from .capable import can_receive
from .score import Score, score
from .standing_out import stands_out

CLEARLY = 0.1
"""By how much more an element must be like its own lost one to be no rival of another."""
LEAST = 0.3
"""Elements less alike than this are not considered."""


@dataclass(frozen=True)
class Lost:
    """An element that is looked for."""

    fingerprint: Fingerprint
    action: str
    """What its step does."""


@dataclass(frozen=True)
class Match:
    """What became of one that was looked for."""

    verdict: Verdict
    element: PageElement | None = None
    """The element that is most likely the lost one; also where it is not likely enough."""
    runner_up: PageElement | None = None

    def found(self, was: Fingerprint) -> FoundElement:
        """The same as a report says it, without selectors."""
        return FoundElement(
            band=self.verdict.band,
            confidence=self.verdict.confidence,
            was=words(was),
            now=words(self.element.look) if self.element else "",
            runner_up=words(self.runner_up.look) if self.runner_up else "",
            reason=self.verdict.reason[:1024],
        )


NOTHING = Match(Verdict(Band.REFUSE, 0.0, "no element of the page can receive the action"))


@dataclass(frozen=True)
class _Row:
    """One lost element against those that can receive its action."""

    scores: dict[int, Score] = field(default_factory=dict)
    """By place in the survey."""


def match(
    lost: Mapping[str, Lost], survey: Survey, taken: Sequence[int] = (), *, unseen: bool = False
) -> dict[str, Match]:
    """For each lost element what it is now. `taken`: handles of elements that other steps still find by themselves.

    `unseen`: elements that are out of sight count too.
    """
    seen = (element for element in survey.elements if element.visible or unseen)
    elements = [element for element in seen if element.handle not in taken]
    rows = {name: _row(wanted, elements) for name, wanted in lost.items()}
    columns = sorted({place for row in rows.values() for place in row.scores})
    table = [[_total(row, column) for column in columns] for row in rows.values()]
    chosen = [columns[column] if column is not None else None for column in assign(table)]
    owned = {place: _total(row, place) for row, place in zip(rows.values(), chosen, strict=True) if place is not None}
    return {
        name: _match(_without_owned(row, owned, place), elements, place)
        for (name, row), place in zip(rows.items(), chosen, strict=True)
    }


def placeless(lost: Mapping[str, Lost]) -> dict[str, Lost]:
    """The same without their places on the page: in a menu, or out of sight, none is where it was."""
    return {name: Lost(each.fingerprint.with_(box=None), each.action) for name, each in lost.items()}


def words(look: Fingerprint) -> str:
    """An element in a few words."""
    named, id_ = look.name or look.text, look.attributes.get("id")
    parts = (look.role or look.tag, f'"{named[:120]}"' if named else "", f"#{id_}" if id_ else "")
    return " ".join(part for part in parts if part)[:256]


def _row(wanted: Lost, elements: Sequence[PageElement]) -> _Row:
    scores = {
        place: score(wanted.fingerprint, element.look)
        for place, element in enumerate(elements)
        if can_receive(element, wanted.action, wanted.fingerprint.tag)
    }
    return _Row({place: each for place, each in scores.items() if each.total >= LEAST})


def _without_owned(row: _Row, owned: Mapping[int, float], own: int | None) -> _Row:
    """The row without the elements that are clearly more like another lost one, which gets them: they are no rivals.

    Where the lost ones are alike among themselves, each could have got the other's, and nothing is clear.
    """
    is_rival = {
        place: place == own or each.total + CLEARLY > owned.get(place, 0.0) for place, each in row.scores.items()
    }
    return _Row({place: each for place, each in row.scores.items() if is_rival[place]})


def _total(row: _Row, place: int) -> float:
    return row.scores[place].total if place in row.scores else 0.0


def _match(row: _Row, elements: Sequence[PageElement], place: int | None) -> Match:
    if place is None or place not in row.scores:
        return NOTHING
    rivals = {
        other: each.total
        for other, each in row.scores.items()
        if not adjacent(elements[place].xpath, elements[other].xpath)
    }
    second = max(rivals, key=lambda other: rivals[other], default=None)
    is_only = stands_out(row.scores[place], [row.scores[other] for other in rivals])
    verdict = judge(row.scores[place], rivals[second] if second is not None else 0.0, is_only)
    return Match(verdict, elements[place], elements[second] if second is not None else None)


def adjacent(mine: str, theirs: str) -> bool:
    """Whether elements at these places are the same for whoever clicks: one is the other, or around it, or in it."""
    return mine == theirs or mine.startswith(f"{theirs}/") or theirs.startswith(f"{mine}/")
