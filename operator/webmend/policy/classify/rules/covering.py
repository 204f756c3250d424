"""Step 7: something lies over the target."""

from webmend.domain.evidence import DialogFacts, ErrorKind, Evidence
from webmend.domain.failure import Category, SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import Label, named, other
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.agreements import AGREEMENTS
from webmend.policy.classify.words.breach import BREACH
from webmend.policy.classify.words.choices import CHOICES
from webmend.policy.popup.judging import judge

_ASKING = ("confirm", "prompt", "beforeunload")
"""Kinds of JavaScript dialogs that want an answer."""
_COVERED = (ErrorKind.COVERED, ErrorKind.INERT)


def covered_by_spinner(evidence: Evidence) -> Opinion | None:
    """What lies over the target turns while something loads, or something turns beside it: it will go by itself."""
    target = evidence.dom.target
    cover = target.covered_by if target else None
    if cover is not None and not (page.is_spinner(cover) or page.is_skeleton(cover)):
        cover = None
    if cover is None and evidence.error.kind is ErrorKind.COVERED and not any(d.buttons for d in evidence.dom.dialogs):
        cover = next(filter(page.is_spinner, evidence.dom.busy), None)
    if cover is None:
        return None
    return opinion(named(SubType.SPINNER_VISIBLE), f"{texts.element(cover)} lies over the target")


def browser_warns_of_breach(evidence: Evidence) -> Opinion | None:
    """The browser's own bubble about a known or saved password: the site has nothing to do with it."""
    said = "" if page.asks_for_new_password(evidence) else BREACH.find(texts.loud(evidence))
    if not said:
        return None
    return opinion(named(SubType.DISMISSIBLE), f"the browser warns of a password: {texts.quoted(said)}")


def covered_by_dialog(evidence: Evidence) -> Opinion | None:
    """A dialog lies over the target: with a way to close it and nothing to decide, or not."""
    dialog = next((d for d in evidence.dom.dialogs if d.covers_target and (d.text.strip() or d.buttons)), None)
    if dialog is None and evidence.error.kind is ErrorKind.INERT:
        dialog = next(iter(evidence.dom.dialogs), None)
    sets_password = dialog is not None and dialog.has_form and page.sets_password(evidence.dom.main_forms)
    if dialog is None or sets_password or evidence.dom.captcha:
        return None
    return _about(dialog, "lies over the target")


def covered_by_something(evidence: Evidence) -> Opinion | None:
    """Something that is neither busy nor a dialog lies over the target, and has a name or a word of its own."""
    target = evidence.dom.target
    if target is None or target.covered_by is None or evidence.dom.captcha:
        return None
    if page.sets_password(evidence.dom.main_forms):
        return None
    if not (target.covered_by.name or target.covered_by.text or target.covered_by.attributes):
        return None
    return opinion(other(Category.UNEXPECTED_UI_STATE), f"{texts.element(target.covered_by)} lies over the target")


def dialog_instead_of_target(evidence: Evidence) -> Opinion | None:
    """The target is not there and a dialog is: perhaps in its place, perhaps beside the point."""
    dialog = _in_the_way(evidence)
    return _about(dialog, "is open, and the target is not there") if dialog else None


def dialog_instead_of_page(evidence: Evidence) -> Opinion | None:
    """The page consists of a dialog: it waits for its answer before it shows itself."""
    dialog = _in_the_way(evidence)
    if dialog is None or not page.is_only_dialog(evidence, dialog):
        return None
    return _about(dialog, "is all that the page shows")


def terms_demanded(evidence: Evidence) -> Opinion | None:
    """A page of terms that somebody has to agree to stands where the next one should."""
    if page.has_target(evidence) or not page.is_waiting(evidence):
        return None
    said = AGREEMENTS.find((*texts.headline(evidence), texts.address(evidence), texts.spoken(evidence.error.type)))
    if not said:
        return None
    return opinion(named(SubType.DECISION_REQUIRED), f"the site wants terms to be agreed to: {texts.quoted(said)}")


def choice_demanded(evidence: Evidence) -> Opinion | None:
    """A page that wants somebody to choose who or what to go on with stands where the next one should."""
    if page.has_target(evidence) or not page.is_waiting(evidence):
        return None
    said = CHOICES.find(texts.headline(evidence))
    label = named(SubType.DECISION_REQUIRED)
    return opinion(label, f"the site wants a choice: {texts.quoted(said)}") if said else None


def javascript_dialog(evidence: Evidence) -> Opinion | None:
    """The page opened an alert, which wants nothing, or a confirmation or a prompt, which was answered unasked."""
    events = evidence.browser.dialog_events
    if not events or not page.is_waiting(evidence):
        return None
    asks = any(event.startswith(_ASKING) for event in events)
    label = other(Category.UNEXPECTED_UI_STATE) if asks else named(SubType.DISMISSIBLE)
    return opinion(label, f"the page opened a JavaScript dialog: {texts.quoted(events[-1])}")


def _in_the_way(evidence: Evidence) -> DialogFacts | None:
    """The dialog that is open where the target is not there and might have come."""
    is_missing = not page.has_target(evidence) and page.is_waiting(evidence)
    return page.open_dialog(evidence) if is_missing else None


def _about(dialog: DialogFacts, where: str) -> Opinion:
    buttons = ", ".join(texts.quoted(button, 30) for button in dialog.buttons[:4])
    return opinion(_label(dialog), f"{texts.dialog(dialog)} {where}", f"its buttons are {buttons}" if buttons else "")


def _label(dialog: DialogFacts) -> Label:
    own = [button for button in dialog.buttons if button not in dialog.links]
    nature = judge(dialog.text, own, dialog.has_form, dialog.links).nature
    return named(SubType.DISMISSIBLE if nature.is_dismissible else SubType.DECISION_REQUIRED)
