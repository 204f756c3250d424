"""What there is to tell of objects that webmend or a person makes: versions and error codes."""

from typing import Any

from webmend.domain.error_code import ErrorCode
from webmend.domain.event import ErrorCodeSuggested, Event, EventType, VersionCreated, VersionReverted
from webmend.domain.version import Author, WorkflowVersion

from .happened import event


def of_version(version: WorkflowVersion) -> tuple[Event, ...]:
    """That it is there; one that equals an earlier one is told as that alone."""
    spec = version.spec
    if version.created is None:
        return ()
    said: dict[str, Any] = {
        "namespace": version.namespace,
        "workflow": spec.workflow,
        "version": spec.number,
        "author": spec.author,
        "note": spec.note,
        "run": spec.run or "",
        "review": spec.review,
    }
    if spec.revert_to is not None:
        reverted = VersionReverted(**said, reverted_to=spec.revert_to)
        return (event(EventType.WORKFLOW_VERSION_REVERTED, version.created, reverted, version.uid),)
    return (event(EventType.WORKFLOW_VERSION_CREATED, version.created, VersionCreated(**said), version.uid),)


def of_error_code(code: ErrorCode) -> tuple[Event, ...]:
    """That webmend has suggested it, whatever a person has made of it since."""
    spec, match = code.spec, code.spec.match
    if code.created is None or spec.author is not Author.WEBMEND:
        return ()
    about = ErrorCodeSuggested(
        namespace=code.namespace,
        name=code.name,
        code=code.code,
        description=spec.description,
        category=match.category,
        sub_type=match.sub_type,
        site=match.site or "",
        workflows=match.workflows,
    )
    return (event(EventType.ERROR_CODE_SUGGESTED, code.created, about, code.uid, category=match.category),)
