"""Objects of the cluster as values, and changes of values as patches."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.support.builders import attempt, report
from webmend.domain.phase import Phase
from webmend.domain.report import RecoveryOutcome, RecoveryReport
from webmend.domain.resource import (
    Malformed,
    merge_patch,
    run_from,
    run_status_patch,
    session_patch,
    version_from,
    workflow_from,
)
from webmend.domain.run import RunSpec, RunStatus, SessionStatus, Steps
from webmend.domain.workflow import WorkflowSpec

METADATA = {
    "namespace": "clinic",
    "name": "one",
    "uid": "u-1",
    "generation": 3,
    "resourceVersion": "77",
    "creationTimestamp": "2026-11-25T12:00:00Z",
    "managedFields": [],
}
GRAPH = {"nodes": [{"id": "open", "navigate": {"url": "http://site.test/"}}]}


def obj(spec: Any, **more: Any) -> dict[str, Any]:
    return {"apiVersion": "webmend.io/v1alpha1", "metadata": METADATA, "spec": spec, **more}


def test_a_workflow_object_is_a_workflow() -> None:
    workflow = workflow_from(obj({"graph": GRAPH}, status={"activeVersion": 2, "ofALaterVersion": True}))

    assert (workflow.namespace, workflow.name, workflow.uid, workflow.generation) == ("clinic", "one", "u-1", 3)
    assert workflow.spec.graph.nodes[0].action == "navigate"
    assert workflow.status.active_version == 2


def test_a_run_object_is_a_run() -> None:
    run = run_from(obj({"workflowRef": {"name": "portal"}}, status={"phase": "Running"}))

    assert (run.resource_version, run.created.year, run.deleting) == ("77", 2026, False)
    assert run.status.phase is Phase.RUNNING


def test_a_run_that_has_been_deleted_and_is_still_there_is_being_deleted() -> None:
    deleted = {**METADATA, "deletionTimestamp": "2026-11-25T12:01:00Z"}

    assert run_from({"metadata": deleted, "spec": {"workflowRef": {"name": "portal"}}}).deleting


def test_a_version_object_is_a_version() -> None:
    spec = {"workflow": "portal", "number": 2, "author": "Webmend", "note": "Raised a wait", "graph": GRAPH}

    assert version_from(obj(spec)).spec.number == 2


KEEPING = {
    "graph": GRAPH,
    "browser": {"keepSession": True},
    "credentials": [
        {"alias": each, "secretRef": each, "origins": ["https://site.test"]} for each in ("portal", "bank")
    ],
}
REPEATING = {"workflowRef": {"name": "portal"}, "replayOf": "earlier.run"}


def test_what_an_older_release_took_is_read_as_it_is_stored() -> None:
    assert workflow_from(obj(KEEPING)).spec.browser.keep_session
    assert run_from(obj(REPEATING)).spec.replay_of == "earlier.run"


@pytest.mark.parametrize(("model", "spec"), [(WorkflowSpec, KEEPING), (RunSpec, REPEATING)])
def test_what_an_older_release_took_is_not_taken_anew(model: type[WorkflowSpec | RunSpec], spec: Any) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(spec)


@pytest.mark.parametrize(
    "browser",
    [{"clientCertificate": {"secretRef": "a", "origins": ["https://a.test"]}, "proxy": {"server": "http://b"}}],
)
def test_other_rules_hold_for_what_is_stored_too(browser: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        workflow_from(obj({"graph": GRAPH, "browser": browser}))


@pytest.mark.parametrize("broken", [{}, {"metadata": METADATA}, {"metadata": {}, "spec": {}}, obj(None), obj("text")])
def test_what_is_no_run_is_malformed(broken: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        run_from(broken)


def test_what_is_malformed_is_told_by_object_and_field_and_without_its_values() -> None:
    with pytest.raises(Malformed) as told:
        run_from(obj({"workflowRef": {"name": "portal"}, "inputs": {"password": ["hunter2"]}}))

    assert "WorkflowRun clinic/one: spec.inputs.password" in str(told.value)
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    ("old", "new", "want"),
    [
        ({}, {}, {}),
        ({"a": 1}, {"a": 1}, {}),
        ({}, {"a": 1}, {"a": 1}),
        ({"a": 1}, {}, {"a": None}),
        ({"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, {"a": {"c": 3}}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}}, {"a": {"c": None}}),
        ({"a": [1, 2]}, {"a": [1]}, {"a": [1]}),
        ({"a": 1}, {"a": {"b": 2}}, {"a": {"b": 2}}),
        ({"a": {"b": 1}}, {"a": 2}, {"a": 2}),
        ({"a": {"b": 1}}, {"a": {}}, {"a": {"b": None}}),
        ({}, {"a": {}}, {"a": {}}),
    ],
)
def test_a_merge_patch_says_what_differs_and_no_more(
    old: dict[str, Any], new: dict[str, Any], want: dict[str, Any]
) -> None:
    assert merge_patch(old, new) == want


def test_a_status_that_has_not_changed_needs_no_patch() -> None:
    status = RunStatus(phase=Phase.RUNNING, attempts=(attempt(),))

    assert run_status_patch(status, status) == {}


def test_a_status_patch_takes_back_what_no_longer_holds() -> None:
    old = RunStatus(phase=Phase.RUNNING, version=1, steps=Steps(total=3, done=1))
    new = old.with_(version=None, steps=Steps(total=3, done=2))

    assert run_status_patch(old, new) == {"version": None, "steps": {"done": 2}}


def test_the_operator_leaves_the_session_to_the_server() -> None:
    old = RunStatus(session=SessionStatus(attempt=1, failure=report()))

    assert run_status_patch(old, old.with_(session=None, attempt=2)) == {"attempt": 2}


def test_the_session_of_a_new_attempt_takes_the_place_of_the_old_one() -> None:
    helped = RecoveryReport(sequence=1, outcome=RecoveryOutcome.SUCCEEDED)
    old = SessionStatus(attempt=1, failure=report(), recoveries=(helped,))

    patch = session_patch(old, SessionStatus(attempt=2, failure=report(attempt_=2)))

    assert patch == {"session": {"attempt": 2, "failure": {"attempt": 2}, "recoveries": None}}


def test_a_session_is_stored_without_what_is_empty() -> None:
    failure = session_patch(None, SessionStatus(attempt=1, failure=report()))["session"]["failure"]

    assert failure["evidence"] == {"step": {"id": "new-patient", "action": "click", "title": "new-patient"}}
