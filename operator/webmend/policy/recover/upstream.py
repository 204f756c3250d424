"""A transient fault of the site: one retry, where it is wanted and nothing could happen twice."""

from webmend.domain.directive import DirectiveKind
from webmend.domain.duration import duration, seconds
from webmend.domain.failure import Category, SubType
from webmend.domain.run import RecoveryKind

from .decision import Decision, act, nothing
from .facts import RecoveryFacts

_TRANSIENT = (SubType.TIMING_RACE, SubType.TRANSIENT_SITE_ISSUE, SubType.OTHER)


def retry_upstream(facts: RecoveryFacts, _chance: float) -> Decision | None:
    """Try the step again from the latest safe step, else itself; once for a step in one session."""
    if facts.failure.category is not Category.UPSTREAM_ERROR:
        return None
    if refused := _refusal(facts):
        return nothing(facts, refused)
    assert facts.report is not None
    node_id = next(iter(facts.report.safe_nodes), facts.report.node_id)
    delay = seconds(facts.settings.upstream_delay)
    what = f'Wait {duration(delay)}, then go on from "{facts.title_of(node_id)}" once more: {facts.why}'
    told = DirectiveKind.RETRY if node_id == facts.report.node_id else DirectiveKind.RESUME
    return act(facts, RecoveryKind.RETRY_UPSTREAM, told, what, node_id=node_id, delay=delay)


def _refusal(facts: RecoveryFacts) -> str:
    """Why it is not tried again, in a sentence; empty when it may be."""
    if not facts.handling.upstream_retry:
        return "retrying after faults of the site is switched off (upstreamRetry: false)"
    if facts.failure.sub_type not in _TRANSIENT:
        return f"{facts.why} does not pass by itself"
    if facts.report is None or not facts.in_session:
        return "the page is gone: the step is tried again only while the session is open"
    if facts.irreversible or facts.may_have_happened():
        return "an irreversible step has run, or may have"
    return "it was tried again in this session already" if facts.has_tried(RecoveryKind.RETRY_UPSTREAM) else ""
