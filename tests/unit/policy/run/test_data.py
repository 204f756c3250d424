"""The data of a run whose steps are done: validated in a phase of its own, named good only without a warning."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.support.builders import NOW, SETTINGS, graph, node, run, succeeded, version, workflow
from webmend.domain.data import DataRuleKind, DataWarning, OutputRows
from webmend.domain.phase import Phase
from webmend.domain.report import AttemptReport
from webmend.domain.run import AttemptState, Run, RunStatus
from webmend.domain.workflow import GoodRun, Workflow
from webmend.policy import run as policy
from webmend.policy.run import EmitEvent, JobFacts, NoteGoodRun, PodFacts, RunFacts, RunPlan

EXTRACT = {"target": {"selectors": [{"css": "table"}]}, "extract": {"table": {}}}
STEPS = graph(node("open", "navigate"), node("visits", "extract", **EXTRACT))
ASKED = {"rules": [{"output": "visits", "minRows": 1, "maxDropPercent": 50}]}
TEN = (OutputRows(output="visits", rows=10),)
EMPTY = DataWarning(output="visits", rule=DataRuleKind.MIN_ROWS, message="visits has 0 rows")


def portal(good: GoodRun | None = None, **spec: Any) -> Workflow:
    made = workflow(STEPS, **{"outputs": ASKED, **spec})
    return made.with_(status=made.status.with_(last_good_run=good))


def good_run(rows: int, session_id: str = "uid-0") -> GoodRun:
    rows_ = (OutputRows(output="visits", rows=rows),)
    return GoodRun(run="the-one-before", session_id=session_id, attempt=2, at=NOW, rows=rows_)


def facts(of: Workflow | None, status: RunStatus | None = None, report: AttemptReport | None = None) -> RunFacts:
    """With the attempt's pod in its last words, where there are any."""
    base = RunFacts(run=run(status), workflow=of, versions=(version(of),) if of else ())
    if status is None:
        return base
    job = JobFacts(name=status.job_name, uid="job", owner_uid=base.run.uid)
    message = json.dumps(report.stored()) if report else ""
    pod = PodFacts("pod", "p", "Succeeded", NOW, started=True, exit_code=0, termination_message=message)
    return replace(base, job=job, job_seen=True, pods=(pod,) if report else ())


def plan(facts_: RunFacts) -> RunPlan:
    return policy.plan(facts_, SETTINGS, NOW, 0.5)


def reported(of: Workflow, **report: Any) -> RunPlan:
    """The plan once the runner has ended so."""
    begun = plan(facts(of)).status
    return plan(facts(of, begun, succeeded(**report)))


def over(of: Workflow, **report: Any) -> RunPlan:
    """The plan after that: all of what it looks at stands in the status."""
    return plan(facts(of, reported(of, **report).status))


def told(made: RunPlan) -> list[str]:
    return [each.reason for each in made.actions if isinstance(each, EmitEvent)]


def noted(made: RunPlan) -> list[GoodRun]:
    return [each.good for each in made.actions if isinstance(each, NoteGoodRun)]


def test_data_that_something_is_asked_of_are_validated_before_the_run_has_succeeded() -> None:
    made = reported(portal(), rows=TEN, records=10)
    assert (made.status.phase, made.status.rows, told(made)) == (Phase.VALIDATING, TEN, ["Validating"])
    assert made.status.attempts[0].state is AttemptState.RUNNING
    assert not noted(made)


@pytest.mark.parametrize("spec", [{"outputs": None}, {"outputs": ASKED}])
def test_a_run_without_outputs_has_no_such_phase(spec: dict[str, Any]) -> None:
    assert (reported(portal(**spec)).status.phase is Phase.SUCCEEDED) is (spec["outputs"] is None)


def test_a_dry_run_is_not_judged_and_its_data_are_not_named_good() -> None:
    made = reported(portal(), reason="DryRun", rows=TEN)
    assert (made.status.phase, noted(made)) == (Phase.SUCCEEDED, [])


def test_the_first_run_without_a_warning_is_the_good_one() -> None:
    made = over(portal(), rows=TEN, records=10)
    assert (made.status.phase, made.status.warnings, told(made)) == (Phase.SUCCEEDED, (), ["Succeeded"])
    assert made.status.message == "All steps done, 10 records"
    [good] = noted(made)
    assert (good.run, good.session_id, good.attempt, good.rows) == ("portal-1", run().uid, 1, TEN)


@pytest.mark.parametrize(
    ("before", "warnings", "want_rules", "want_events"),
    [
        (good_run(10), (), [], []),
        (good_run(20), (), [], []),
        (good_run(21), (), [DataRuleKind.MAX_DROP_PERCENT], ["DataChange"]),
        (None, (EMPTY,), [DataRuleKind.MIN_ROWS], ["DataInvalid"]),
        (
            good_run(21),
            (EMPTY,),
            [DataRuleKind.MIN_ROWS, DataRuleKind.MAX_DROP_PERCENT],
            ["DataInvalid", "DataChange"],
        ),
    ],
)
def test_a_run_with_warnings_succeeds_and_the_good_data_stay_those_of_the_run_before(
    before: GoodRun | None, warnings: tuple[DataWarning, ...], want_rules: list[DataRuleKind], want_events: list[str]
) -> None:
    made = over(portal(before), rows=TEN, warnings=warnings)
    assert made.status.phase is Phase.SUCCEEDED
    assert [w.rule for w in made.status.warnings] == want_rules
    assert told(made) == [*want_events, "Succeeded"]
    assert bool(noted(made)) is not bool(want_rules)
    assert made.status.error is None


def test_the_status_says_which_data_are_in_force() -> None:
    assert over(portal(good_run(10)), rows=TEN, warnings=(EMPTY,)).status.message.endswith(
        "; 1 data warning, the good data are still those of run the-one-before"
    )
    assert over(portal(), rows=TEN, warnings=(EMPTY, EMPTY)).status.message.endswith(
        "; 2 data warnings, there are no good data yet"
    )


def test_an_output_that_the_run_did_not_give_at_all_has_dropped_to_nothing() -> None:
    [warning] = over(portal(good_run(10)), rows=()).status.warnings
    assert "0 rows, 100 % fewer" in warning.message


def test_a_run_is_not_compared_with_itself_after_a_crash_between_the_note_and_the_status() -> None:
    its_own = good_run(1000, session_id=run().uid)
    made = over(portal(its_own), rows=TEN)
    assert (made.status.warnings, [good.rows for good in noted(made)]) == ((), [TEN])


@pytest.mark.parametrize("phase", [Phase.RECOVERING, Phase.INPUT_REQUIRED])
def test_a_runner_that_went_on_unseen_is_validated_too(phase: Phase) -> None:
    begun = plan(facts(portal())).status.with_(phase=phase)
    assert plan(facts(portal(), begun, succeeded(rows=TEN))).status.phase is Phase.VALIDATING


def test_what_becomes_of_pod_and_job_while_data_are_compared_does_not_matter() -> None:
    validating = facts(portal(), reported(portal(), rows=TEN).status)
    assert plan(replace(validating, job=None, pods=())).status.phase is Phase.SUCCEEDED
    assert plan(replace(validating, workflow=None, versions=())).status.phase is Phase.SUCCEEDED


def test_a_run_whose_data_are_compared_has_done_all_its_steps_and_is_not_stopped_any_more() -> None:
    validating = facts(portal(), reported(portal(), rows=TEN).status)
    asked: Run = validating.run.with_(spec=run(stop=True).spec)
    made = plan(replace(validating, run=asked))
    assert (made.status.phase, len(noted(made))) == (Phase.SUCCEEDED, 1)
