"""A selector that finds nothing, several elements or the wrong one: find the element anew, or bring it into sight."""

from webmend.domain.directive import DirectiveKind
from webmend.domain.failure import Category
from webmend.domain.run import RecoveryKind
from webmend.domain.workflow import RepairPolicy

from .decision import Decision, act, nothing
from .facts import RecoveryFacts


def repair_selector(facts: RecoveryFacts, _chance: float) -> Decision | None:
    """Have the runner look for the element; once for a step in one session."""
    if facts.failure.category is not Category.XPATH_INCORRECT:
        return None
    if refused := _refusal(facts):
        return nothing(facts, refused)
    what = f"{_what(facts)}: {facts.why}"
    return act(
        facts, RecoveryKind.REPAIR_SELECTOR, DirectiveKind.REPAIR, what, node_id=facts.node_id, refused=facts.reverted
    )


def _refusal(facts: RecoveryFacts) -> str:
    """Why the selector is not repaired, in a sentence; empty when it may be."""
    node, report = facts.node, facts.report
    if not facts.handling.xpath_recovery:
        return "repairing selectors is switched off (xpathRecovery: false)"
    if facts.repairs is RepairPolicy.OFF:
        return "repairs are switched off (versions.repairs: Off)"
    if node is None or report is None or node.target is None:
        return "the step names no element that could be found anew"
    if not node.heal:
        return f'"{node.title}" is not to be repaired (heal: false)'
    if facts.may_have_happened():
        return f'"{node.title}" is irreversible and may have happened'
    if not report.evidence.history.fingerprint_known and not report.evidence.dom.revealers:
        return "no good run has shown yet what the element looks like"
    if facts.has_tried(RecoveryKind.REPAIR_SELECTOR):
        return "the element was looked for in this session already"
    return "" if facts.in_session else "the page is gone: a selector is repaired only while the session is open"


def _what(facts: RecoveryFacts) -> str:
    if facts.report and facts.report.evidence.dom.revealers:
        return f'Bring the element of "{facts.title}" into sight, where it is hidden behind a control'
    return f'Find the element of "{facts.title}" by what it looked like in the last good run'
