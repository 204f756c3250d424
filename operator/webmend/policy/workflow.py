"""What is to be done about a workflow: say whether it makes sense, keep its versions in step with
its manifest, start the runs that its schedule asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from webmend.domain.condition import Condition, ConditionStatus, find, put
from webmend.domain.graph import Graph
from webmend.domain.version import VersionSpec, WorkflowVersion
from webmend.domain.workflow import Workflow, WorkflowSpec, WorkflowState, WorkflowStatus

from . import calling, credentials, deciding, graph, pausing, schedule, versions
from .event import EmitEvent
from .outputs import declared

RETIRED = frozenset({"FieldsWithoutEffect"})
"""Types of conditions that older releases have set."""


@dataclass(frozen=True)
class WorkflowFacts:
    """Everything that the plan of one workflow looks at."""

    workflow: Workflow
    versions: tuple[WorkflowVersion, ...] = ()
    going: tuple[schedule.Going, ...] = ()
    """The runs that its schedule has started and that are not over."""
    components: calling.Components = field(default_factory=dict)
    """The workflows that it calls, and those that these call."""

    @property
    def whole(self) -> Graph:
        """Its manifest's graph with every call laid out; the manifest's own where that cannot be done."""
        manifest = self.workflow.spec.graph
        is_plain = not calling.called(manifest) or problems(self)
        return manifest if is_plain else calling.composed(manifest, self.components)


@dataclass(frozen=True)
class WorkflowPlan:
    """Make the version, if there is one, and do nothing else: the plan is made anew with it.

    Otherwise start the run that is due, store the status, if it differs, and have runs stop, in this order: a run that
    is started twice is the same run, and that others are stopped for it must not be forgotten.
    """

    status: WorkflowStatus
    create: VersionSpec | None = None
    start: Mapping[str, Any] | None = None
    """The run that the schedule starts now; one of that name and of this workflow is the same run."""
    stop: tuple[str, ...] = ()
    """Names of runs that are to stop."""
    event: EmitEvent | None = None
    due: datetime | None = None
    """When to plan again though nothing has changed."""
    reason: str = ""


def plan(facts: WorkflowFacts, now: datetime) -> WorkflowPlan:
    """The workflow's status as it should be, and the version that its manifest asks for."""
    workflow = facts.workflow
    found = problems(facts)
    decision = schedule.decide(workflow, facts.going, not found, now)
    create = None if found else _wanted_version(facts)
    in_force = versions.active(facts.versions)
    status = workflow.status.with_(
        observed_generation=workflow.generation,
        active_version=in_force.spec.number if in_force else 0,
        latest_version=versions.next_number(facts.versions) - 1,
        credentials=credentials.still_named(workflow.status.credentials, workflow.spec.credentials),
        paused=pausing.pause(workflow),
        schedule=decision.in_force,
        next_schedule_time=decision.next,
        last_schedule_time=decision.start or workflow.status.last_schedule_time,
        conditions=_conditions(facts, found, decision, now),
    )
    reason = create.note if create else (str(found[0]) if found else decision.sentence or decision.reason)
    start = schedule.run_body(workflow, decision.start) if decision.start else None
    return WorkflowPlan(status, create, start, decision.stop, decision.event, decision.next, reason)


def starts_run(facts: WorkflowFacts, now: datetime) -> bool:
    """Whether the plan will start or stop a run: have a fresh look at the workflow only then."""
    decision = schedule.decide(facts.workflow, facts.going, not problems(facts), now)
    return decision.start is not None or bool(decision.stop)


def is_accepted(workflow: Workflow) -> tuple[bool, str]:
    """Whether runs of it can start, and otherwise why not; judged on the spec itself, not on the last status.

    What has become of its components is no matter: its versions hold their steps.
    """
    found = own_problems(workflow.spec)
    return not found, "; ".join(str(p) for p in found[:4])


