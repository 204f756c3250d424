"""A runner that is told to repair a selector finds the element anew and goes on with it, or ends."""

import pytest

from tests.support.browser import Element
from tests.support.builders import node
from tests.unit.runner.lab import Lab
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.report import AttemptOutcome, Band, RecoveryOutcome
from webmend.domain.target import Fingerprint, Selector

pytestmark = pytest.mark.looptime

STEPS = (node("open", "navigate"), node("new", target={"selectors": [{"css": "#new"}]}), node("new-again", next=None))
WAS = Fingerprint(tag="button", role="button", name="New Patient", text="New Patient")
REPAIR = Directive(sequence=1, attempt=1, kind=DirectiveKind.REPAIR, node_id="new", reason="nothing matches")


def button(text: str) -> Element:
    return Element((f'role=button[name="{text}"]', f"text={text}"), text)


def lab(*elements: Element, directive: Directive = REPAIR) -> Lab:
    made = Lab(*STEPS[:2], fingerprints={"new": WAS})
    made.tab.shown.elements[:] = list(elements)
    made.told(directive)
    return made


async def test_the_element_is_found_anew_and_the_step_done_with_it() -> None:
    mended = lab(button("Add new patient"), button("Search"))
    report = await mended.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    (recovery,) = mended.server.recoveries
    assert recovery.outcome is RecoveryOutcome.SUCCEEDED
    assert recovery.found is not None
    assert recovery.found.band is Band.APPLY
    assert [str(s) for s in recovery.found.selectors] == ['role=button[name="Add new patient"]', "text=Add new patient"]
    assert "is now" in recovery.detail


async def test_an_element_that_is_gone_ends_the_attempt_with_the_reason_and_presses_nothing() -> None:
    gone = lab(button("Sign out"), button("Search"))
    report = await gone.run()
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "Directed")
    (recovery,) = report.recoveries
    assert recovery.outcome is RecoveryOutcome.FAILED
    assert recovery.found is not None
    assert recovery.found.band is Band.REFUSE
    assert gone.tab.done == ["open", "new"]


async def test_a_selector_that_a_person_has_taken_back_is_not_used_again() -> None:
    refused = (Selector(role="button", name="Add new patient", exact=True),)
    mended = lab(button("Add new patient"), directive=REPAIR.with_(refused=refused))
    await mended.run()
    (recovery,) = mended.server.recoveries
    assert recovery.found is not None
    assert [str(s) for s in recovery.found.selectors] == ["text=Add new patient"]


async def test_a_selector_that_holds_a_secret_is_used_and_not_told() -> None:
    mended = lab(button("Add new patient"))
    mended.around.secrets.learn("new patient")
    report = await mended.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    (recovery,) = mended.server.recoveries
    assert recovery.found is not None
    assert recovery.found.selectors == ()
    assert "new patient" not in recovery.model_dump_json().lower()


async def test_without_a_fingerprint_nothing_is_looked_for() -> None:
    unknown = lab(button("New Patient"))
    unknown.server.plan = unknown.server.plan.with_(fingerprints={})
    report = await unknown.run()
    assert report.recoveries[0].found is not None
    assert "no good run" in report.recoveries[0].found.reason
