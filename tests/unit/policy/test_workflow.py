from tests.support.builders import NOW, at, graph, node, version, workflow
from webmend.domain.condition import find, is_true
from webmend.policy.workflow import WorkflowFacts, is_accepted, plan


def test_a_workflow_that_makes_sense_is_accepted_and_ready() -> None:
    conditions = plan(WorkflowFacts(workflow()), NOW).status.conditions
    assert is_true(conditions, "Accepted")
    assert is_true(conditions, "Ready")


def test_a_workflow_that_makes_none_says_where_and_why_and_gets_no_version() -> None:
    broken = workflow(graph(node("a", next="nowhere")))
    made = plan(WorkflowFacts(broken), NOW)
    accepted = find(made.status.conditions, "Accepted")
    assert accepted is not None
    assert accepted.message == "spec.graph.nodes[0].next: there is no step nowhere"
    assert made.create is None
    assert is_accepted(broken) == (False, accepted.message)


def test_a_mended_workflow_is_accepted_again_and_the_time_says_since_when() -> None:
    broken = workflow(graph(node("a", next="nowhere")))
    refused = plan(WorkflowFacts(broken), NOW).status
    mended = plan(WorkflowFacts(workflow().with_(status=refused)), at(60))
    accepted = find(mended.status.conditions, "Accepted")
    assert accepted is not None
    assert accepted.last_transition_time == at(60)


def test_a_plan_that_changes_nothing_gives_the_same_status() -> None:
    first = plan(WorkflowFacts(workflow()), NOW).status
    settled = plan(WorkflowFacts(workflow().with_(status=first), (version(workflow()),)), at(1)).status
    again = plan(WorkflowFacts(workflow().with_(status=settled), (version(workflow()),)), at(60)).status
    assert again == settled


def test_a_field_that_nothing_looks_at_yet_is_named_in_a_warning() -> None:
    lavish = workflow(history={"failed": 3}, browser={"keepSession": True})
    warning = find(plan(WorkflowFacts(lavish), NOW).status.conditions, "FieldsWithoutEffect")
    assert warning is not None
    assert warning.message == "these fields have no effect yet: spec.browser.keepSession, spec.history"


def test_a_workflow_that_uses_no_such_field_has_no_warning() -> None:
    assert find(plan(WorkflowFacts(workflow()), NOW).status.conditions, "FieldsWithoutEffect") is None


def test_a_repair_that_waits_for_approval_is_shown() -> None:
    waiting = version(workflow(), 2, review=True)
    made = plan(WorkflowFacts(workflow(), (version(workflow()), waiting)), NOW)
    assert is_true(made.status.conditions, "RepairsPending")
    assert (made.status.active_version, made.status.latest_version) == (1, 2)
