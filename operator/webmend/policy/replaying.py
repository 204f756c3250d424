"""A run that repeats another one: why it may not, and what it takes over.

What its manifest leaves out is filled into its spec before its first attempt, once and for good: from then on it is a
run like any other, and the run that it repeats may go. `Left out` is what is not there: `dryRun: false` is something
given. The trigger alone is always there, since the API server fills it in.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from webmend.domain import names
from webmend.domain.graph import Graph
from webmend.domain.phase import TERMINAL
from webmend.domain.run import Run, RunSpec, Trigger
from webmend.domain.workflow import Workflow

LISTED = 16
"""Replays that a run's status names; RunStatus.replays holds no more."""
MOST = 100
"""How many names of replays of one run are tried."""
ROOM = 57
"""Characters of a run's name that the names of its replays begin with: with -r100 they are a label's value."""
ACTIVE = "active"
"""Said of a version: the one that takes effect now."""
TAKEN_AS_THEY_ARE = ("start_from", "dry_run", "priority")
"""Fields that are taken over whole where they are left out. Not startAt, which is over, nor stop and answers, which
belong to the sessions of the other run."""


class Unfit(ValueError):
    """What is asked for can be the spec of no run."""


@dataclass(frozen=True)
class Refusal:
    """The run may not repeat the other one."""

    reason: str
    """In one CamelCase word."""
    sentence: str
    fix: str
    """What to do instead."""


@dataclass(frozen=True)
class Asked:
    """What is judged."""

    spec: RunSpec
    """What is asked for."""
    original: Run
    workflow: Workflow | None = None
    graph: Graph | None = None
    """What the original ran, as far as it is known."""


def is_open(run: Run) -> bool:
    """Whether the run repeats another one and has not yet taken over what it leaves out. That comes before all else:
    a run with a phase has done so, or is of a release where replayOf had no effect."""
    if run.spec.replay_of is None or run.status.phase is not None:
        return False
    return run.annotations.get(names.ANNOTATION_REPLAY) != run.uid


def not_found(name: str) -> Refusal:
    """There is no run of that name."""
    fix = "Create a run with the inputs themselves: what the other one was given is not known any more."
    return Refusal("OriginalNotFound", f"There is no run {name} in this namespace to repeat", fix)


def refusal(asked: Asked) -> Refusal | None:
    """Why the run may not repeat the original: what the first of RULES says; None: it may."""
    return next((found for rule in RULES if (found := rule(asked))), None)


def ordered(original: Run, workflow: Workflow | None, given: Mapping[str, Any]) -> RunSpec:
    """The spec of a run that repeats this one, with what is given as fields of it; raises Unfit.

    The version may be `active`.
    """
    name, given = original.spec.workflow_ref.name, dict(given)
    if given.get("version") == ACTIVE:
        if workflow is None or not workflow.status.active_version:
            raise Unfit(f"the workflow {name} has no version that takes effect")
        given["version"] = workflow.status.active_version
    fixed = {"workflowRef": {"name": name}, "replayOf": original.name, "trigger": "Replay"}
    try:
        return RunSpec.model_validate({**fixed, **given})
    except ValidationError as error:
        told = error.errors(include_input=False, include_url=False)[0]
        raise Unfit(f"{'.'.join(map(str, told['loc']))}: {told['msg']}") from None


def called(run: str) -> list[str]:
    """What a replay of this run may be called, the first that is free; a replay's replays are numbered with it."""
    root = re.sub(r"-r\d{1,3}$", "", run)[:ROOM].rstrip("-")
    return [f"{root}-r{number}" for number in range(1, MOST + 1)]


def tainted_by(original: Run, graph: Graph | None) -> str:
    """Name of the run that has taken an irreversible step, or may have: the original, or one that it repeats itself.

    Empty where none has. `graph`: what the original ran; where nothing is known, it counts as irreversible.
    """
    if earlier := original.annotations.get(names.ANNOTATION_IRREVERSIBLE):
        return earlier
    status = original.status
    if status.irreversible is not None or not status.attempts:
        return original.name if status.irreversible else ""
    known_safe = graph is not None and not any(node.acts_once for node in graph.nodes)
    return "" if known_safe else original.name


def change(run: Run, original: Run, graph: Graph | None) -> dict[str, Any]:
    """What is merged into the run's metadata and spec, so that it has taken over what it leaves out."""
    tainted = tainted_by(original, graph)
    annotations = {names.ANNOTATION_REPLAY: run.uid, **({names.ANNOTATION_IRREVERSIBLE: tainted} if tainted else {})}
    labels = {names.LABEL_REPLAY_OF: original.name}
    return {"metadata": {"labels": labels, "annotations": annotations}, "spec": taken_over(run.spec, original)}


