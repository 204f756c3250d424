"""Reverts, approvals and rejections as truth tables: a history of versions, and what is in force after it."""

from typing import Any

import pytest

from tests.support.builders import NOW, graph, node, run, version, workflow
from webmend.domain.condition import find, is_true
from webmend.domain.reveal import Reveal
from webmend.domain.run import Recovery, RecoveryKind, RecoveryState
from webmend.domain.target import Selector
from webmend.domain.version import Author, Decision, Repair, RepairKind, VersionSpec, WorkflowVersion
from webmend.policy import deciding, patching, versions
from webmend.policy.workflow import WorkflowFacts, plan

PORTAL = workflow(graph(node("open", "navigate"), node("one"), node("two")))
MANIFEST = PORTAL.spec.graph
Versions = tuple[WorkflowVersion, ...]


def selector(node_id: str, test_id: str) -> Repair:
    digest = versions.digest(MANIFEST.node(node_id))
    return Repair(
        kind=RepairKind.SELECTOR, node_id=node_id, node_digest=digest, selector=Selector(test_id=test_id), note="found"
    )


def reveal(node_id: str, css: str) -> Repair:
    digest = versions.digest(MANIFEST.node(node_id))
    control = Reveal(selectors=(Selector(css=css),))
    return Repair(kind=RepairKind.REVEAL, node_id=node_id, node_digest=digest, reveals=(control,), note="inserted")


A, B, OTHER_A = selector("one", "a"), selector("two", "b"), selector("one", "other")


def made(number: int, *repairs: Repair, **spec: Any) -> WorkflowVersion:
    """A version of webmend's with these repairs."""
    laid = versions.patched(MANIFEST, repairs)
    return version(PORTAL, number, author=Author.WEBMEND, repairs=repairs, graph=laid, **spec)


def proposal(number: int, *repairs: Repair, decision: Decision | None = None) -> WorkflowVersion:
    return made(number, *repairs, review=True, decision=decision)


def revert(number: int, to: int) -> WorkflowVersion:
    spec = VersionSpec(workflow="portal", number=number, author=Author.USER, note=f"Back to {to}", revert_to=to)
    return WorkflowVersion(namespace="clinic", name=versions.object_name(spec), spec=spec)


FIRST = version(PORTAL)
YES, NO = Decision.APPROVED, Decision.REJECTED


@pytest.mark.parametrize(
    ("history", "want_number", "want_repairs", "want_reverted"),
    [
        pytest.param((FIRST,), 1, (), (), id="only the user's"),
        pytest.param((FIRST, made(2, A)), 2, (A,), (), id="a repair"),
        pytest.param((FIRST, made(2, A), revert(3, 1)), 3, (), (A,), id="a repair reverted"),
        pytest.param((FIRST, made(2, A), made(3, A, B), revert(4, 2)), 4, (A,), (B,), id="the later of two reverted"),
        pytest.param((FIRST, made(2, A), made(3, A, B), revert(4, 1)), 4, (), (A, B), id="both reverted"),
        pytest.param((FIRST, made(2, A), revert(3, 1), revert(4, 2)), 4, (A,), (), id="the revert reverted"),
        pytest.param((FIRST, made(2, A), revert(3, 1), revert(4, 3)), 4, (), (A,), id="a revert to a revert"),
        pytest.param((FIRST, made(2, A), revert(3, 1), made(4, B)), 4, (B,), (A,), id="a repair after a revert"),
        pytest.param((FIRST, made(2, A), revert(9, 7)), 2, (A,), (), id="a revert to what is not there"),
        pytest.param((FIRST, proposal(2, A)), 1, (), (), id="a proposal"),
        pytest.param((FIRST, proposal(2, A, decision=YES)), 2, (A,), (), id="an approved one"),
        pytest.param((FIRST, proposal(2, A, decision=NO)), 1, (), (A,), id="a rejected one"),
        pytest.param((FIRST, proposal(2, A, decision=NO), made(3, B)), 3, (B,), (A,), id="a repair after a rejection"),
        pytest.param((FIRST, proposal(2, A, decision=YES), revert(3, 1)), 3, (), (A,), id="an approved one reverted"),
        pytest.param((revert(3, 1), made(2, A), FIRST), 3, (), (A,), id="whatever the order of the list"),
    ],
)
def test_what_is_in_force_and_what_was_taken_back(
    history: Versions, want_number: int, want_repairs: tuple[Repair, ...], want_reverted: tuple[Repair, ...]
) -> None:
    active = versions.active(history)
    assert active is not None
    assert (active.spec.number, active.spec.repairs) == (want_number, want_repairs)
    assert active.spec.graph == versions.patched(MANIFEST, want_repairs)
    assert deciding.reverted(history) == want_reverted


