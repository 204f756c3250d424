from typing import Any

import pytest

from tests.support.builders import NOW, graph, node, run, version, workflow
from webmend.domain.graph import Graph
from webmend.domain.report import Band, FoundElement
from webmend.domain.reveal import Reveal
from webmend.domain.run import Recovery, RecoveryKind, RecoveryState
from webmend.domain.target import Selector
from webmend.domain.version import Author, Decision, Repair, RepairKind, VersionSpec, WorkflowVersion
from webmend.policy import patching, versions
from webmend.policy.workflow import WorkflowFacts, plan

PORTAL = workflow()
FIRST = version(PORTAL)


def waited(**changes: Any) -> Recovery:
    base = {
        "attempt": 1,
        "sequence": 1,
        "kind": RecoveryKind.WAIT_AND_RETRY,
        "node_id": "new-patient",
        "what": "waited",
        "delay": 15.0,
        "state": RecoveryState.SUCCEEDED,
        "decided_at": NOW,
    }
    return Recovery(**{**base, **changes})


def raised(graph_: Graph, node_id: str = "new-patient", wait: str = "30s") -> Repair:
    digest = versions.digest(graph_.node(node_id))
    return Repair(kind=RepairKind.WAIT_TIME, node_id=node_id, node_digest=digest, wait_time=wait, note="raised")


def test_a_wait_that_helped_raises_the_steps_wait_time_by_the_delay() -> None:
    made = patching.version_from(run(), waited(), PORTAL, (FIRST,))
    assert made is not None
    assert made.number == 2
    assert made.author is Author.WEBMEND
    assert made.note == 'Auto-increased wait_time to 30s on "Click New Patient" (page loading recovery)'
    assert made.graph is not None
    assert made.graph.node("new-patient").wait_time == "30s"
    assert made.graph.node("open") == PORTAL.spec.graph.node("open")


def test_the_users_own_graph_is_left_as_it_is() -> None:
    before = PORTAL.stored()
    patching.version_from(run(), waited(), PORTAL, (FIRST,))
    assert PORTAL.stored() == before


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"state": RecoveryState.FAILED}, "it did not help"),
        ({"state": RecoveryState.PENDING}, "nobody knows yet"),
        ({"kind": RecoveryKind.REQUEUE}, "trying later teaches nothing about the step"),
        ({"kind": RecoveryKind.WAIT_AND_RESUME}, "only tier 1 shows how long the step needs"),
        ({"node_id": "gone"}, "the user has taken the step out"),
    ],
)
def test_a_recovery_makes_no_version_when(changes: dict[str, Any], why: str) -> None:
    assert patching.version_from(run(), waited(**changes), PORTAL, (FIRST,)) is None, why


def test_one_recovery_makes_one_version() -> None:
    made = patching.version_from(run(), waited(), PORTAL, (FIRST,))
    assert made is not None
    second = FIRST.with_(spec=made)
    assert patching.version_from(run(), waited(), PORTAL, (FIRST, second)) is None


def test_a_wait_time_is_raised_only_once_for_a_step() -> None:
    repairs = (raised(PORTAL.spec.graph),)
    second = version(PORTAL, 2, repairs=repairs, graph=versions.patched(PORTAL.spec.graph, repairs))
    assert patching.version_from(run(), waited(sequence=2), PORTAL, (FIRST, second)) is None


def test_the_repairs_of_two_steps_add_up() -> None:
    both = workflow(graph(node("open", "navigate"), node("one"), node("two")))
    repairs = (raised(both.spec.graph, "one"),)
    second = version(both, 2, repairs=repairs, graph=versions.patched(both.spec.graph, repairs))
    made = patching.version_from(run(), waited(node_id="two"), both, (version(both), second))
    assert made is not None
    assert made.graph is not None
    assert [n.wait_time for n in made.graph.nodes] == [None, "30s", "30s"]


def test_a_step_that_opts_out_is_not_mended() -> None:
    fixed = workflow(graph(node("open", "navigate"), node("new-patient", heal=False)))
    assert patching.version_from(run(), waited(), fixed, (version(fixed),)) is None


@pytest.mark.parametrize(("policy", "want_in_force"), [("Apply", True), ("Review", False)])
def test_under_review_a_repair_waits_for_approval(policy: str, want_in_force: bool) -> None:
    reviewed = workflow(versions={"repairs": policy})
    made = patching.version_from(run(), waited(), reviewed, (version(reviewed),))
    assert made is not None
    assert versions.is_in_force(FIRST.with_(spec=made)) is want_in_force
    assert versions.is_in_force(FIRST.with_(spec=made.with_(decision=Decision.APPROVED)))
    assert not versions.is_in_force(FIRST.with_(spec=made.with_(decision=Decision.REJECTED)))


def test_repairs_can_be_switched_off() -> None:
    off = workflow(versions={"repairs": "Off"})
    assert patching.version_from(run(), waited(), off, (version(off),)) is None


def test_a_repaired_selector_is_put_first_and_the_old_ones_are_kept() -> None:
    old = PORTAL.spec.graph.node("new-patient")
    repair = Repair(
        kind=RepairKind.SELECTOR,
        node_id=old.id,
        node_digest=versions.digest(old),
        selector=Selector(test_id="new"),
        note="mended",
    )
    mended = versions.patched(PORTAL.spec.graph, (repair,)).node("new-patient")
    assert mended.target is not None
    assert [str(s) for s in mended.target.selectors] == ["testId=new", 'role=button[name="new-patient"]']


