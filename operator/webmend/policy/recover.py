"""What to do about a failure: the playbook as a list of small rules, in order; the first that answers decides."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from webmend.domain.directive import Carried, Directive, DirectiveKind
from webmend.domain.duration import duration
from webmend.domain.failure import Category, Failure, Fault
from webmend.domain.graph import Graph
from webmend.domain.report import FailureReport
from webmend.domain.run import Attempt, AttemptCause, Recovery, RecoveryKind
from webmend.domain.settings import RecoverySettings
from webmend.domain.workflow import ErrorHandling

from . import backoff, budget, loading, steps


@dataclass(frozen=True)
class RecoveryFacts:
    """One failure and all that its recovery depends on."""

    failure: Failure
    report: FailureReport | None
    """None where the attempt ended without a word (node lost, out of memory)."""
    graph: Graph
    handling: ErrorHandling
    settings: RecoverySettings
    attempt: int
    attempts: tuple[Attempt, ...]
    recoveries: tuple[Recovery, ...]
    in_session: bool
    """A runner holds the browser open and waits for the answer."""
    now: datetime
    irreversible: bool = False
    """An irreversible step has run in this attempt, or may have."""

    @property
    def sequence(self) -> int:
        """Number of the failure; 0 for an attempt that ended without a word."""
        return self.report.sequence if self.report else 0

    @property
    def node_id(self) -> str | None:
        """The step that failed."""
        return self.report.node_id if self.report else self.failure.node_id


@dataclass(frozen=True)
class Requeue:
    """Make a further attempt."""

    at: datetime
    cause: AttemptCause
    carried: Carried | None = None


@dataclass(frozen=True)
class Decision:
    """What is done, and why in a sentence. Without a recovery, nothing is: the run fails."""

    reason: str
    recovery: Recovery | None = None
    """What goes into the run's recoveries, when something is done."""
    directive: Directive | None = None
    """What the waiting runner is told; always there when one waits."""
    requeue: Requeue | None = None


Rule = Callable[[RecoveryFacts, float], Decision | None]


def decide(facts: RecoveryFacts, chance: float) -> Decision:
    """The first answer of RULES. `chance` in [0, 1) places the jitter of a back-off.

    A waiting runner whose attempt has to end is only told so here; the further attempt is decided on when its pod
    has ended, from the same report and by the same rules.
    """
    decision = next(answer for rule in RULES if (answer := rule(facts, chance)))
    if facts.in_session and decision.directive is None:
        return Decision(decision.reason, directive=_directive(facts, DirectiveKind.END, decision.reason))
    return decision


def _platform_fault(facts: RecoveryFacts, chance: float) -> Decision | None:
    """Faults of our own are tried again within a budget of their own; they never start a repair."""
    if facts.failure.fault is not Fault.PLATFORM:
        return None
    retry = budget.used(facts.attempts, AttemptCause.PLATFORM)
    at = backoff.next_platform_attempt(facts.now, retry, chance, facts.settings)
    return _requeue(facts, RecoveryKind.RETRY_PLATFORM, Requeue(at, AttemptCause.PLATFORM))


def _page_loading(facts: RecoveryFacts, chance: float) -> Decision | None:
    """Three tiers, each at most once for a node in one session."""
    if facts.failure.category is not Category.PAGE_STILL_LOADING or facts.report is None:
        return None
    node_id = facts.report.node_id
    used = loading.used_tiers(facts.recoveries, facts.attempt, node_id) | _closed_tiers(facts)
    tier = loading.next_tier(facts.failure.sub_type, node_id, used, facts.report.safe_nodes, facts.settings)
    if tier.number == 3:
        return _site_down(facts, chance, tier=3)
    if not facts.in_session:
        return _wait_in_new_attempt(facts, tier) if tier.number == 1 else _site_down(facts, chance, tier=3)
    return _wait_in_session(facts, tier)


def _closed_tiers(facts: RecoveryFacts) -> frozenset[int]:
    """An irreversible step that may have happened is not tried again; going back to a safe step stays open."""
    node = next((n for n in facts.graph.nodes if n.id == facts.node_id), None)
    happened = facts.report and node and steps.may_have_happened(node, facts.report.evidence.error.kind)
    return frozenset({1}) if happened else frozenset()


def _service_unavailable(facts: RecoveryFacts, chance: float) -> Decision | None:
    if facts.failure.category not in (Category.SERVICE_UNAVAILABLE, Category.ACCOUNT_LOGGED_OUT):
        return None
    return _site_down(facts, chance, tier=None)


