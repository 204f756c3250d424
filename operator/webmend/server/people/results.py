"""How a run stands, told in the words of the compatible endpoints."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webmend.domain.failure import Failure
from webmend.domain.phase import Phase
from webmend.domain.run import InputRequest, RecoveryState, Run, RunStatus
from webmend.domain.workflow import Input
from webmend.policy.inputs import shown
from webmend.ports.artifacts import ArtifactNotFound, Artifacts
from webmend.server import keys
from webmend.server.definitions import Definitions
from webmend.server.problems import Refused

from .messages import AskedField, InputRequired, OfferedAction, RunError, RunResult

STATUS: Mapping[Phase, str] = {
    Phase.PENDING: "execution.queued",
    Phase.RUNNING: "execution.start",
    Phase.RECOVERING: "execution.start",
    Phase.INPUT_REQUIRED: "execution.input_required",
    Phase.REQUEUED: "execution.requeued",
    Phase.VALIDATING: "execution.start",
    Phase.SUCCEEDED: "execution.success",
    Phase.FAILED: "execution.failed",
    Phase.STOPPED: "execution.stopped",
}


class Results:
    """Tells of runs."""

    def __init__(self, definitions: Definitions, artifacts: Artifacts):
        self._definitions = definitions
        self._artifacts = artifacts

    async def of(self, run: Run) -> RunResult:
        """The run as it stands."""
        return told(run, await self._inputs(run), await self._data(run))

    async def _inputs(self, run: Run) -> tuple[Input, ...]:
        """The inputs that the workflow declares; none when it is gone: then no value is shown."""
        try:
            return (await self._definitions.workflow(run)).spec.inputs
        except Refused:
            return ()

    async def _data(self, run: Run) -> dict[str, Any] | None:
        if run.status.phase is not Phase.SUCCEEDED:
            return None
        try:
            body = await self._artifacts.get(keys.outputs(run.uid, run.status.attempt))
        except ArtifactNotFound:
            return None
        values: dict[str, Any] = json.loads(body).get("values", {})
        return values


def told(run: Run, declared: tuple[Input, ...], data: dict[str, Any] | None = None) -> RunResult:
    """The run in the words of the compatible endpoints."""
    status = run.status
    phase = status.phase or Phase.PENDING
    return RunResult(
        session_id=run.uid,
        workflow_id=run.spec.workflow_ref.name,
        namespace=run.namespace,
        run=run.name,
        version=status.version,
        status=STATUS[phase],
        phase=phase,
        reason=status.reason,
        message=status.message,
        input_variables=dict(shown(declared, run.spec.inputs)),
        session_retries=max(0, status.attempt - 1),
        started_at=_stamp(status.started_at),
        finished_at=_stamp(status.finished_at),
        next_execution_time=_stamp(status.next_attempt_time),
        input_required=_question(status.input_request) if status.input_request else None,
        errors=_errors(status),
        was_recovered=status.recovered,
        recovered_error_ids=tuple(r.key() for r in status.recoveries if r.state is RecoveryState.SUCCEEDED),
        data=data,
        data_warnings=tuple(w.message for w in status.warnings),
    )


def _question(request: InputRequest) -> InputRequired:
    return InputRequired(
        request_id=request.request_id,
        reason=request.reason,
        message=request.message,
        input_variables=request.inputs,
        fields=tuple(_field(each) for each in request.fields),
        available_actions=tuple(OfferedAction(id=action, label=action) for action in request.actions),
        screenshot=request.screenshot,
        asked_at=_stamp(request.asked_at) or "",
        expires_at=_stamp(request.expires_at) or "",
    )


def _field(declared: Input) -> AskedField:
    return AskedField(
        name=declared.name,
        type=declared.type,
        description=declared.description,
        required=declared.required,
        secret=declared.secret,
        enum=declared.enum,
    )


def _errors(status: RunStatus) -> tuple[RunError, ...]:
    """Every failure once, by the recovery that met it; the one that ended the run even where none did."""
    found = {r.key(): _error(r.key(), r.error, r.decided_at) for r in status.recoveries if r.error is not None}
    last = status.error
    if last is not None and status.finished_at is not None and not _is_among(last, status):
        found["last"] = _error(f"a{status.attempt}", last, status.finished_at)
    return tuple(found.values())


def _is_among(failure: Failure, status: RunStatus) -> bool:
    """Whether a recovery of the last attempt met this failure; the refusal of a further attempt is added later."""
    met = (r.error for r in status.recoveries if r.attempt == status.attempt and r.error is not None)
    return any(
        (m.category, m.sub_type, m.node_id) == (failure.category, failure.sub_type, failure.node_id) for m in met
    )


def _error(id_: str, failure: Failure, time: datetime) -> RunError:
    return RunError(
        error_id=id_,
        message=failure.message,
        error_code=failure.code,
        node_id=failure.node_id,
        created_at=_stamp(time),
        llm_error_category=failure.category,
        llm_error_sub_type=failure.sub_type,
        llm_error_description=" ".join(failure.evidence)[:1024],
        confidence=failure.confidence,
        fault=failure.fault,
    )


def _stamp(time: datetime | None) -> str | None:
    return time.isoformat().replace("+00:00", "Z") if time else None
