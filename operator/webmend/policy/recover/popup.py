"""Something covers the page: close what may be closed, ask about the rest."""

from webmend.domain.directive import DirectiveKind
from webmend.domain.failure import Category, SubType
from webmend.domain.run import InputReason, RecoveryKind

from .asking import ask
from .decision import Decision, act, nothing
from .facts import RecoveryFacts


def close_popup(facts: RecoveryFacts, _chance: float) -> Decision | None:
    """DISMISSIBLE is closed, once for a step in one session; what stays open after that needs a decision."""
    if facts.failure.category is not Category.UNEXPECTED_UI_STATE:
        return None
    if not facts.handling.popup_handling:
        return nothing(facts, "closing pop-ups is switched off (popupHandling: false)")
    if not facts.in_session:
        return nothing(facts, "the page is gone: a pop-up is closed only while the session is open")
    if facts.may_have_happened():
        return nothing(facts, f'"{facts.title}" is irreversible and may have happened')
    if facts.failure.sub_type is SubType.DISMISSIBLE and not facts.has_tried(RecoveryKind.DISMISS_POPUP):
        what = f'Close what covers the page, then try "{facts.title}" again: {facts.why}'
        return act(facts, RecoveryKind.DISMISS_POPUP, DirectiveKind.DISMISS, what, node_id=facts.node_id)
    actions = _offered(facts)
    if not actions:
        return nothing(facts, "nothing on the page could be closed, and it offers nothing to choose from")
    return ask(facts, InputReason.NON_DISMISSIBLE_POPUP, actions)


def _offered(facts: RecoveryFacts) -> tuple[str, ...]:
    """The controls of the open dialogs, each once."""
    dialogs = facts.report.evidence.dom.dialogs if facts.report else ()
    return tuple(dict.fromkeys(button for dialog in dialogs for button in dialog.buttons if button))[:16]
