"""What kind of thing a dialog is: one that may be closed, or one that needs a person. The one place that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from webmend.policy.classify.words.cookies import COOKIES
from webmend.policy.classify.words.newsletter import NEWSLETTER
from webmend.policy.classify.words.privacy import PRIVACY
from webmend.policy.classify.words.tracking import TRACKING

from . import naming
from .harm import binding


class Nature(StrEnum):
    COOKIES = "Cookies"
    """About cookies: may be declined, closed, and in the last resort accepted."""
    COOKIES_AND_MORE = "CookiesAndMore"
    """About cookies and something else: a no to all cookies, in so many words, leaves the rest unanswered."""
    TRACKING = "Tracking"
    """About services that watch visitors, not about cookies by name: may be declined or closed, never accepted."""
    CLOSABLE = "Closable"
    """Has a control that only closes, skips or puts off."""
    NOTICE = "Notice"
    """Says something and asks nothing: Escape may close it, its OK is not pressed."""
    UNCLEAR = "Unclear"
    """None of its controls merely closes it, and nothing says what it is about: for a person."""
    DECISION = "Decision"
    """Something is asked that costs, binds or cannot be taken back, or an entry is: for a person."""

    @property
    def is_dismissible(self) -> bool:
        """Whether it may be closed without asking anybody."""
        return self not in (Nature.UNCLEAR, Nature.DECISION)


@dataclass(frozen=True)
class Judgement:
    """The kind of a dialog and what it was told from."""

    nature: Nature
    reason: str


def judge(text: str, names: Sequence[str], has_form: bool = False, links: Sequence[str] = ()) -> Judgement:
    """The kind of a dialog that shows `text` and has controls of these names.

    has_form: it asks for more than ticks. links: names of its links to other pages, which are none of the controls and
    alone say nothing of it: one to the cookie policy makes no cookie banner.
    """
    own = _without(text, links)
    refusal = next(filter(naming.declines_all, names), "")
    cookies = refusal or COOKIES.find((own, *names))
    more = _more(_without_consent(own, names) if cookies else (own, *names), has_form)
    if refusal and more:
        return Judgement(Nature.COOKIES_AND_MORE, f"it is about cookies, but also {more}")
    if more:
        return Judgement(Nature.DECISION, more)
    if cookies:
        return Judgement(Nature.COOKIES, f'it is about cookies: "{cookies}"')
    if tracking := _tracking(text, names):
        return Judgement(Nature.TRACKING, f'it is about tracking, and may be declined: "{tracking}"')
    if any(map(naming.closes, names)):
        return Judgement(Nature.CLOSABLE, "it asks for nothing and can be closed")
    if len(names) <= 1 and all(map(naming.accepts, names)):
        return Judgement(Nature.NOTICE, "it asks for nothing")
    return Judgement(Nature.UNCLEAR, "none of its controls merely closes it")


def _without_consent(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """What is said apart from the controls that accept cookies: their "I agree" agrees to nothing else."""
    others = (name for name in names if not naming.accepts(name))
    return _without(text, [*filter(naming.accepts, names)]), *others


def _without(text: str, names: Sequence[str]) -> str:
    for name in filter(None, names):
        text = text.replace(name, " ")
    return text


def _tracking(text: str, names: Sequence[str]) -> str:
    """What it says of services that watch visitors, where one can decline them; else empty.

    Data and policies are spoken of for many reasons: a no and a choice of single consents tell this one.
    """
    if not any(map(naming.declines, names)):
        return ""
    return TRACKING.find((text,)) or (PRIVACY.find((text,)) if any(map(naming.configures, names)) else "")


def _more(said: Sequence[str], has_form: bool) -> str:
    """What a person has to decide about; empty when nothing."""
    if serious := binding(said):
        return f'it wants a decision: "{serious}"'
    return "it asks for an entry" if has_form and not NEWSLETTER.find(said) else ""
