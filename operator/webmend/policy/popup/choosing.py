"""The next move against what lies over a target."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from webmend.domain.popup import Control, Cover

from . import naming
from .judging import Judgement, Nature, judge

ESCAPE = "Escape"
_KNOWN_BY = 120
"""Characters of a cover's text by which it is known again."""


class Made(NamedTuple):
    """A move that was made."""

    cover: str
    """The start of what the cover showed then."""
    pressed: str
    """The name of the control, or of the key."""
    selector: str = ""
    """Tells controls of one name apart."""


Tried = frozenset[Made]
"""Moves made already."""


class Move(StrEnum):
    PRESS = "Press"
    """Press a control."""
    ESCAPE = "Escape"
    """Press the Escape key."""
    WAIT = "Wait"
    """It is loading: it will go by itself."""
    DECIDE = "Decide"
    """Nothing that may be pressed is left: for a person."""


@dataclass(frozen=True)
class Choice:
    """The move, and why."""

    move: Move
    reason: str
    control: Control | None = None
    """What to press."""

    def noted(self, cover: Cover) -> Made:
        """What goes into `Tried` once the move was made."""
        return _pressing(cover, self.control) if self.control else _escaping(cover)


def choose(cover: Cover, tried: Tried = frozenset()) -> Choice:
    """The next move; each is made once. Only controls that close, skip, decline, or accept cookies are ever pressed."""
    judgement, candidates = judged(cover, tried), tuple(_candidates(cover, tried))
    if cover.busy and not candidates:
        return Choice(Move.WAIT, "it shows that something is being loaded")
    for control in candidates:
        if _pressing(cover, control) not in tried:
            return Choice(Move.PRESS, judgement.reason, control)
    if _may_escape(judgement, cover) and _escaping(cover) not in tried:
        return Choice(Move.ESCAPE, judgement.reason)
    closing = judgement.nature.is_dismissible
    return Choice(Move.DECIDE, "nothing that may be pressed has closed it" if closing else judgement.reason)


def judged(cover: Cover, tried: Tried = frozenset()) -> Judgement:
    """The kind of the cover: told from what was declined in it, too, since some switch that control off."""
    links = [control.name for control in cover.controls if control.leads]
    names = [control.name for control in _own(cover) if control.name]
    return judge(cover.text, [*names, *_declined(cover, tried)], cover.has_form, links)


def may_ask_consent(cover: Cover) -> bool:
    """Whether the rules for consent banners are worth their seconds: never where more than consent may be at stake."""
    nature = judged(cover).nature
    known = (Nature.COOKIES, Nature.COOKIES_AND_MORE, Nature.TRACKING, Nature.UNCLEAR)
    return nature in known or (cover.foreign and nature is not Nature.DECISION)


def _own(cover: Cover) -> list[Control]:
    """Its controls but for links to other pages, which dismiss nothing."""
    return [control for control in cover.controls if not control.leads]


_ORDER: dict[Nature, tuple[Callable[[str], bool], ...]] = {
    Nature.COOKIES: (naming.declines_all, naming.declines, naming.saves, naming.closes, naming.accepts),
    Nature.COOKIES_AND_MORE: (naming.declines_all,),
    Nature.TRACKING: (naming.declines, naming.saves, naming.closes),
    Nature.CLOSABLE: (naming.closes,),
    Nature.NOTICE: (),
    Nature.UNCLEAR: (),
    Nature.DECISION: (),
}
"""What may be pressed, told from its name, the most modest first. Accepting cookies is the last resort."""


def _candidates(cover: Cover, tried: Tried) -> Iterator[Control]:
    for says in _ORDER[judged(cover, tried).nature]:
        # some only take the ticks away, and want that saved
        if says is not naming.saves or _declined(cover, tried):
            yield from (control for control in _own(cover) if says(control.name))


def _declined(cover: Cover, tried: Tried) -> list[str]:
    """Its no to everything, once it was pressed. A cover that shows no text is not known again."""
    start = _start(cover)
    return [made.pressed for made in tried if start and made.cover == start and naming.declines_all(made.pressed)]


def _may_escape(judgement: Judgement, cover: Cover) -> bool:
    """Escape answers no: it is pressed only where nothing is asked, and only to a dialog that can be read whole."""
    asks = judgement.nature is Nature.COOKIES_AND_MORE or not judgement.nature.is_dismissible
    return cover.modal and not cover.foreign and not asks


def _pressing(cover: Cover, control: Control) -> Made:
    return Made(_start(cover), control.name, control.selector)


def _escaping(cover: Cover) -> Made:
    return Made(_start(cover), ESCAPE)


def _start(cover: Cover) -> str:
    return cover.text[:_KNOWN_BY]
