"""How reliable a workflow is: an ordered list of rules, the first that holds decides."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from webmend.domain.failure import Category
from webmend.domain.settings import ReliabilitySettings
from webmend.domain.standing import (
    Standing,
    StandingList,
    StandingReason,
    WorkflowStanding,
    WorkflowTally,
)
from webmend.domain.workflow import Reliability

from .analytics import recovered_rate, success_rate

PERSONAL = frozenset({Category.AUTHENTICATION_ERROR, Category.PASSWORD_UPDATE_REQUIRED})
"""Failures that no further run gets over, and that get worse with each one: accounts are locked by them."""
_Settings = ReliabilitySettings


@dataclass(frozen=True)
class _Rule:
    """Holds: the workflow is that reliable, for this reason."""

    reliability: Reliability
    reason: StandingReason
    holds: Callable[[WorkflowTally, _Settings], bool]
    says: Callable[[WorkflowTally, _Settings], str]


def standing(tally: WorkflowTally, settings: ReliabilitySettings) -> Standing:
    """How reliable the workflow is, with its reason."""
    rule = next(rule for rule in _RULES if rule.holds(tally, settings))
    return Standing(reliability=rule.reliability, reason=rule.reason, message=rule.says(tally, settings))


def standings(
    tallies: Iterable[WorkflowTally], settings: ReliabilitySettings, wanted: Iterable[Reliability] = ()
) -> StandingList:
    """Those that are as reliable as wanted (nothing: all), the least reliable first, then those that fail most."""
    kept = frozenset(wanted) or frozenset(Reliability)
    found = [each for each in (_whole(tally, settings) for tally in tallies) if each.reliability in kept]
    order = [rule.reason for rule in _RULES]
    found.sort(key=lambda each: (order.index(each.reason), -each.failed, each.namespace, each.workflow))
    return StandingList(items=tuple(found))


def _whole(tally: WorkflowTally, settings: ReliabilitySettings) -> WorkflowStanding:
    return WorkflowStanding(
        **dict(tally),
        **dict(standing(tally, settings)),
        success_rate=success_rate(tally),
        recovered_rate=recovered_rate(tally),
    )


def _fails_each_time(tally: WorkflowTally, settings: _Settings) -> bool:
    return tally.failed_in_a_row >= settings.failures_in_a_row


def _needs_somebody(tally: WorkflowTally, _settings: _Settings) -> bool:
    last = tally.last_failure
    return tally.failed_in_a_row > 0 and last is not None and last.category in PERSONAL


def _succeeds_below(share: float, tally: WorkflowTally, settings: _Settings) -> bool:
    rate = success_rate(tally)
    return rate is not None and tally.succeeded + tally.failed >= settings.min_runs and rate < share


def _mended_often(tally: WorkflowTally, settings: _Settings) -> bool:
    rate = recovered_rate(tally)
    return rate is not None and tally.succeeded >= settings.min_runs and rate > settings.mended_above


def _said_rate(tally: WorkflowTally, _settings: _Settings) -> str:
    return f"{tally.failed} of {tally.succeeded + tally.failed} runs have failed"


def _said_last(tally: WorkflowTally, _settings: _Settings) -> str:
    last = tally.last_failure
    why = f" with {last.category}" if last and last.category else ""
    return f"the last run has failed{why}"


_RULES = (
    _Rule(
        Reliability.ACTION_NEEDED,
        StandingReason.FAILS_EACH_TIME,
        _fails_each_time,
        lambda tally, _: f"the last {tally.failed_in_a_row} runs have failed",
    ),
    _Rule(
        Reliability.ACTION_NEEDED,
        StandingReason.NEEDS_SOMEBODY,
        _needs_somebody,
        lambda tally, settings: f"{_said_last(tally, settings)}, which no further run gets over",
    ),
    _Rule(
        Reliability.ACTION_NEEDED,
        StandingReason.FAILS_OFTEN,
        lambda tally, settings: _succeeds_below(settings.action_below, tally, settings),
        _said_rate,
    ),
    _Rule(
        Reliability.WATCH,
        StandingReason.FAILS_AT_TIMES,
        lambda tally, settings: _succeeds_below(settings.watch_below, tally, settings),
        _said_rate,
    ),
    _Rule(Reliability.WATCH, StandingReason.LAST_FAILED, lambda tally, _: tally.failed_in_a_row > 0, _said_last),
    _Rule(
        Reliability.WATCH,
        StandingReason.MENDED_OFTEN,
        _mended_often,
        lambda tally, _: f"{tally.recovered} of {tally.succeeded} runs that succeeded had to be mended",
    ),
    _Rule(
        Reliability.HEALTHY,
        StandingReason.NO_RUNS,
        lambda tally, _: not tally.succeeded + tally.failed,
        lambda _tally, _settings: "no run has succeeded or failed",
    ),
    _Rule(
        Reliability.HEALTHY,
        StandingReason.RELIABLE,
        lambda _tally, _settings: True,
        lambda tally, _: f"{tally.succeeded} of {tally.succeeded + tally.failed} runs have succeeded",
    ),
)
