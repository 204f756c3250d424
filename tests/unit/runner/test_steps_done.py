"""What an attempt does when nothing goes wrong."""

from typing import Any

import pytest

from tests.support.browser import Element
from tests.support.builders import NOW, at, node
from tests.unit.runner.lab import SITE, Lab, end, failed
from webmend.domain.evidence import ErrorKind
from webmend.domain.graph import Node
from webmend.domain.report import AttemptOutcome, StepOutcome
from webmend.domain.target import Fingerprint
from webmend.domain.workflow import Browser, Capture
from webmend.ports.browser import Performed
from webmend.runner import engine

pytestmark = pytest.mark.looptime


def condition(id_: str, *comparisons: dict[str, Any], **branches: str) -> Node:
    return node(id_, "condition", condition={"all": list(comparisons)}, branches=branches or None)


def equals(value: str, to: str) -> dict[str, Any]:
    return {"value": value, "operator": "Equals", "to": to}


async def test_the_steps_are_done_in_order_and_the_report_says_so() -> None:
    lab = Lab(node("open", "navigate"), node("search"), node("read", "extract", extract={"fields": [field()]}))
    lab.tab.gives["read"] = [Performed(data={"name": "Ada"})]
    report = await lab.run()
    assert lab.tab.done == ["open", "search", "read"]
    assert (report.outcome, report.reason) == (AttemptOutcome.SUCCEEDED, "Completed")
    assert (report.steps_done, report.steps_total, report.records) == (3, 3, 1)
    assert (report.started_at, report.failure) == (NOW, None)
    assert report.isolation is not None
    assert report.isolation.level == "Strict"
    assert lab.tab.closed


async def test_a_run_that_names_its_first_step_leaves_out_those_before_it() -> None:
    lab = Lab(node("open", "navigate"), node("search"), node("read"), start_from="search")
    report = await lab.run()
    assert (lab.tab.done, report.outcome) == (["search", "read"], AttemptOutcome.SUCCEEDED)


@pytest.mark.parametrize(
    ("dry_run", "done", "reason"), [(True, ["open"], "DryRun"), (False, ["open", "send", "read"], "Completed")]
)
async def test_a_dry_run_ends_well_before_the_first_irreversible_step(
    dry_run: bool, done: list[str], reason: str
) -> None:
    lab = Lab(node("open", "navigate"), node("send", irreversible=True), node("read"), dry_run=dry_run)
    report = await lab.run()
    assert (lab.tab.done, report.outcome, report.reason) == (done, AttemptOutcome.SUCCEEDED, reason)
    assert report.irreversible_done is not dry_run


async def test_the_browser_starts_with_the_settings_of_the_workflow() -> None:
    lab = Lab(browser=Browser(locale="de-DE"))
    await lab.run()
    assert lab.tab.settings == Browser(locale="de-DE")


async def test_each_step_is_reported_with_its_time_its_wait_and_its_selector() -> None:
    lab = Lab(node("open", "navigate"), node("search", waitTime="30s"))
    lab.tab.gives["open"] = [2.0]
    print_ = Fingerprint(tag="button")
    lab.tab.gives["search"] = [Performed(selector="css=#go", waited=0.5, fingerprint=print_, url=f"{SITE}/x")]
    await lab.run()
    opened, searched = lab.server.steps
    assert (opened.started_at, opened.finished_at, opened.waited, opened.wait_time) == (NOW, at(2), 2.0, 15.0)
    assert opened.input == "http://site.test/"
    assert (searched.outcome, searched.selector, searched.url) == (StepOutcome.DONE, "css=#go", f"{SITE}/x")
    assert (searched.waited, searched.wait_time, searched.fingerprint) == (0.5, 30.0, print_)
    assert lab.witness.steps == lab.server.steps
    assert lab.witness.started == ["open", "search"]


async def test_what_it_took_to_do_a_step_is_reported_with_it() -> None:
    lab = Lab(node("open", "navigate"))
    lab.tab.gives["open"] = [Performed(note="opened again after net::ERR_NETWORK_CHANGED")]
    await lab.run()
    [opened] = lab.server.steps
    assert (opened.outcome, opened.message) == (StepOutcome.DONE, "opened again after net::ERR_NETWORK_CHANGED")


async def test_inputs_and_the_run_are_put_into_a_step() -> None:
    step = node("type", "fill", fill={"value": "{{ inputs.patient }} {{ run.name }} {{ run.id }}"})
    lab = Lab(step, inputs={"patient": "Ada"})
    await lab.run()
    assert lab.tab.typed["type"] == "Ada run-1 uid-1"
    assert lab.tab.origins["type"] is None
    assert lab.server.steps[0].input == "Ada run-1 uid-1"


async def test_a_secret_input_is_typed_and_shown_masked() -> None:
    step = node("type", "fill", fill={"value": "no {{ inputs.ssn }}"})
    lab = Lab(step, inputs={"ssn": "123-45-6789"}, secret_inputs=("ssn",))
    await lab.run()
    assert lab.tab.typed["type"] == "no 123-45-6789"
    assert lab.server.steps[0].input == "no ***"


async def test_what_a_step_extracted_can_be_used_by_later_ones() -> None:
    rows = [{"id": "7"}, {"id": "8"}]
    lab = Lab(
        node("find", "extract", target=any_target(), extract={"output": "patients", "table": {}}),
        node("type", "fill", fill={"value": "{{ steps.find.count }} {{ steps.patients.rows.1.id }}"}),
    )
    lab.tab.gives["find"] = [Performed(data=rows)]
    report = await lab.run()
    assert lab.tab.typed["type"] == "2 8"
    assert lab.server.outputs is not None
    assert lab.server.outputs.values == {"patients": rows}
    assert report.records == 2
    assert lab.server.steps[0].records == 2


