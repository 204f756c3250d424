"""Events in words, for people."""

from typing import Any

from webmend.domain.event import Event, EventType

LONGEST = 500
"""Characters of a sentence."""

_SAID: dict[EventType, str] = {
    EventType.EXECUTION_STARTED: "{run} of {workflow} has begun",
    EventType.EXECUTION_SUCCEEDED: "{run} of {workflow} has succeeded",
    EventType.EXECUTION_RECOVERED: "{run} of {workflow} has succeeded after something was mended",
    EventType.EXECUTION_FAILED: "{run} of {workflow} has failed",
    EventType.EXECUTION_REQUEUED: "{run} of {workflow} is tried again",
    EventType.EXECUTION_INPUT_REQUIRED: "{run} of {workflow} asks for input",
    EventType.EXECUTION_PASSWORD_UPDATED: "{run} of {workflow} has changed a password",
    EventType.EXECUTION_STOPPED: "{run} of {workflow} was stopped",
    EventType.WORKFLOW_VERSION_CREATED: "{workflow} has the new version {version}",
    EventType.WORKFLOW_VERSION_REVERTED: "{workflow} has gone back to version {revertedTo}",
    EventType.WORKFLOW_DATA_CHANGE: "{run} of {workflow} has extracted far less than the last good run",
    EventType.WORKFLOW_DATA_INVALID: "What {run} of {workflow} has extracted breaks a rule",
    EventType.ERROR_CODE_SUGGESTED: "The error code {name} is suggested",
    EventType.CHANNEL_DISABLED: "The channel {channel} is told nothing more",
    EventType.CHANNEL_TEST: "A test message for the channel {channel}",
}


def title(event: Event) -> str:
    """What has happened, in a short sentence without a full stop."""
    return _SAID[event.type].format_map(event.data)


def detail(event: Event) -> str:
    """Why, or what to know of it, in a sentence or more; empty where there is nothing. It may hold words of a page."""
    data = event.data
    said = data.get("message") or data.get("note") or data.get("description") or ""
    parts = [
        said,
        *(warning["message"] for warning in data.get("warnings", ())),
        data.get("error", {}).get("suggestedFix"),
    ]
    return "\n".join(str(part) for part in parts if part)[:LONGEST]


def facts(event: Event) -> dict[str, str]:
    """What else people ask for first, by its name."""
    data = event.data
    error: dict[str, Any] = data.get("error", {})
    found = {
        "Namespace": event.namespace,
        "Category": "/".join(filter(None, (error.get("category"), error.get("subType")))),
        "Step": error.get("nodeId") or data.get("nodeId"),
        "Attempt": data.get("attempt"),
        "Next attempt": data.get("scheduledAt"),
        "Answer until": data.get("expiresAt"),
        "Code": error.get("code"),
    }
    return {name: str(value) for name, value in found.items() if value}
