"""A step whose selector finds another element than in the last good run does nothing with it."""

from typing import Any

import pytest

from tests.support.browser import Element
from tests.support.builders import node
from tests.unit.runner.lab import Lab
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.evidence import ErrorKind
from webmend.domain.report import AttemptOutcome
from webmend.domain.target import Fingerprint

pytestmark = pytest.mark.looptime

WAS = Fingerprint(tag="button", role="button", name="New Patient", text="New Patient")
REPAIR = Directive(sequence=1, attempt=1, kind=DirectiveKind.REPAIR, node_id="new", reason="another element")


def button(text: str, *selectors: str) -> Element:
    return Element((*selectors, f'role=button[name="{text}"]', f"text={text}"), text)


def lab(*elements: Element, css: str = "#new", known: dict[str, Fingerprint] | None = None, **how: Any) -> Lab:
    made = Lab(
        node("open", "navigate"),
        node("new", target={"selectors": [{"css": css}]}, **how),
        fingerprints={"new": WAS} if known is None else known,
        inputs={"id": "new"},
    )
    made.tab.shown.elements[:] = list(elements)
    return made


MOVED = (button("Delete all", "css=#new"), button("New Patient"))


async def test_the_step_fails_before_it_acts_and_the_repair_leads_it_to_the_right_element() -> None:
    made = lab(*MOVED)
    made.told(REPAIR)
    report = await made.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    (failure,) = made.server.failures
    assert failure.evidence.error.kind is ErrorKind.MISMATCH
    assert 'button "Delete all"' in failure.evidence.error.message
    (recovery,) = made.server.recoveries
    assert recovery.found is not None
    assert recovery.found.now == 'button "New Patient"'


async def test_an_element_in_whose_place_another_stands_is_not_replaced_by_it() -> None:
    made = lab(button("Delete all", "css=#new"))
    made.told(REPAIR)
    report = await made.run()
    assert report.outcome is AttemptOutcome.FAILED
    assert made.tab.done == ["open", "new"]


@pytest.mark.parametrize(
    "made",
    [
        lab(*MOVED, known={}),
        lab(*MOVED, heal=False),
        lab(*MOVED, css="#{{ inputs.id }}"),
        lab(button("New Patient (2)", "css=#new")),
    ],
    ids=["nothing is known", "not to be repaired", "the selector depends on an input", "a counter"],
)
async def test_it_is_taken_at_its_word(made: Lab) -> None:
    assert (await made.run()).outcome is AttemptOutcome.SUCCEEDED
