"""What a run has learned for good: the version that a recovery makes once it has helped."""

from webmend.domain.duration import duration, seconds
from webmend.domain.graph import DEFAULT_WAIT_TIME, Node
from webmend.domain.report import Band
from webmend.domain.run import Recovery, RecoveryKind, RecoveryState, Run
from webmend.domain.version import Author, Repair, RepairKind, VersionSpec, WorkflowVersion
from webmend.domain.workflow import RepairPolicy, Workflow

from . import deciding, versions

_RAISES_WAIT = frozenset({RecoveryKind.WAIT_AND_RETRY, RecoveryKind.WAIT_IN_NEW_ATTEMPT})


def recovery_id(run: Run, recovery: Recovery) -> str:
    """The identity under which a recovery makes its one version."""
    return f"{run.uid}/{recovery.key()}"


def version_from(
    run: Run,
    recovery: Recovery,
    workflow: Workflow,
    existing: tuple[WorkflowVersion, ...],
    succeeded: bool = False,
) -> VersionSpec | None:
    """The version that this recovery makes; None where there is nothing to learn from it. `succeeded`: so has the run.

    A wait that helped raises the step's waitTime for good by the delay, once per step. An element that was found anew
    becomes a version once the run has succeeded with it; one that was only likely is proposed, and waits for a person.
    What a person has taken back is not made again.
    """
    if workflow.spec.versions.repairs is RepairPolicy.OFF or versions.of_recovery(existing, recovery_id(run, recovery)):
        return None
    in_force = versions.active(existing)
    repair = _raise_wait(recovery, in_force) or _repair_selector(recovery, in_force, succeeded)
    if repair is None or in_force is None or deciding.is_taken_back(repair, existing):
        return None
    laid = versions.overlay(workflow.spec.graph, in_force, (repair,))
    return VersionSpec(
        workflow=workflow.name,
        number=versions.next_number(existing),
        author=Author.WEBMEND,
        note=repair.note,
        run=run.name,
        recovery=recovery_id(run, recovery),
        source_digest=laid.source_digest,
        graph=laid.graph,
        repairs=laid.repairs,
        review=workflow.spec.versions.repairs is RepairPolicy.REVIEW or _is_proposal(recovery),
    )


def _raise_wait(recovery: Recovery, in_force: WorkflowVersion | None) -> Repair | None:
    if recovery.kind not in _RAISES_WAIT or recovery.state is not RecoveryState.SUCCEEDED or in_force is None:
        return None
    node = _healed(recovery, in_force)
    if node is None or _was_raised(node, in_force):
        return None
    raised = duration(seconds(node.wait_time or DEFAULT_WAIT_TIME) + recovery.delay)
    return Repair(
        kind=RepairKind.WAIT_TIME,
        node_id=node.id,
        node_digest=versions.own_digest(in_force, node.id),
        wait_time=raised,
        note=f'Auto-increased wait_time to {raised} on "{node.title}" (page loading recovery)',
    )


def _repair_selector(recovery: Recovery, in_force: WorkflowVersion | None, succeeded: bool) -> Repair | None:
    found = recovery.found
    if recovery.kind is not RecoveryKind.REPAIR_SELECTOR or found is None or not found.selectors or in_force is None:
        return None
    is_proven = succeeded and recovery.state is RecoveryState.SUCCEEDED
    node = _healed(recovery, in_force)
    if node is None or not (is_proven or _is_proposal(recovery)):
        return None
    done = "Repaired" if is_proven else "Proposed: repair"
    return Repair(
        kind=RepairKind.SELECTOR,
        node_id=node.id,
        node_digest=versions.own_digest(in_force, node.id),
        selector=found.selectors[0],
        alternatives=found.selectors[1:5],
        note=f'{done} the selector of "{node.title}": {found.was} is now {found.now} ({found.confidence:.2f})'[:1024],
    )


def _is_proposal(recovery: Recovery) -> bool:
    found = recovery.found
    return found is not None and found.band is Band.PROPOSE and recovery.state is RecoveryState.FAILED


def _healed(recovery: Recovery, in_force: WorkflowVersion) -> Node | None:
    """The step that was mended; None where it is gone or wants no mending."""
    nodes = in_force.spec.graph.nodes if in_force.spec.graph else ()
    return next((n for n in nodes if n.id == recovery.node_id and n.heal), None)


def _was_raised(node: Node, in_force: WorkflowVersion) -> bool:
    return any(r.kind is RepairKind.WAIT_TIME and r.node_id == node.id for r in in_force.spec.repairs)
