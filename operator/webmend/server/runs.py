"""What a change of a run says, before anybody has read the whole of it."""

from webmend.domain.phase import TERMINAL
from webmend.ports.cluster import Change, Object


def uid_of(change: Change) -> str:
    """UID of the run that has changed."""
    uid: str = change.object["metadata"]["uid"]
    return uid


def status_of(obj: Object) -> Object:
    """The status as stored."""
    return obj.get("status") or {}


def is_over(change: Change) -> bool:
    """Whether the run has ended or has been deleted."""
    return change.type == "DELETED" or status_of(change.object).get("phase") in TERMINAL
