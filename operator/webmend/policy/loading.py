"""A page that is still loading: which of the three tiers is next, and how long to wait.

Each tier is used at most once for a node in one session (one attempt):
1. wait, then try the step again;
2. wait, then go on from the latest earlier step that can safely be reached again;
3. a further attempt later, under the switch and budget of a site that is down.
"""

from dataclasses import dataclass

from webmend.domain.duration import seconds
from webmend.domain.failure import SubType
from webmend.domain.run import Recovery, RecoveryKind
from webmend.domain.settings import RecoverySettings

TIER_OF = {
    RecoveryKind.WAIT_AND_RETRY: 1,
    RecoveryKind.WAIT_IN_NEW_ATTEMPT: 1,
    RecoveryKind.WAIT_AND_RESUME: 2,
}
"""Which tier a recovery used up. A delay that a new attempt brought with it is its tier 1."""


@dataclass(frozen=True)
class Tier:
    """The tier to use next; node: where to go on."""

    number: int
    node_id: str | None
    delay: float


def used_tiers(recoveries: tuple[Recovery, ...], attempt: int, node_id: str) -> frozenset[int]:
    """The tiers that this node has used in the session of this attempt."""
    return frozenset(
        TIER_OF[r.kind] for r in recoveries if r.kind in TIER_OF and r.node_id == node_id and _session_of(r) == attempt
    )


def next_tier(
    sub_type: SubType | None,
    node_id: str,
    used: frozenset[int],
    safe_nodes: tuple[str, ...],
    settings: RecoverySettings,
) -> Tier:
    """The first tier not used yet; tier 2 is passed over where no earlier step is safe."""
    wait = loading_delay(sub_type, settings)
    if 1 not in used:
        return Tier(1, node_id, wait)
    if 2 not in used and safe_nodes:
        return Tier(2, safe_nodes[0], wait)
    return Tier(3, None, 0.0)


def loading_delay(sub_type: SubType | None, settings: RecoverySettings) -> float:
    """Seconds to wait for this kind of loading; what is not named waits like a spinner."""
    delays = settings.loading_delays
    fallback = delays.get(SubType.SPINNER_VISIBLE, "15s")
    return seconds(delays.get(sub_type, fallback) if sub_type else fallback)


def _session_of(recovery: Recovery) -> int:
    """The attempt in whose session the recovery was carried out."""
    return recovery.attempt + 1 if recovery.kind is RecoveryKind.WAIT_IN_NEW_ATTEMPT else recovery.attempt