@pytest.mark.parametrize(
    ("history", "want"),
    [
        pytest.param((FIRST, proposal(2, A)), (2,), id="a proposal"),
        pytest.param((FIRST, proposal(2, A), proposal(3, B)), (2, 3), id="two proposals"),
        pytest.param((FIRST, proposal(2, A), made(3, B)), (2,), id="one that another repair has overtaken"),
        pytest.param((FIRST, proposal(2, A), made(3, OTHER_A)), (), id="one whose step was mended otherwise"),
        pytest.param((FIRST, proposal(2, A, decision=NO), proposal(3, A), made(4, B)), (), id="one rejected before"),
        pytest.param((FIRST, proposal(2, A, decision=YES)), (), id="an approved one"),
    ],
)
def test_which_proposals_wait_for_a_person(history: Versions, want: tuple[int, ...]) -> None:
    assert tuple(v.spec.number for v in deciding.pending(MANIFEST, history)) == want


@pytest.mark.parametrize(
    ("history", "want"),
    [
        pytest.param((FIRST, proposal(2, A, decision=YES)), None, id="it is in force"),
        pytest.param((FIRST, proposal(2, A, decision=YES), made(3, B)), (B, A), id="another repair overtook it"),
        pytest.param(
            (FIRST, proposal(2, A, decision=YES), proposal(3, B, decision=YES)), (B, A), id="two approved, none lost"
        ),
        pytest.param(
            (FIRST, proposal(2, A, decision=YES), proposal(3, B, decision=YES), made(4, B, A)), None, id="laid over it"
        ),
        pytest.param((FIRST, proposal(2, A, decision=YES), revert(3, 1)), None, id="it was reverted"),
        pytest.param((FIRST, proposal(2, A, decision=YES), made(3, OTHER_A)), None, id="its step was mended otherwise"),
        pytest.param((FIRST, proposal(2, A, decision=NO), made(3, B)), None, id="it was rejected"),
    ],
)
def test_what_is_approved_late_is_laid_over_the_version_in_force(
    history: Versions, want: tuple[Repair, ...] | None
) -> None:
    found = plan(WorkflowFacts(PORTAL, history), NOW).create
    assert (found.repairs if found else None) == want
    assert found is None or found.graph == versions.patched(MANIFEST, found.repairs)
    assert found is None or found.number == len(history) + 1


def test_what_is_laid_over_settles_at_once() -> None:
    history = (FIRST, proposal(2, A, decision=YES), made(3, B))
    found = plan(WorkflowFacts(PORTAL, history), NOW).create
    assert found is not None
    again = (*history, FIRST.with_(name=versions.object_name(found), spec=found))
    assert plan(WorkflowFacts(PORTAL, again), NOW).create is None


@pytest.mark.parametrize(
    ("changed", "want"),
    [
        pytest.param(MANIFEST, None, id="the manifest as it was"),
        pytest.param(graph(*MANIFEST.nodes, node("three")), (A,), id="a step added: the repair is carried forward"),
        pytest.param(
            graph(node("open", "navigate"), node("one", name="One"), node("two")), (), id="the mended step touched"
        ),
        pytest.param(graph(node("open", "navigate"), node("two")), (), id="the mended step taken out"),
        pytest.param(graph(node("two"), node("one"), node("open", "navigate")), (A,), id="steps put in another order"),
    ],
)
@pytest.mark.parametrize("by", ["a repair", "a revert to it"])
def test_repairs_are_carried_over_the_users_edits_of_other_steps(
    changed: Any, want: tuple[Repair, ...] | None, by: str
) -> None:
    history: Versions = (FIRST, made(2, A))
    history = history if by == "a repair" else (*history, made(3, A, B), revert(4, 2))
    found = plan(WorkflowFacts(workflow(changed), history), NOW).create
    assert (found.repairs if found else None) == want


