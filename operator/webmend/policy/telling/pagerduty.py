"""An event for PagerDuty: Events API v2 (developer.pagerduty.com/docs/events-api-v2-overview).

A failure opens an incident of its workflow, one at a time; the next run that succeeds resolves it.
"""

import json
from collections.abc import Mapping

from webmend.domain.event import Event, EventType, Posted

from . import wording
from .lacking import Lacking

KEY = "routingKey"
"""Key of the Secret with the integration key of the service."""
RESOLVES = frozenset({EventType.EXECUTION_SUCCEEDED, EventType.EXECUTION_RECOVERED})
"""What is told whatever the channel asks for: it ends an incident, and says nothing where there is none."""
LONGEST_SUMMARY, LONGEST_KEY = 1024, 255
_WARNINGS = frozenset({EventType.EXECUTION_REQUEUED, EventType.WORKFLOW_DATA_CHANGE, EventType.WORKFLOW_DATA_INVALID})


def request(posted: Posted, values: Mapping[str, str]) -> tuple[dict[str, str], bytes]:
    """Headers and body; raises Lacking."""
    key = values.get(KEY, "").strip()
    if not key:
        raise Lacking(f"the Secret has no key {KEY} with the integration key of a service (Events API v2)")
    event = posted.event
    body: dict[str, object] = {"routing_key": key, "dedup_key": dedup_key(event)}
    if event.type in RESOLVES:
        body["event_action"] = "resolve"
    else:
        body |= {"event_action": "trigger", "client": "webmend", "payload": _payload(event)}
    return {"content-type": "application/json"}, json.dumps(body, ensure_ascii=False).encode()


def dedup_key(event: Event) -> str:
    """The same for all failures of a workflow and for what resolves them; else the event's own."""
    if event.type in RESOLVES or event.type is EventType.EXECUTION_FAILED:
        return f"webmend/{event.namespace}/{event.workflow}"[:LONGEST_KEY]
    return str(event.id)


def _payload(event: Event) -> dict[str, object]:
    detail = wording.detail(event)
    summary = wording.title(event) + (f": {detail}" if detail else "")
    return {
        "summary": " ".join(summary.split())[:LONGEST_SUMMARY],
        "source": f"{event.namespace}/{event.workflow}" if event.workflow else event.namespace,
        "severity": _severity(event),
        "timestamp": event.stored()["at"],
        "class": str(event.category or event.type),
        "custom_details": {"event": str(event.id), **wording.facts(event)},
    }


def _severity(event: Event) -> str:
    if event.type is EventType.EXECUTION_FAILED:
        return "error"
    return "warning" if event.type in _WARNINGS else "info"