def test_a_new_workflow_gets_version_1() -> None:
    made = plan(WorkflowFacts(PORTAL), NOW)
    assert made.create is not None
    assert (made.create.number, made.create.author) == (1, Author.USER)


def test_a_workflow_whose_version_is_there_gets_no_other() -> None:
    made = plan(WorkflowFacts(PORTAL, (FIRST,)), NOW)
    assert made.create is None
    assert (made.status.active_version, made.status.latest_version) == (1, 1)


def test_when_the_user_changes_the_graph_repairs_of_untouched_steps_are_carried_forward() -> None:
    old = workflow(graph(node("open", "navigate"), node("one"), node("two")))
    repairs = (raised(old.spec.graph, "one"), raised(old.spec.graph, "two"))
    second = version(old, 2, repairs=repairs, graph=versions.patched(old.spec.graph, repairs))
    changed = workflow(graph(node("open", "navigate"), node("one"), node("two", name="Two"), node("three")))
    made = plan(WorkflowFacts(changed, (version(old), second)), NOW).create
    assert made is not None
    assert made.graph is not None
    assert made.number == 3
    assert [n.wait_time for n in made.graph.nodes] == [None, "30s", None, None]


@pytest.mark.parametrize("kind", ["graph", "node"])
def test_a_digest_depends_on_content_alone(kind: str) -> None:
    one, other = (graph(), graph()) if kind == "graph" else (node("a"), node("a"))
    assert versions.digest(one) == versions.digest(other)
    assert versions.digest(one) != versions.digest(graph(node("a")))


def found(**changes: Any) -> Recovery:
    control = Reveal(selectors=(Selector(text="More"),), name='button "More"')
    told = FoundElement(**{"band": Band.APPLY, "confidence": 1.0, "reveals": (control,), **changes})
    return waited(kind=RecoveryKind.REPAIR_SELECTOR, delay=0.0, found=told)


def ids(made: VersionSpec | None) -> list[str]:
    assert made is not None
    assert made.graph is not None
    return [node.id for node in made.graph.nodes]


def test_what_brought_an_element_into_sight_becomes_a_step_before_it_once_the_run_has_succeeded() -> None:
    made = patching.version_from(run(), found(), PORTAL, (FIRST,), succeeded=True)
    assert ids(made) == ["open", "reveal-new-patient", "new-patient"]
    assert made is not None
    assert [repair.kind for repair in made.repairs] == [RepairKind.REVEAL]
    assert made.note.startswith('Inserted before "Click New Patient"')
    assert patching.version_from(run(), found(), PORTAL, (FIRST,), succeeded=False) is None


def test_an_element_that_is_called_otherwise_too_gets_its_selectors_and_the_step_asks_for_these() -> None:
    made = patching.version_from(run(), found(selectors=(Selector(css="#new"),)), PORTAL, (FIRST,), succeeded=True)
    assert made is not None
    assert made.graph is not None
    assert [repair.kind for repair in made.repairs] == [RepairKind.SELECTOR, RepairKind.REVEAL]
    asked = made.graph.node("reveal-new-patient").run_if
    assert asked is not None
    assert asked.element == made.graph.node("new-patient").target


def test_what_is_only_likely_to_bring_it_into_sight_waits_for_a_person() -> None:
    likely = found(band=Band.PROPOSE, confidence=0.8).with_(state=RecoveryState.FAILED)
    made = patching.version_from(run(), likely, PORTAL, (FIRST,))
    assert made is not None
    assert made.review
    assert made.note.startswith("Proposed: insert")


def after(recovery: Recovery, *existing: WorkflowVersion) -> tuple[WorkflowVersion, ...]:
    made = patching.version_from(run(), recovery, PORTAL, existing, succeeded=True)
    assert made is not None
    return (*existing, FIRST.with_(spec=made))


def test_a_step_is_not_inserted_twice() -> None:
    twice = patching.version_from(run(), found().with_(sequence=2), PORTAL, after(found(), FIRST), succeeded=True)
    assert twice is None


def test_an_inserted_step_is_mended_itself_and_keeps_that_through_later_repairs_of_others() -> None:
    renamed = found(reveals=(), selectors=(Selector(css="#menu"),)).with_(node_id="reveal-new-patient", sequence=2)
    second = after(renamed, *after(found(), FIRST))
    third = after(waited(node_id="open", sequence=3), *second)
    graph_ = third[-1].spec.graph
    assert graph_ is not None
    target = graph_.node("reveal-new-patient").target
    assert target is not None
    assert target.selectors[0] == Selector(css="#menu")


def test_an_inserted_step_goes_when_the_user_changes_the_step_that_it_leads_to() -> None:
    changed = graph(PORTAL.spec.graph.nodes[0], PORTAL.spec.graph.node("new-patient").with_(wait_time="1s"))
    repairs = after(found(), FIRST)[-1].spec.repairs
    assert versions.still_fitting(changed, repairs) == ()
    assert versions.still_fitting(PORTAL.spec.graph, repairs) == repairs


def test_steps_that_an_exported_manifest_has_already_are_not_inserted_again() -> None:
    made = patching.version_from(run(), found(), PORTAL, (FIRST,), succeeded=True)
    assert made is not None
    assert made.graph is not None
    assert versions.still_fitting(PORTAL.spec.graph, made.repairs) == made.repairs
    assert versions.still_fitting(made.graph, made.repairs) == ()
