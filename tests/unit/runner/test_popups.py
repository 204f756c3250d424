"""Dismissing what covers a step, and pressing what a person chose."""

from typing import Any

import pytest

from tests.support.builders import node
from tests.support.popups import PopUp
from tests.unit.runner.lab import Lab, end
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.evidence import DialogFacts, DomFacts, Evidence
from webmend.domain.popup import Control
from webmend.domain.report import AttemptOutcome, AttemptReport, RecoveryOutcome
from webmend.domain.target import Selector

COOKIES = PopUp("We use cookies", closing=("Accept all", "Reject all"))
TOUR = PopUp("Take the tour", closing=("Skip tour",), idle=("Start",))
PAYMENT = PopUp("Confirm payment of 120 €", closing=("Pay now", "Close"))


def told(kind: DirectiveKind, sequence: int = 1, **facts: Any) -> Directive:
    return Directive(sequence=sequence, attempt=1, kind=kind, reason="something is in the way", **facts)


def lab(*stack: PopUp, **plan: Any) -> Lab:
    """A step under these pop-ups, the last on top, and a server that has them dismissed once and ends it then."""
    made = Lab(node("open", "navigate"), node("go"), **plan)
    made.tab.popups.stack = [PopUp(**vars(each)) for each in stack]
    made.told(told(DirectiveKind.DISMISS), end(2))
    return made


async def outcome(made: Lab) -> tuple[AttemptReport, str]:
    """The report and what it says of the one recovery."""
    report = await made.run()
    assert len(report.recoveries) == 1
    return report, report.recoveries[0].detail


async def test_what_covers_a_step_is_closed_and_the_step_tried_once_more() -> None:
    made = lab(TOUR)
    report, detail = await outcome(made)
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert made.tab.popups.pressed == ["Skip tour"]
    assert made.tab.done == ["open", "go", "go"]
    assert report.recoveries[0].outcome is RecoveryOutcome.SUCCEEDED
    assert '"Skip tour" (button#b0)' in detail
    assert '"Take the tour"' in detail


async def test_pop_ups_in_a_stack_are_closed_one_after_the_other() -> None:
    made = lab(COOKIES, TOUR)
    await made.run()
    assert made.tab.popups.pressed == ["Skip tour", "Reject all"]


async def test_a_known_consent_banner_is_left_to_its_rules() -> None:
    made = lab(PopUp("We use cookies", closing=("Reject all",), known_to_rules=True))
    _, detail = await outcome(made)
    assert made.tab.popups.pressed == []
    assert "consent rule klaro declined" in detail


async def test_a_banner_that_a_rule_only_hid_is_not_called_declined() -> None:
    made = lab(PopUp("This site uses cookies", closing=("Got it",), known_to_rules=True))
    made.tab.popups.rules_hide = True
    _, detail = await outcome(made)
    assert "consent rule klaro hid the banner" in detail


async def test_without_the_rules_cookies_are_declined_all_the_same() -> None:
    made = lab(COOKIES)
    made.tab.popups.has_rules = False
    _, detail = await outcome(made)
    assert made.tab.popups.pressed == ["Reject all"]
    assert "the rules for consent banners are not installed" in detail


async def test_the_rules_are_not_asked_about_what_is_plainly_something_else() -> None:
    made = lab(TOUR)
    await made.run()
    assert made.tab.popups.asked_rules == 0


async def test_declared_controls_come_first() -> None:
    selector = Selector(css="#bye")
    made = lab(PAYMENT, popup_selectors=(selector, Selector(css="#elsewhere")))
    made.tab.popups.elements = {str(selector): Control(handle=0, name="Bye", selector="button#bye")}
    _, detail = await outcome(made)
    assert made.tab.popups.pressed == ["Bye"]
    assert "declared in popupSelectors" in detail


async def test_what_needs_a_decision_is_left_alone_and_the_report_says_why() -> None:
    made = lab(PAYMENT)
    report, detail = await outcome(made)
    assert made.tab.popups.pressed == []
    assert report.outcome is AttemptOutcome.FAILED
    assert report.recoveries[0].outcome is RecoveryOutcome.FAILED
    assert "left" in detail
    assert "payment" in detail.lower()


async def test_something_that_loads_is_waited_for() -> None:
    made = lab(PopUp("Loading", busy=True, passes_after=2))
    report, detail = await outcome(made)
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert made.tab.popups.pressed == []
    assert "waited" in detail


async def test_a_notice_is_closed_by_escape() -> None:
    made = lab(PopUp("Version 7 is out", idle=("OK",), escapable=True))
    await made.run()
    assert made.tab.popups.pressed == ["Escape"]


async def test_a_control_that_cannot_be_pressed_is_told_and_the_next_one_tried() -> None:
    made = lab(COOKIES)
    made.tab.popups.refuses = {"Reject all": "something else lies over it"}
    _, detail = await outcome(made)
    assert made.tab.popups.pressed == ["Accept all"]
    assert 'could not press "Reject all"' in detail


async def test_an_endless_stack_is_given_up() -> None:
    made = lab(*[PopUp(f"Offer {n}", closing=("Close",)) for n in range(20)])
    report, detail = await outcome(made)
    assert report.outcome is AttemptOutcome.FAILED
    assert made.tab.popups.pressed == ["Close"] * 8
    assert "still in the way" in detail


def asked(*offered: str, choice: str) -> Lab:
    """A step under a payment dialog whose controls were offered to a person, who chose one."""
    made = lab(PAYMENT)
    made.tab.sees = Evidence(dom=DomFacts(dialogs=(DialogFacts(text=PAYMENT.text, buttons=offered),)))
    made.told(told(DirectiveKind.PRESS, control=choice), end(2))
    return made


async def test_a_person_may_have_anything_pressed_that_the_dialog_offers() -> None:
    made = asked("Pay now", "Close", choice="Pay now")
    report, detail = await outcome(made)
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert made.tab.popups.pressed == ["Pay now"]
    assert "which a person chose" in detail


@pytest.mark.parametrize("choice", ["", "Pay later", "Delete everything"])
async def test_what_was_not_offered_is_not_pressed(choice: str) -> None:
    made = asked("Pay now", "Close", choice=choice)
    report = await made.run()
    assert report.outcome is AttemptOutcome.FAILED
    assert made.tab.popups.pressed == []


async def test_a_control_that_has_gone_meanwhile_is_not_looked_for_elsewhere() -> None:
    made = asked("Pay now", "Close", "Back", choice="Back")
    _, detail = await outcome(made)
    assert made.tab.popups.pressed == []
    assert '"Back" is not there any more' in detail
