"""From the objects of versions and error codes to what is kept of them."""

from typing import Any

from webmend.domain.error_code import ErrorCode
from webmend.domain.kept import KeptCode, VersionRecord
from webmend.domain.version import WorkflowVersion

from .recording import order, place


def of_version(of: WorkflowVersion, resource_version: str) -> VersionRecord | None:
    """What is kept of a version; None of one that was never created."""
    if of.created is None:
        return None
    spec = of.spec
    return VersionRecord(
        id=place(of.created, of.uid),
        uid=of.uid,
        seen=order(resource_version),
        namespace=of.namespace,
        created_at=of.created,
        spec=spec.stored(),
        **{name: getattr(spec, name) for name in _OF_VERSION},
    )


def of_error_code(of: ErrorCode) -> KeptCode | None:
    """What is kept of an error code; None of one that was never created."""
    if of.created is None:
        return None
    spec, status = of.spec, of.status
    told: dict[str, Any] = {name: getattr(spec, name) for name in _OF_CODE}
    return KeptCode(
        id=place(of.created, of.uid),
        uid=of.uid,
        seen=order(of.resource_version),
        namespace=of.namespace,
        name=of.name,
        code=of.code,
        created_at=of.created,
        category=spec.match.category,
        sub_type=spec.match.sub_type,
        match=spec.match.stored(),
        occurrences=status.occurrences,
        first_seen=status.first_seen,
        last_seen=status.last_seen,
        **told,
    )


_OF_VERSION = ("workflow", "number", "author", "note", "run", "revert_to", "review", "decision")
_OF_CODE = ("description", "state", "merged_into", "action", "author")