def _nothing(facts: RecoveryFacts, _chance: float) -> Decision:
    return Decision(f"{facts.failure.category} has no recovery; people are told")


RULES: tuple[Rule, ...] = (
    _platform_fault,
    _page_loading,
    _service_unavailable,
    _nothing,
)


def _site_down(facts: RecoveryFacts, chance: float, tier: int | None) -> Decision:
    """Try the site again later, where the switch allows it."""
    if not facts.handling.service_unavailable_recovery:
        return Decision("trying again later is switched off (serviceUnavailableRecovery: false)")
    retry = budget.used(facts.attempts, AttemptCause.SITE)
    retry_after = facts.report.evidence.network.retry_after if facts.report else None
    at = backoff.next_attempt(facts.now, retry, chance, facts.settings, retry_after)
    return _requeue(facts, RecoveryKind.REQUEUE, Requeue(at, AttemptCause.SITE), tier)


def _wait_in_session(facts: RecoveryFacts, tier: loading.Tier) -> Decision:
    title = _title(facts, facts.node_id)
    if tier.number == 1:
        kind, told = RecoveryKind.WAIT_AND_RETRY, DirectiveKind.RETRY
        what = f'Wait {duration(tier.delay)}, then try "{title}" again: {_why(facts)}'
    else:
        kind, told = RecoveryKind.WAIT_AND_RESUME, DirectiveKind.RESUME
        earlier = _title(facts, tier.node_id)
        what = f'Wait {duration(tier.delay)}, then go on from "{earlier}": "{title}" failed again, {_why(facts)}'
    return Decision(
        what,
        recovery=_recovery(facts, kind, what, tier.number, tier.delay),
        directive=_directive(facts, told, what, tier.node_id, tier.delay),
    )


def _wait_in_new_attempt(facts: RecoveryFacts, tier: loading.Tier) -> Decision:
    """Nobody could answer in the session: a further attempt brings the delay. Needs no switch, counts as the site's."""
    carried = Carried(node_id=tier.node_id or "", delay=tier.delay)
    what = (
        f'A new attempt waits {duration(tier.delay)} before "{_title(facts, tier.node_id)}": '
        f"nobody could answer in the session, {_why(facts)}"
    )
    requeue = Requeue(facts.now, AttemptCause.SITE, carried)
    # Without an exception by requeueAfterIrreversible: nobody has looked at this page since.
    handling = facts.handling.with_(requeue_after_irreversible=False)
    return _requeue(replace(facts, handling=handling), RecoveryKind.WAIT_IN_NEW_ATTEMPT, requeue, 1, what, tier.delay)


def _requeue(
    facts: RecoveryFacts,
    kind: RecoveryKind,
    requeue: Requeue,
    tier: int | None = None,
    what: str = "",
    wait: float = 0.0,
) -> Decision:
    refused = budget.refusal(requeue.cause, facts.attempts, facts.handling, facts.settings, facts.irreversible)
    if refused:
        return Decision(refused)
    what = what or f"Attempt {facts.attempt + 1} follows at {requeue.at:%Y-%m-%dT%H:%M:%SZ}: {_why(facts)}"
    return Decision(what, recovery=_recovery(facts, kind, what, tier, wait), requeue=requeue)


def _recovery(facts: RecoveryFacts, kind: RecoveryKind, what: str, tier: int | None, wait: float) -> Recovery:
    return Recovery(
        attempt=facts.attempt,
        sequence=facts.sequence,
        kind=kind,
        tier=tier,
        node_id=facts.node_id,
        what=what[:1024],
        delay=wait,
        error=facts.failure,
        decided_at=facts.now,
    )


def _directive(
    facts: RecoveryFacts, kind: DirectiveKind, reason: str, node_id: str | None = None, wait: float = 0.0
) -> Directive:
    return Directive(
        sequence=facts.sequence, attempt=facts.attempt, kind=kind, node_id=node_id, delay=wait, reason=reason[:1024]
    )


def _why(facts: RecoveryFacts) -> str:
    failure = facts.failure
    return f"{failure.category}/{failure.sub_type}" if failure.sub_type else (failure.reason or str(failure.category))


def _title(facts: RecoveryFacts, node_id: str | None) -> str:
    return next((n.title for n in facts.graph.nodes if n.id == node_id), node_id or "?")