def problems(facts: WorkflowFacts) -> tuple[graph.Problem, ...]:
    """All that is wrong with a workflow beyond its schema; empty when runs of it can start."""
    spec, components = facts.workflow.spec, facts.components
    found = own_problems(spec) or calling.problems(facts.workflow.name, spec, components)
    if found or not calling.called(spec.graph):
        return found
    return declared.problems(spec.with_(graph=calling.composed(spec.graph, components)))


def own_problems(spec: WorkflowSpec) -> tuple[graph.Problem, ...]:
    """All that is wrong with a spec beyond its schema, but for what shows only once its calls are laid out."""
    outputs = () if calling.called(spec.graph) else declared.problems(spec)
    later = (rule for rule in spec.RULES if rule.is_later)
    broken = (graph.Problem(f"spec.{rule.at}", rule.message) for rule in later if not rule.holds(spec))
    return *broken, *graph.problems(spec), *schedule.problems(spec.schedule), *outputs


def _wanted_version(facts: WorkflowFacts) -> VersionSpec | None:
    """A new version when the manifest's graph is not the one seen last, or when what was approved is not in force."""
    name, whole = facts.workflow.name, facts.whole
    if versions.manifest_digest(facts.versions) == versions.digest(whole):
        return deciding.approved_late(name, whole, facts.versions)
    in_force = versions.active(facts.versions)
    repairs = versions.still_fitting(whole, in_force.spec.repairs if in_force else ())
    made = versions.of_user(name, whole, repairs, versions.next_number(facts.versions))
    used = calling.with_versions(facts.workflow.spec.graph, facts.components)
    return made.with_(note=f"{made.note}; it calls {used}"[:1024]) if used else made


def _conditions(
    facts: WorkflowFacts, found: tuple[graph.Problem, ...], decision: schedule.Decision, now: datetime
) -> tuple[Condition, ...]:
    workflow = facts.workflow
    paused = workflow.spec.state is not WorkflowState.ACTIVE
    waiting = deciding.pending(facts.whole, facts.versions)
    said = "; ".join(str(p) for p in found[:8])[:1024]
    wanted = [
        ("Accepted", not found, "Accepted" if not found else "Invalid", said),
        ("Ready", not found, "Ready" if not found else "NotAccepted", _state(paused, workflow)),
        ("RepairsPending", bool(waiting), "WaitForApproval" if waiting else "None", _names(waiting)),
    ]
    if workflow.spec.schedule or find(workflow.status.conditions, schedule.CONDITION):
        wanted.append((schedule.CONDITION, decision.in_force is not None, decision.reason, decision.sentence))
    lost = "; ".join(deciding.broken_reverts(facts.versions))[:1024]
    if lost or find(workflow.status.conditions, "RevertNotPossible"):
        wanted.append(("RevertNotPossible", bool(lost), "VersionNotFound" if lost else "None", lost))
    pause = pausing.pause(workflow)
    if pause or find(workflow.status.conditions, "Paused"):
        said = pausing.sentence(pause, workflow.name) if pause else ""
        wanted.append(("Paused", pause is not None, "ErrorCode" if pause else "None", said))
    conditions = tuple(each for each in workflow.status.conditions if each.type not in RETIRED)
    for type_, holds, reason, message in wanted:
        conditions = put(conditions, _condition(type_, holds, reason, message, workflow.generation, now))
    return conditions


def _condition(type_: str, holds: bool, reason: str, message: str, generation: int, now: datetime) -> Condition:
    return Condition(
        type=type_,
        status=ConditionStatus.TRUE if holds else ConditionStatus.FALSE,
        reason=reason,
        message=message,
        observed_generation=generation,
        last_transition_time=now,
    )


def _state(paused: bool, workflow: Workflow) -> str:
    return f"{workflow.spec.state}: no run starts by itself" if paused else ""


def _names(waiting: tuple[WorkflowVersion, ...]) -> str:
    """How many, and which."""
    said = ", ".join(f"version {v.spec.number} ({v.spec.note})" for v in waiting)
    return f"{len(waiting)} wait for approval: {said}"[:1024] if waiting else ""