def taken_over(spec: RunSpec, original: Run) -> dict[str, Any]:
    """The fields of the original that `spec` leaves out, as they are stored."""
    theirs = original.spec.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    given = spec.model_fields_set
    aliases = {name: RunSpec.model_fields[name].alias or name for name in TAKEN_AS_THEY_ARE}
    found = {alias: theirs[alias] for name, alias in aliases.items() if name not in given and alias in theirs}
    if spec.version is None and (version := _version(original)):
        found["version"] = version
    if lacking := {name: value for name, value in original.spec.inputs.items() if name not in spec.inputs}:
        found["inputs"] = lacking
    if spec.inputs_from is None and original.spec.inputs_from is not None:
        found["inputsFrom"] = _inputs_from(spec, original)
    if spec.trigger is Trigger.MANUAL:
        found["trigger"] = str(Trigger.REPLAY)
    return found


def sentence(spec: RunSpec, original: Run) -> str:
    """What is repeated, and what is other than it was, in a sentence that holds no values."""
    other = [f"version {spec.version}"] if spec.version and spec.version != _version(original) else []
    other += [f"input {name}" for name in sorted(spec.inputs) if spec.inputs[name] != original.spec.inputs.get(name)]
    given = spec.model_fields_set
    named = {"inputs_from": "inputsFrom", "start_from": "startFrom", "dry_run": "dryRun", "priority": "priority"}
    other += [alias for name, alias in named.items() if name in given and _differs(name, spec, original)]
    return f"Repeats {original.name} with other {', '.join(other)}" if other else f"Repeats {original.name} as it was"


def with_replay(replays: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The latest replays of a run, with this one."""
    return replays if name in replays else (*replays, name)[-LISTED:]


def _differs(name: str, spec: RunSpec, original: Run) -> bool:
    return bool(getattr(spec, name) != getattr(original.spec, name))


def _version(original: Run) -> int | None:
    """The version that it ran last; of one that ran none, the one that it asked for."""
    return original.status.version or original.spec.version


def _inputs_from(spec: RunSpec, original: Run) -> Mapping[str, Any]:
    """The original's Secret, without the keys that the run gives other values for: a Secret's own win otherwise."""
    theirs = original.spec.inputs_from
    assert theirs is not None
    omitted = tuple(dict.fromkeys([*theirs.omit, *spec.inputs]))
    return theirs.with_(omit=omitted).model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _of_another_workflow(asked: Asked) -> Refusal | None:
    mine, theirs = asked.spec.workflow_ref.name, asked.original.spec.workflow_ref.name
    if mine == theirs:
        return None
    said = f"{asked.original.name} is a run of the workflow {theirs}, not of {mine}"
    return Refusal("OriginalOfAnotherWorkflow", said, f"Set workflowRef.name to {theirs}, or leave out replayOf.")


def _of_an_earlier_workflow(asked: Asked) -> Refusal | None:
    """Its versions and inputs are not those of the workflow that has the name now.

    A run may be made before its workflow: when its first attempt was decided on, the workflow was there.
    """
    attempts, workflow = asked.original.status.attempts, asked.workflow
    created = workflow.created if workflow else None
    if workflow is None or created is None or not attempts:
        return None
    if max(asked.original.created, attempts[0].intended_at) >= created:
        return None
    said = f"{asked.original.name} ran an earlier workflow of the name {workflow.name}, which has been deleted since"
    return Refusal("OriginalOfAnotherWorkflow", said, "Create a run of the new workflow, without replayOf.")


def _not_over(asked: Asked) -> Refusal | None:
    phase = asked.original.status.phase
    if phase in TERMINAL:
        return None
    said = f"{asked.original.name} is not over: it is {phase or 'new'}"
    return Refusal("OriginalNotOver", said, "Stop it, or wait for its end; then create the replay again.")


def _not_confirmed(asked: Asked) -> Refusal | None:
    """A dry run takes no irreversible step, so nothing is to be confirmed."""
    dry = asked.spec.dry_run if "dry_run" in asked.spec.model_fields_set else asked.original.spec.dry_run
    tainted = tainted_by(asked.original, asked.graph)
    if dry or asked.spec.confirm_irreversible or not tainted:
        return None
    said = f"{tainted} has taken an irreversible step, or may have: a replay may take it again"
    fix = "See what it has done. If that may be done again, create the replay with confirmIrreversible: true."
    return Refusal("IrreversibleNotConfirmed", said, fix)


RULES: tuple[Callable[[Asked], Refusal | None], ...] = (
    _of_another_workflow,
    _not_over,
    _of_an_earlier_workflow,
    _not_confirmed,
)
