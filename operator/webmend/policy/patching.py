"""What a run has learned for good: the version that a recovery makes once it has helped."""

from webmend.domain.duration import duration, seconds
from webmend.domain.graph import DEFAULT_WAIT_TIME, Node
from webmend.domain.report import Band, FoundElement
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
    repairs = _repairs(recovery, in_force, succeeded) if in_force else ()
    if not repairs or in_force is None or _has_steps(repairs, in_force):
        return None
    if any(deciding.is_taken_back(repair, existing) for repair in repairs):
        return None
    laid = versions.overlay(workflow.spec.graph, in_force, repairs)
    return VersionSpec(
        workflow=workflow.name,
        number=versions.next_number(existing),
        author=Author.WEBMEND,
        note=" ".join(repair.note for repair in repairs)[:1024],
        run=run.name,
        recovery=recovery_id(run, recovery),
        source_digest=laid.source_digest,
        graph=laid.graph,
        repairs=laid.repairs,
        review=workflow.spec.versions.repairs is RepairPolicy.REVIEW or _is_proposal(recovery),
    )


def _repairs(recovery: Recovery, in_force: WorkflowVersion, succeeded: bool) -> tuple[Repair, ...]:
    """What the recovery mends: a wait, or a selector, a step before it, or both of these."""
    node = _healed(recovery, in_force)
    if node is None:
        return ()
    is_proven = succeeded and recovery.state is RecoveryState.SUCCEEDED
    found = recovery.found if recovery.kind is RecoveryKind.REPAIR_SELECTOR else None
    if found is None:
        return _raise_wait(recovery, node, in_force)
    if not (is_proven or _is_proposal(recovery)):
        return ()
    digest = versions.own_digest(in_force, node.id)
    return *_repair_selector(node, digest, found, is_proven), *_insert_reveals(node, digest, found, is_proven)


def _raise_wait(recovery: Recovery, node: Node, in_force: WorkflowVersion) -> tuple[Repair, ...]:
    helped = recovery.kind in _RAISES_WAIT and recovery.state is RecoveryState.SUCCEEDED
    if not helped or _was_raised(node, in_force):
        return ()
    raised = duration(seconds(node.wait_time or DEFAULT_WAIT_TIME) + recovery.delay)
    repair = Repair(
        kind=RepairKind.WAIT_TIME,
        node_id=node.id,
        node_digest=versions.own_digest(in_force, node.id),
        wait_time=raised,
        note=f'Auto-increased wait_time to {raised} on "{node.title}" (page loading recovery)',
    )
    return (repair,)


def _repair_selector(node: Node, digest: str, found: FoundElement, is_proven: bool) -> tuple[Repair, ...]:
    if not found.selectors:
        return ()
    done = "Repaired" if is_proven else "Proposed: repair"
    repair = Repair(
        kind=RepairKind.SELECTOR,
        node_id=node.id,
        node_digest=digest,
        selector=found.selectors[0],
        alternatives=found.selectors[1:5],
        note=f'{done} the selector of "{node.title}": {found.was} is now {found.now} ({found.confidence:.2f})'[:1024],
    )
    return (repair,)


def _insert_reveals(node: Node, digest: str, found: FoundElement, is_proven: bool) -> tuple[Repair, ...]:
    if not found.reveals:
        return ()
    done = "Inserted" if is_proven else "Proposed: insert"
    controls = ", then ".join(f"{reveal.gesture.lower()} {reveal.name}" for reveal in found.reveals)
    repair = Repair(
        kind=RepairKind.REVEAL,
        node_id=node.id,
        node_digest=digest,
        reveals=found.reveals,
        note=f'{done} before "{node.title}", whose element is out of sight: {controls} ({found.confidence:.2f})'[:1024],
    )
    return (repair,)


def _is_proposal(recovery: Recovery) -> bool:
    found = recovery.found
    return found is not None and found.band is Band.PROPOSE and recovery.state is RecoveryState.FAILED


def _healed(recovery: Recovery, in_force: WorkflowVersion) -> Node | None:
    """The step that was mended; None where it is gone or wants no mending."""
    nodes = in_force.spec.graph.nodes if in_force.spec.graph else ()
    return next((n for n in nodes if n.id == recovery.node_id and n.heal), None)


def _has_steps(repairs: tuple[Repair, ...], in_force: WorkflowVersion) -> bool:
    """Whether the steps that are to be inserted are there already."""
    there = {(r.node_id, r.reveals) for r in in_force.spec.repairs}
    return any(r.reveals and (r.node_id, r.reveals) in there for r in repairs)


def _was_raised(node: Node, in_force: WorkflowVersion) -> bool:
    return any(r.kind is RepairKind.WAIT_TIME and r.node_id == node.id for r in in_force.spec.repairs)
