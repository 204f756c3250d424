"""A report always fits, and what had to go is named."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import failed, report, succeeded
from webmend.domain.data import DataRuleKind, DataWarning, OutputRows
from webmend.domain.evidence import (
    BrowserFacts,
    DocumentFacts,
    DomFacts,
    ElementFacts,
    ErrorFacts,
    ErrorKind,
    Evidence,
    FailedRequest,
    InputFacts,
    NetworkFacts,
    StepFacts,
)
from webmend.domain.names import TERMINATION_MESSAGE_BYTES
from webmend.domain.report import AttemptReport, FailureReport, Isolation, RecoveryOutcome, RecoveryReport
from webmend.policy.report import CUTS, encode, fit, fit_failure

LIMIT = TERMINATION_MESSAGE_BYTES

letters = st.sampled_from(["a", "é", "漢", "😀", "\x00", "\n", '"', "\\", "\u2028"])


def lines(longest: int, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(texts(longest), max_size=most).map(tuple)


@st.composite
def texts(draw: st.DrawFn, longest: int) -> str:
    """A text of one repeated letter: long ones matter here, their content does not."""
    return str(draw(letters) * draw(st.integers(0, longest)))


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    element = ElementFacts(tag="div", name=draw(texts(256)), attributes={"class": draw(texts(400))})
    return Evidence(
        error=ErrorFacts(kind=ErrorKind.NO_MATCH, message=draw(texts(1024)), call_log=draw(lines(256, 40))),
        step=StepFacts(id="pay", selector=draw(texts(256)), description=draw(texts(1024))),
        inputs=InputFacts(names=draw(lines(256, 16)), options=draw(lines(256, 50))),
        document=DocumentFacts(url=draw(texts(1024)), final_url=draw(texts(1024)), redirects=draw(lines(1024, 16))),
        network=NetworkFacts(failed=tuple(FailedRequest(host=host) for host in draw(lines(256, 16)))),
        dom=DomFacts(
            closest=(element,) * draw(st.integers(0, 5)),
            busy=(element,) * draw(st.integers(0, 16)),
            alerts=draw(lines(256, 16)),
            main_text_sample=draw(texts(4096)),
        ),
        browser=BrowserFacts(console_errors=draw(lines(256, 16)), dialog_events=draw(lines(256, 16))),
        screenshot=draw(texts(256)),
        dropped=draw(lines(256, 16)),
    )


@st.composite
def reports(draw: st.DrawFn) -> AttemptReport:
    return failed(
        report(evidence=draw(evidence()), safe_nodes=("n" * 63,) * draw(st.integers(0, 8))),
        reason=draw(texts(256)),
        finished_at=datetime(2026, 11, 25, tzinfo=UTC),
        recoveries=(RecoveryReport(sequence=1, outcome=RecoveryOutcome.FAILED),) * draw(st.integers(0, 16)),
        isolation=Isolation(level="strict", detail=draw(texts(256))),
    )


@given(reports())
def test_an_attempt_report_always_fits_a_termination_message(whole: AttemptReport) -> None:
    body = fit(whole, LIMIT)
    assert len(body) <= LIMIT
    back = AttemptReport.model_validate_json(body)
    assert back.outcome is whole.outcome
    assert back.recoveries == whole.recoveries
    assert back.failure is not None
    assert back.failure.evidence.error.kind is ErrorKind.NO_MATCH
    assert back.failure.safe_nodes == whole.failure.safe_nodes if whole.failure else False


@given(evidence(), st.integers(3000, 20_000))
def test_a_failure_report_fits_its_limit(seen: Evidence, limit: int) -> None:
    assert len(encode(fit_failure(report(evidence=seen), limit))) <= limit


def test_a_report_that_fits_is_left_as_it_is() -> None:
    small = report(evidence=Evidence(dom=DomFacts(main_text_sample="Patients")))
    assert fit_failure(small, LIMIT) is small
    assert AttemptReport.model_validate_json(fit(failed(small), LIMIT)) == failed(small)


def test_a_report_without_a_failure_says_its_version_and_little_else() -> None:
    assert json.loads(fit(succeeded(), LIMIT)) == {
        "v": 1,
        "outcome": "Succeeded",
        "reason": "Completed",
        "startedAt": "2026-11-25T12:00:03Z",
        "stepsDone": 2,
    }


@given(texts(256), st.integers(1, 16), st.integers(0, 32))
def test_a_report_on_data_fits_and_never_passes_bad_ones_for_good(said: str, warnings: int, outputs: int) -> None:
    warning = DataWarning(output="o" * 63, rule=DataRuleKind.SCHEMA, message=said)
    rows = tuple(OutputRows(output=f"o{number:062}", rows=10**9) for number in range(outputs))
    whole = succeeded(warnings=(warning,) * warnings, rows=rows)
    body = fit(whole, LIMIT)
    assert len(body) <= LIMIT
    back = AttemptReport.model_validate_json(body)
    assert 1 <= len(back.warnings) <= warnings
    assert back.rows[:16] == rows[:16]


def test_the_least_telling_goes_first_and_is_named() -> None:
    seen = Evidence(
        error=ErrorFacts(kind=ErrorKind.COVERED, call_log=("tried",) * 30),
        dom=DomFacts(main_text_sample="x" * 4096, alerts=("The password is wrong",)),
    )
    cut = fit_failure(report(evidence=seen), 2000).evidence
    assert cut.dropped == ("dom.mainTextSample",)
    assert len(cut.dom.main_text_sample) == 1000
    assert cut.dom.alerts == seen.dom.alerts
    assert cut.error == seen.error


def test_of_a_call_log_the_end_is_kept() -> None:
    seen = Evidence(error=ErrorFacts(call_log=tuple(f"{n:>200}" for n in range(40))))
    cut = fit_failure(report(evidence=seen), 3500).evidence
    assert cut.error.call_log[-1] == seen.error.call_log[-1]
    assert cut.dropped == ("error.callLog",)


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: f"{cut.field}-{cut.keep}")
def test_every_cut_names_a_field_that_there_is(cut: Any) -> None:
    assert cut.of(Evidence()) == Evidence()


def test_a_lone_surrogate_does_not_stop_a_report() -> None:
    bad = report().with_(evidence=Evidence().with_(screenshot="\ud800"))
    assert FailureReport.model_validate_json(encode(bad)).evidence.screenshot == "?"
