"""A page that is still loading: three tiers, each at most once for a step in one session."""

from dataclasses import replace

from webmend.domain.directive import Carried, DirectiveKind
from webmend.domain.duration import duration
from webmend.domain.failure import Category
from webmend.domain.run import AttemptCause, RecoveryKind
from webmend.policy import loading

from .decision import Decision, Requeue, act, later
from .facts import RecoveryFacts
from .site_down import try_later


def wait_for_page(facts: RecoveryFacts, chance: float) -> Decision | None:
    """The next tier that is left."""
    if facts.failure.category is not Category.PAGE_STILL_LOADING or facts.report is None:
        return None
    node_id = facts.report.node_id
    used = loading.used_tiers(facts.recoveries, facts.attempt, node_id) | _closed_tiers(facts)
    tier = loading.next_tier(facts.failure.sub_type, node_id, used, facts.report.safe_nodes, facts.settings)
    if tier.number == 3:
        return try_later(facts, chance, tier=3)
    if not facts.in_session:
        return _in_new_attempt(facts, tier) if tier.number == 1 else try_later(facts, chance, tier=3)
    return _retry(facts, tier) if tier.number == 1 else _resume(facts, tier)


def _closed_tiers(facts: RecoveryFacts) -> frozenset[int]:
    """An irreversible step that may have happened is not tried again; going back to a safe step stays open."""
    return frozenset({1}) if facts.may_have_happened() else frozenset()


def _retry(facts: RecoveryFacts, tier: loading.Tier) -> Decision:
    what = f'Wait {duration(tier.delay)}, then try "{facts.title}" again: {facts.why}'
    return act(
        facts,
        RecoveryKind.WAIT_AND_RETRY,
        DirectiveKind.RETRY,
        what,
        node_id=tier.node_id,
        delay=tier.delay,
        tier=1,
    )


def _resume(facts: RecoveryFacts, tier: loading.Tier) -> Decision:
    earlier = facts.title_of(tier.node_id)
    what = f'Wait {duration(tier.delay)}, then go on from "{earlier}": "{facts.title}" failed again, {facts.why}'
    return act(
        facts,
        RecoveryKind.WAIT_AND_RESUME,
        DirectiveKind.RESUME,
        what,
        node_id=tier.node_id,
        delay=tier.delay,
        tier=2,
    )


def _in_new_attempt(facts: RecoveryFacts, tier: loading.Tier) -> Decision:
    """Nobody could answer in the session: a further attempt brings the delay. Needs no switch, counts as the site's."""
    carried = Carried(node_id=tier.node_id or "", delay=tier.delay)
    what = (
        f'A new attempt waits {duration(tier.delay)} before "{facts.title_of(tier.node_id)}": '
        f"nobody could answer in the session, {facts.why}"
    )
    # Without an exception by requeueAfterIrreversible: nobody has looked at this page since.
    handling = facts.handling.with_(requeue_after_irreversible=False)
    return later(
        replace(facts, handling=handling),
        RecoveryKind.WAIT_IN_NEW_ATTEMPT,
        Requeue(facts.now, AttemptCause.SITE, carried),
        what,
        tier=1,
        delay=tier.delay,
    )
