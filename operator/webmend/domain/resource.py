"""Objects of the cluster as values, and the way back: a change of a value as the smallest merge patch."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from . import names
from .base import STORED, Observed
from .channel import Channel
from .error_code import ErrorCode, ErrorCodeStatus
from .run import Run, RunStatus, SessionStatus
from .version import WorkflowVersion
from .workflow import Workflow, WorkflowStatus

Resource = TypeVar("Resource", bound=Observed)
SESSION = "session"
"""The field of a run's status that the server writes; all the others are the operator's."""
PROBLEMS_TOLD = 4


class Malformed(ValueError):
    """An object is not what its kind should be: somebody has got past the schema, or it is of another version.

    Its text names the object and the fields, and holds none of their values.
    """


def workflow_from(obj: Mapping[str, Any]) -> Workflow:
    """The Workflow in this object; raises Malformed."""
    return _read(Workflow, names.WORKFLOW, obj)


def run_from(obj: Mapping[str, Any]) -> Run:
    """The Run in this WorkflowRun object; raises Malformed."""
    return _read(Run, names.WORKFLOW_RUN, obj)


def version_from(obj: Mapping[str, Any]) -> WorkflowVersion:
    """The WorkflowVersion in this object; raises Malformed."""
    return _read(WorkflowVersion, names.WORKFLOW_VERSION, obj)


def error_code_from(obj: Mapping[str, Any]) -> ErrorCode:
    """The ErrorCode in this object; raises Malformed."""
    return _read(ErrorCode, names.ERROR_CODE, obj)


def channel_from(obj: Mapping[str, Any]) -> Channel:
    """The Channel in this NotificationChannel object; raises Malformed."""
    return _read(Channel, names.NOTIFICATION_CHANNEL, obj)


def run_status_patch(old: RunStatus, new: RunStatus) -> dict[str, Any]:
    """What the operator merges into a run's status to make it `new`; empty when nothing changes.

    The session is left out: the server writes it, and nobody else.
    """
    return merge_patch(_without_session(old), _without_session(new))


def workflow_status_patch(old: WorkflowStatus, new: WorkflowStatus) -> dict[str, Any]:
    """What the operator merges into a workflow's status to make it `new`; empty when nothing changes."""
    return merge_patch(old.stored(), new.stored())


def error_code_status_patch(old: ErrorCodeStatus, new: ErrorCodeStatus) -> dict[str, Any]:
    """What the operator merges into an error code's status to make it `new`; empty when nothing changes."""
    return merge_patch(old.stored(), new.stored())


def session_patch(old: SessionStatus | None, new: SessionStatus) -> dict[str, Any]:
    """What the server merges into a run's status to make its session `new`; empty when nothing changes."""
    change = merge_patch(_compact(old) if old else {}, _compact(new))
    return {SESSION: change} if change else {}


def merge_patch(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The smallest patch (RFC 7386) from old to new: nulls for what vanished, lists whole."""
    gone = {key: None for key in old if key not in new}
    changed = {key: _change(old.get(key), value) for key, value in new.items() if old.get(key) != value}
    return {**gone, **changed}


def _change(old: Any, new: Any) -> Any:
    if isinstance(new, Mapping):
        return merge_patch(old if isinstance(old, Mapping) else {}, new)
    return new


def _without_session(status: RunStatus) -> dict[str, Any]:
    return {key: value for key, value in status.stored().items() if key != SESSION}


def _compact(session: SessionStatus) -> dict[str, Any]:
    """Without defaults: most of an evidence bundle is empty, and etcd keeps this."""
    return session.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _read(model: type[Resource], kind: str, obj: Mapping[str, Any]) -> Resource:
    metadata = obj.get("metadata") or {}
    fields = {
        "namespace": metadata.get("namespace"),
        "name": metadata.get("name"),
        "uid": metadata.get("uid"),
        "generation": metadata.get("generation", 1),
        "resourceVersion": metadata.get("resourceVersion", ""),
        "created": metadata.get("creationTimestamp"),
        "annotations": metadata.get("annotations") or {},
        "labels": metadata.get("labels") or {},
        "queue": (metadata.get("labels") or {}).get(names.LABEL_QUEUE, ""),
        "finalizers": metadata.get("finalizers") or (),
        "deleting": "deletionTimestamp" in metadata,
        "spec": obj.get("spec"),
        "status": obj.get("status") or {},
    }
    try:
        return model.model_validate(fields, context=STORED)
    except ValidationError as error:
        raise Malformed(f"{kind} {fields['namespace']}/{fields['name']}: {_told(error)}") from None


def _told(error: ValidationError) -> str:
    found = error.errors(include_input=False, include_url=False, include_context=False)
    told = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in found[:PROBLEMS_TOLD]]
    return "; ".join([*told, f"and {len(found) - PROBLEMS_TOLD} more"] if len(found) > PROBLEMS_TOLD else told)
