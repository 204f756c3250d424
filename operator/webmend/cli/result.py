"""What `webmend run` says and leaves behind at the end of a run."""

from pathlib import Path
from typing import Any

from webmend.domain.duration import duration, seconds
from webmend.domain.failure import Failure
from webmend.domain.phase import Phase
from webmend.domain.run import RecoveryState, RunStatus
from webmend.policy.manifest import Document, with_graph
from webmend.policy.starting import DRY_RUN

from .local.folder import Folder
from .local.operator import Operator
from .screen import Screen, label

_MARKS = {
    RecoveryState.SUCCEEDED: "✓ helped:",
    RecoveryState.FAILED: "✗ did not help:",
    RecoveryState.PENDING: "· not tried:",
    RecoveryState.NOT_ATTEMPTED: "· nothing done:",
}
_STYLES = {Phase.SUCCEEDED: "bold green", Phase.FAILED: "bold red", Phase.REQUEUED: "bold cyan"}


def leave(operator: Operator, document: Document, folder: Folder) -> dict[int, Path]:
    """Write the run with its status, and a manifest for each version learned; where those are, by number."""
    folder.write_json("run.json", _run_document(operator))
    return {
        spec.number: folder.write_yaml(f"{spec.workflow}-v{spec.number}.yaml", with_graph(document, spec), spec.note)
        for spec in operator.learned
    }


def tell(operator: Operator, folder: Folder, versions: dict[int, Path], screen: Screen) -> None:
    """Say how the run ended."""
    status = operator.run.status
    assert status.phase is not None
    screen.say("")
    screen.say(_headline(status), _STYLES.get(status.phase, "bold"))
    if status.reason == DRY_RUN:
        screen.say(f"  {status.message}")
    if status.error is not None and status.phase in (Phase.FAILED, Phase.REQUEUED):
        _explain(status.error, screen)
    _warn(status, screen)
    for recovery in status.recoveries:
        screen.say(f"  {_MARKS[recovery.state]} {recovery.what}")
        if recovery.detail:
            screen.say(f"    {recovery.detail}")
    for spec in operator.learned:
        screen.say(f"  Learned: {spec.note}", "cyan")
        screen.say(f"    the workflow with that: {versions[spec.number]}")
    screen.say(f"  Results: {folder.path}/ ({', '.join(folder.contents())})")


def _headline(status: RunStatus) -> str:
    facts = [
        f"{status.phase}{' after recovery' if status.recovered else ''}",
        duration(round(seconds(status.duration))),
        f"{status.steps.done} of {status.steps.total} steps",
        f"{status.records} records" if status.records else "",
        f"{status.attempt} attempts" if status.attempt > 1 else "",
    ]
    return " · ".join(fact for fact in facts if fact)


def _warn(status: RunStatus, screen: Screen) -> None:
    """What is wrong with the data, and which are in force."""
    for warning in status.warnings:
        screen.say(f"  ! {warning.message} ({warning.rule}, fault: {warning.fault})", "yellow")
    if status.warnings:
        screen.say(f"  {status.message}; these are in attempt-{status.attempt}/outputs.json")


def _explain(error: Failure, screen: Screen) -> None:
    where = f"  at the step {error.node_id}: " if error.node_id else "  "
    screen.say(f"{where}{label(error)}", "yellow")
    screen.say(f"  {error.message}")
    for sentence in error.evidence:
        screen.say(f"  · {sentence}")
    for missing in error.missing:
        screen.say(f"  ? would have helped: {missing}")
    if error.suggested_fix:
        screen.say(f"  To mend it: {error.suggested_fix}", "bold")


def _run_document(operator: Operator) -> dict[str, Any]:
    run = operator.run
    return {
        "apiVersion": "webmend.io/v1alpha1",
        "kind": "WorkflowRun",
        "metadata": {"name": run.name, "namespace": run.namespace, "uid": run.uid},
        "spec": run.spec.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "status": run.status.stored(),
    }
