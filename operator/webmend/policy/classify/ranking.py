"""From the votes of several rules to labels in the order of their confidence."""

from dataclasses import dataclass

from .label import Label
from .rule import Opinion

CERTAINTY = 0.99
"""No vote is surer than this, however often it was right so far."""


@dataclass(frozen=True)
class Vote:
    """One rule's opinion and how often such an opinion is right."""

    opinion: Opinion
    confidence: float

    @property
    def label(self) -> Label:
        """What it votes for."""
        return self.opinion.label


@dataclass(frozen=True)
class Ranked:
    """A label, how sure it is against the others, and the opinions for it, the surest first."""

    label: Label
    confidence: float
    opinions: tuple[Opinion, ...]


def ranked(votes: tuple[Vote, ...]) -> tuple[Ranked, ...]:
    """The labels voted for, the surest first; equal ones in the order of the votes.

    A vote of confidence p has the odds p / (1 - p). A label has the odds of its surest vote: votes rest on the same
    page, so a second one makes it no surer. The labels of other categories, and "none of them" with the odds 1, compete
    with it. One vote alone so keeps its own confidence; two strong ones that contradict each other fall below any
    threshold.
    """
    labels = dict.fromkeys(vote.label for vote in votes)
    places = [_ranked(label, votes) for label in labels]
    return tuple(sorted(places, key=lambda place: -place.confidence))


def _ranked(label: Label, votes: tuple[Vote, ...]) -> Ranked:
    own = sorted((vote for vote in votes if vote.label == label), key=lambda vote: -vote.confidence)
    odds = _odds(own[0])
    rivals = sum(_odds_by_category(votes, except_=label).values())
    return Ranked(label, odds / (1 + odds + rivals), tuple(vote.opinion for vote in own))


def _odds_by_category(votes: tuple[Vote, ...], except_: Label) -> dict[str, float]:
    """The odds of each other category: those of its surest vote."""
    odds: dict[str, float] = {}
    for vote in votes:
        if vote.label.category is not except_.category:
            odds[vote.label.category] = max(_odds(vote), odds.get(vote.label.category, 0.0))
    return odds


def _odds(vote: Vote) -> float:
    confidence = min(vote.confidence, CERTAINTY)
    return confidence / (1 - confidence)


def doubt(places: tuple[Ranked, ...]) -> float:
    """How sure it is that none of the labels is right."""
    surest: dict[str, float] = {}
    for place in places:
        surest.setdefault(place.label.category, place.confidence)
    return max(0.0, 1.0 - sum(surest.values()))
