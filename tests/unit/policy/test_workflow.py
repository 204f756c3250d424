from tests.support.builders import NOW, at, graph, keeping_two_logins, node, version, workflow
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


def test_a_rule_that_came_later_than_the_workflow_is_told_by_its_field() -> None:
    accepted, why = is_accepted(keeping_two_logins())
    assert not accepted
    assert why.startswith("spec.credentials: browser.keepSession goes with one credential at most")


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


def test_a_repair_that_waits_for_approval_is_shown() -> None:
    waiting = version(workflow(), 2, review=True)
    made = plan(WorkflowFacts(workflow(), (version(workflow()), waiting)), NOW)
    assert is_true(made.status.conditions, "RepairsPending")
    assert (made.status.active_version, made.status.latest_version) == (1, 2)


def test_what_only_an_older_release_has_said_is_taken_back() -> None:
    said = plan(WorkflowFacts(workflow()), NOW).status
    (first, *_) = said.conditions
    older = said.with_(conditions=(*said.conditions, first.with_(type="FieldsWithoutEffect")))
    assert plan(WorkflowFacts(workflow().with_(status=older)), NOW).status.conditions == said.conditions
