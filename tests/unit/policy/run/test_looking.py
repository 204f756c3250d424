"""A run that may be looked into when it fails."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.support.builders import SETTINGS
from tests.unit.policy.run.test_answering import CLINIC, dialog, failing, plan, planned, refused_id
from webmend.domain.directive import DirectiveKind
from webmend.domain.phase import Phase
from webmend.domain.report import FailureReport
from webmend.domain.run import Debug, Run, RunSpec
from webmend.domain.settings import Settings
from webmend.policy.run import EmitEvent

ALLOWED = SETTINGS.with_(runner=SETTINGS.runner.with_(allow_debug=True))
HELD = (
    "Held open until 12:10:00 UTC for a look: kubectl port-forward -n clinic pod/pod 9222, then chrome://inspect; "
    "webmend stop portal-1 ends it"
)
QUIET = CLINIC.with_(
    spec=CLINIC.spec.with_(error_handling=CLINIC.spec.error_handling.with_(incorrect_form_input_recovery=False))
)


def debugged(run: Run) -> Run:
    """The run, which wants to be looked into for ten minutes."""
    return run.with_(spec=run.spec.with_(debug=Debug(hold_on_failure="10m")))


@pytest.mark.parametrize("settings", [SETTINGS, ALLOWED], ids=["refused", "allowed"])
def test_the_installation_must_allow_it(settings: Settings) -> None:
    fresh = debugged(failing().with_(status=type(failing().status)()))

    status = plan(fresh, settings=settings).status

    if settings is ALLOWED:
        assert status.phase is Phase.RUNNING
        return
    assert (status.phase, status.reason) == (Phase.FAILED, "DebugNotAllowed")
    assert status.error is not None
    assert "runner.allowDebug=true" in status.error.suggested_fix


def test_while_it_is_held_its_status_says_why_it_failed_and_how_to_look() -> None:
    made = plan(debugged(failing(QUIET)), QUIET, settings=ALLOWED)

    assert made.status.directive is not None
    assert made.status.directive.kind is DirectiveKind.END
    assert (made.status.phase, made.status.reason, made.status.message) == (Phase.RUNNING, "HeldForDebugging", HELD)
    assert made.status.error is not None
    assert made.status.error.message == '"look-up" failed: the list has no option that fits the value.'
    assert [a.reason for a in made.actions if isinstance(a, EmitEvent)] == ["HeldForDebugging"]


def test_a_run_that_nobody_wants_to_look_into_says_nothing_of_it() -> None:
    made = plan(failing(QUIET), QUIET, settings=ALLOWED)

    assert made.status.directive is not None
    assert made.status.directive.kind is DirectiveKind.END
    assert made.status.reason != "HeldForDebugging"


@pytest.mark.parametrize("failure", [refused_id(), dialog()], ids=["values", "decision"])
def test_one_that_is_asked_first_is_held_once_nobody_has_answered(failure: FailureReport) -> None:
    asked = planned(debugged(failing(failure=failure)))

    assert asked.status.phase is Phase.INPUT_REQUIRED
    made = plan(asked, seconds=16, settings=ALLOWED)

    assert (made.status.phase, made.status.reason) == (Phase.RUNNING, "HeldForDebugging")
    assert "12:10:16" in made.status.message


@pytest.mark.parametrize(("given", "is_good"), [("1s", True), ("1h", True), ("999ms", False), ("1h1s", False)])
def test_a_look_has_an_end(given: str, is_good: bool) -> None:
    spec: dict[str, Any] = {"workflowRef": {"name": "portal"}, "debug": {"holdOnFailure": given}}

    if is_good:
        assert RunSpec.model_validate(spec).debug == Debug(hold_on_failure=given)
        return
    with pytest.raises(ValidationError, match="holdOnFailure is between 1s and 1h"):
        RunSpec.model_validate(spec)
