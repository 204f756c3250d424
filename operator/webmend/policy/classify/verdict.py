"""The failure as people and the recovery get to see it."""

import re
from collections.abc import Iterable
from dataclasses import replace

from webmend.domain.evidence import Evidence
from webmend.domain.failure import GROUPS, Candidate, Failure, Fault

from .fault import implied_fault
from .fix import suggested_fix
from .label import NOT_CONFIDENT, other
from .need import WISHED, Need
from .ranking import Ranked, Vote, doubt
from .threshold import threshold

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,62}")
_LINES = 16
_LINE = 256
_SENTENCE = 1024


def sure(fact: Vote, evidence: Evidence) -> Failure:
    """The verdict of a hard fact, against which nothing else is weighed."""
    return _said(Ranked(fact.label, fact.confidence, (fact.opinion,)), None, (), evidence)


def weighed(places: tuple[Ranked, ...], missing: tuple[Need, ...], evidence: Evidence) -> Failure:
    """The surest label where it reaches its threshold, or its category; otherwise NOT_CONFIDENT with the two best."""
    best = _sayable(places[0]) if places else None
    return _said(best, _rival(places), missing, evidence) if best else _undecided(places, missing, evidence)


def _sayable(best: Ranked) -> Ranked | None:
    """The label where it is sure enough for what it starts; else its category, where that starts nothing harmful."""
    if best.confidence >= threshold(best.label):
        return best
    milder = replace(best, label=other(best.label.category))
    is_named = best.label.sub_type is not None
    return milder if is_named and best.confidence >= threshold(milder.label) else None


def _said(best: Ranked, second: Ranked | None, missing: tuple[Need, ...], evidence: Evidence) -> Failure:
    opinion, label = best.opinions[0], best.label
    fault = opinion.fault or implied_fault(label)
    return Failure(
        category=label.category,
        sub_type=label.sub_type,
        group=GROUPS.get(label.category),
        confidence=round(best.confidence, 3),
        runner_up=_candidate(second),
        evidence=_lines(_sentence(clause) for opinion in best.opinions for clause in opinion.because),
        missing=_lines(need.what for need in missing),
        fault=fault,
        reason=opinion.reason,
        code=opinion.code,
        message=f"{_title(evidence)} failed: {opinion.because[0]}."[:_SENTENCE],
        node_id=_node_id(evidence),
        suggested_fix=suggested_fix(label, fault, opinion.reason),
    )


def _undecided(places: tuple[Ranked, ...], missing: tuple[Need, ...], evidence: Evidence) -> Failure:
    best = places[0] if places else None
    named = [place for place in (best, _rival(places)) if place]
    fault = implied_fault(best.label) if best else Fault.WEBSITE
    return Failure(
        category=NOT_CONFIDENT.category,
        confidence=round(doubt(places), 3),
        runner_up=_candidate(best),
        evidence=_lines(f"{place.label} ({place.confidence:.2f}): {place.opinions[0].because[0]}." for place in named),
        missing=_lines(need.what for need in (*missing, *_unmet_wishes(evidence))),
        fault=fault,
        message=f"{_title(evidence)} failed, and {_doubtful(named)}."[:_SENTENCE],
        node_id=_node_id(evidence),
        suggested_fix=suggested_fix(NOT_CONFIDENT, fault),
    )


def _unmet_wishes(evidence: Evidence) -> Iterable[Need]:
    return (need for need in WISHED if not need.is_met(evidence))


def _rival(places: tuple[Ranked, ...]) -> Ranked | None:
    """The second best: of another category where there is one, since it is by category that the repairs differ."""
    others = [place for place in places[1:] if place.label.category is not places[0].label.category]
    return next(iter((*others, *places[1:])), None)


def _doubtful(named: list[Ranked]) -> str:
    if not named:
        return "nothing that was seen says why"
    return "what was seen does not settle why: " + " or ".join(f"{p.label} ({p.confidence:.2f})" for p in named)


def _candidate(place: Ranked | None) -> Candidate | None:
    if place is None:
        return None
    return Candidate(
        category=place.label.category, sub_type=place.label.sub_type, confidence=round(place.confidence, 3)
    )


def _title(evidence: Evidence) -> str:
    title = evidence.step.title or evidence.step.id
    return f'"{title}"' if title else "A step"


def _node_id(evidence: Evidence) -> str | None:
    return evidence.step.id if _IDENTIFIER.fullmatch(evidence.step.id) else None


def _sentence(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}{'' if clause.endswith(('.', '?', '!')) else '.'}"


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Each once, short enough for a status."""
    return tuple(dict.fromkeys(line if len(line) <= _LINE else f"{line[: _LINE - 1]}…" for line in lines))[:_LINES]