async def test_a_step_whose_run_if_does_not_hold_is_skipped() -> None:
    skipped = node("type", "fill", fill={"value": "{{ inputs.nick }}"}, runIf=not_empty("{{ inputs.nick }}"))
    lab = Lab(skipped, node("go"), inputs={"nick": ""})
    report = await lab.run()
    assert lab.tab.done == ["go"]
    assert [step.outcome for step in lab.server.steps] == [StepOutcome.SKIPPED, StepOutcome.DONE]
    assert report.outcome is AttemptOutcome.SUCCEEDED


@pytest.mark.parametrize(("kind", "branch", "want"), [("new", "whenTrue", ["new"]), ("old", "whenFalse", ["old"])])
async def test_a_condition_takes_the_branch_of_its_answer(kind: str, branch: str, want: list[str]) -> None:
    lab = Lab(
        condition("ask", equals("{{ inputs.kind }}", "new"), whenTrue="new", whenFalse="old"),
        node("new", next="done"),
        node("old"),
        node("done", "end"),
        inputs={"kind": kind},
    )
    report = await lab.run()
    assert lab.tab.done == want
    assert lab.server.steps[0].branch == branch
    assert report.outcome is AttemptOutcome.SUCCEEDED


@pytest.mark.parametrize(("banner", "want"), [(True, ["close"]), (False, [])])
async def test_a_condition_about_an_element_is_answered_by_the_page(banner: bool, want: list[str]) -> None:
    about = {"element": {"selectors": [{"css": "#banner"}]}, "operator": "Visible"}
    lab = Lab(condition("ask", equals("a", "a"), about, whenFalse="done"), node("close"), node("done", "end"))
    lab.tab.shown.elements.append(Element(("css=#banner",), visible=banner))
    await lab.run()
    assert lab.tab.done == want


async def test_a_delay_waits_and_says_until_when() -> None:
    lab = Lab(node("wait", "delay", delay={"duration": "2m"}), node("go"))
    await lab.run()
    assert lab.tab.times == [("go", 120.0)]
    assert lab.server.steps[0].resume_at == at(120)
    assert lab.server.steps[0].finished_at == at(120)
    assert lab.witness.waits == [(120.0, "wait")]


async def test_post_conditions_of_a_delay_are_checked_too() -> None:
    lab = Lab(node("wait", "delay", expect=[{"text": "Ready"}]))
    lab.told(end())
    report = await lab.run()
    assert report.failure is not None
    assert report.failure.evidence.error.kind is ErrorKind.EXPECTATION


async def test_the_workflow_ends_where_it_says() -> None:
    lab = Lab(node("go"), node("done", "end"), node("never"))
    report = await lab.run()
    assert lab.tab.done == ["go"]
    assert (report.outcome, report.steps_done) == (AttemptOutcome.SUCCEEDED, 2)


async def test_a_workflow_that_ends_as_failed_is_a_failure_with_its_code() -> None:
    lab = Lab(node("stop", "end", end={"outcome": "Failure", "code": "NoSlot", "message": "no slot is free"}))
    lab.told(end())
    report = await lab.run()
    assert report.outcome is AttemptOutcome.FAILED
    assert report.failure is not None
    error = report.failure.evidence.error
    assert (error.kind, error.type, error.message) == (ErrorKind.ENDED, "NoSlot", "no slot is free")


async def test_the_picture_of_a_screenshot_step_is_kept_with_the_step() -> None:
    lab = Lab(node("look", "screenshot", screenshot={"name": "The list/page.png"}), node("go"))
    lab.tab.gives["look"] = [Performed(picture=b"PNG1")]
    await lab.run()
    assert lab.server.artifacts == {"0001-The-list-page.png": b"PNG1"}
    assert lab.server.steps[0].screenshot.endswith("0001-The-list-page.png")
    assert lab.server.steps[1].screenshot == ""


async def test_every_step_is_pictured_when_that_is_asked_for() -> None:
    lab = Lab(node("open", "navigate"), node("go"), screenshots=Capture.ALWAYS)
    await lab.run()
    assert list(lab.server.artifacts) == ["0001-open.png", "0002-go.png"]
    assert all(step.screenshot for step in lab.server.steps)


async def test_a_workflow_that_goes_round_in_circles_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_STEPS", 50)
    lab = Lab(node("a"), condition("b", equals("a", "b"), whenTrue="c", whenFalse="a"), node("c"))
    lab.told(end())
    report = await lab.run()
    assert report.failure is not None
    assert report.failure.evidence.error.type == "TooManySteps"
    assert len(lab.tab.done) == 25


async def test_an_irreversible_step_is_remembered() -> None:
    lab = Lab(node("pay", irreversible=True), node("print"))
    assert (await lab.run()).irreversible_done


async def test_a_failed_step_tells_how_long_it_was_tried() -> None:
    lab = Lab(node("go"))
    lab.tab.gives["go"] = [failed(selector="css=#go")]
    lab.told(end())
    await lab.run()
    step = lab.server.steps[0]
    assert (step.outcome, step.selector) == (StepOutcome.FAILED, "css=#go")
    assert step.message == "NoMatch: nothing there"


def field() -> dict[str, Any]:
    return {"name": "name", "target": any_target()}


def any_target() -> dict[str, Any]:
    return {"selectors": [{"css": "#x"}]}


def not_empty(value: str) -> dict[str, Any]:
    return {"value": value, "operator": "NotEmpty"}
