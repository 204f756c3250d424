"""Step 7: something lies over the target."""

from webmend.domain.evidence import DialogFacts, ErrorKind, Evidence
from webmend.domain.failure import Category, SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import Label, named, other
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.closing import CLOSING
from webmend.policy.classify.words.terms import TERMS

_CLOSING_SIGNS = {"×", "✕", "✖", "x"}
_COVERED = (ErrorKind.COVERED, ErrorKind.INERT)


def covered_by_spinner(evidence: Evidence) -> Opinion | None:
    """What lies over the target turns while something loads: it will go by itself."""
    target = evidence.dom.target
    cover = target.covered_by if target else None
    if cover is None or not (page.is_spinner(cover) or page.is_skeleton(cover)):
        return None
    return opinion(named(SubType.SPINNER_VISIBLE), f"{texts.element(cover)} lies over the target")


def covered_by_dialog(evidence: Evidence) -> Opinion | None:
    """A dialog lies over the target: with a way to close it and nothing to decide, or not."""
    if not _is_covered(evidence):
        return None
    dialog = next((d for d in evidence.dom.dialogs if d.covers_target), None)
    if dialog is None and evidence.error.kind is ErrorKind.INERT:
        dialog = next(iter(evidence.dom.dialogs), None)
    return _about(dialog, "lies over the target") if dialog else None


def covered_by_something(evidence: Evidence) -> Opinion | None:
    """Something that is neither busy nor a dialog lies over the target."""
    target = evidence.dom.target
    if target is None or target.covered_by is None:
        return None
    return opinion(other(Category.UNEXPECTED_UI_STATE), f"{texts.element(target.covered_by)} lies over the target")


def dialog_instead_of_target(evidence: Evidence) -> Opinion | None:
    """The target is not there and a dialog is: perhaps in its place, perhaps beside the point."""
    dialog = page.open_dialog(evidence)
    if dialog is None or page.has_target(evidence) or not page.is_waiting(evidence):
        return None
    return _about(dialog, "is open, and the target is not there")


def javascript_dialog(evidence: Evidence) -> Opinion | None:
    """The page opened an alert, a confirmation or a prompt, which was answered without being asked about."""
    events = evidence.browser.dialog_events
    if not events or not page.is_waiting(evidence):
        return None
    return opinion(named(SubType.DISMISSIBLE), f"the page opened a JavaScript dialog: {texts.quoted(events[-1])}")


def _is_covered(evidence: Evidence) -> bool:
    target = evidence.dom.target
    return evidence.error.kind in _COVERED or (target is not None and target.covered_by is not None)


def _about(dialog: DialogFacts, where: str) -> Opinion:
    buttons = ", ".join(texts.quoted(button, 30) for button in dialog.buttons[:4])
    return opinion(_label(dialog), f"{texts.dialog(dialog)} {where}", f"its buttons are {buttons}" if buttons else "")


def _label(dialog: DialogFacts) -> Label:
    """A form, terms to agree to, or no button that merely closes: for a person to decide."""
    if dialog.has_form or TERMS.find((dialog.text, *dialog.buttons)):
        return named(SubType.DECISION_REQUIRED)
    closes = any(CLOSING.is_whole(button) or button.strip().lower() in _CLOSING_SIGNS for button in dialog.buttons)
    is_harmless = bool(dialog.buttons) and page.is_about_cookies(dialog)
    return named(SubType.DISMISSIBLE if closes or is_harmless else SubType.DECISION_REQUIRED)