def test_a_revert_holds_until_the_manifest_changes_again() -> None:
    changed = workflow(graph(*MANIFEST.nodes, node("three")))
    second = version(changed, 2)
    history = (FIRST, second, revert(3, 1))
    assert plan(WorkflowFacts(changed, history), NOW).create is None
    again = plan(WorkflowFacts(workflow(graph(*MANIFEST.nodes, node("four"))), history), NOW).create
    assert again is not None
    assert again.number == 4


def waited(node_id: str) -> Recovery:
    return Recovery(
        attempt=1,
        sequence=1,
        kind=RecoveryKind.WAIT_AND_RETRY,
        node_id=node_id,
        what="waited",
        delay=15.0,
        state=RecoveryState.SUCCEEDED,
        decided_at=NOW,
    )


def test_a_repair_after_a_revert_to_an_older_manifest_stays_over_that_one() -> None:
    changed = workflow(graph(*MANIFEST.nodes, node("three")))
    history = (FIRST, made(2, A), version(changed, 3), revert(4, 2))
    found = patching.version_from(run(), waited("two"), changed, history)
    assert found is not None
    assert found.graph is not None
    assert [n.id for n in found.graph.nodes] == ["open", "one", "two"]
    assert found.graph.node("one") == versions.patched(MANIFEST, (A,)).node("one")
    assert found.graph.node("two").wait_time == "30s"
    after = (*history, FIRST.with_(name="portal-v5", spec=found))
    assert plan(WorkflowFacts(changed, after), NOW).create is None


def test_a_wait_that_was_reverted_is_not_raised_again() -> None:
    first = patching.version_from(run(), waited("one"), PORTAL, (FIRST,))
    assert first is not None
    history = (FIRST, FIRST.with_(name="portal-v2", spec=first), revert(3, 1))
    assert patching.version_from(run().with_(uid="another"), waited("one"), PORTAL, history) is None
    assert patching.version_from(run().with_(uid="another"), waited("two"), PORTAL, history) is not None


@pytest.mark.parametrize(("repair", "want"), [(A, True), (OTHER_A, False), (B, False)])
def test_of_selectors_only_the_one_taken_back_is_refused(repair: Repair, want: bool) -> None:
    history = (FIRST, made(2, A), revert(3, 1))
    assert deciding.is_taken_back(repair, history) is want
    assert deciding.refused_selectors(history, "one") == (A.selector,)
    assert deciding.refused_selectors(history, "two") == ()


@pytest.mark.parametrize(("css", "want"), [("#more", True), ("#other", False)])
def test_of_controls_before_a_step_only_the_one_taken_back_is_refused(css: str, want: bool) -> None:
    history = (FIRST, made(2, reveal("one", "#more")), revert(3, 1))
    assert deciding.is_taken_back(reveal("one", css), history) is want
    assert deciding.refused_selectors(history, "one") == (Selector(css="#more"),)


def test_a_step_that_the_user_has_touched_since_may_be_mended_so_again() -> None:
    history = (FIRST, made(2, A), revert(3, 1))
    assert not deciding.is_taken_back(A.with_(node_digest="another"), history)


def test_a_version_says_that_its_number_of_proposals_waits() -> None:
    status = plan(WorkflowFacts(PORTAL, (FIRST, proposal(2, A), proposal(3, B))), NOW).status
    waiting = find(status.conditions, "RepairsPending")
    assert waiting is not None
    assert waiting.message.startswith("2 wait for approval: version 2 (")


def test_a_revert_to_what_is_not_there_is_said_and_changes_nothing() -> None:
    status = plan(WorkflowFacts(PORTAL, (FIRST, revert(5, 3))), NOW).status
    assert is_true(status.conditions, "RevertNotPossible")
    assert status.active_version == 1
