"""What people are told of a transition, and the Kubernetes Event that tells it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webmend.domain import names
from webmend.domain.channel import Channel
from webmend.domain.error_code import ErrorCode
from webmend.domain.run import Run
from webmend.domain.workflow import Workflow

About = Run | Workflow | ErrorCode | Channel
KINDS: Mapping[type[About], str] = {
    Run: names.WORKFLOW_RUN,
    Workflow: names.WORKFLOW,
    ErrorCode: names.ERROR_CODE,
    Channel: names.NOTIFICATION_CHANNEL,
}


@dataclass(frozen=True)
class EmitEvent:
    """Tell people by a Kubernetes Event. `key` makes it one per transition."""

    reason: str
    message: str
    key: str
    warning: bool = False


@dataclass(frozen=True)
class Reporter:
    """Who tells it."""

    controller: str
    """Which part of webmend."""
    instance: str
    """Which pod."""


def body(about: About, event: EmitEvent, reporter: Reporter, now: datetime) -> dict[str, Any]:
    """The Event's object. Its name is derived from the transition, so that the API server refuses a second one."""
    return {
        "apiVersion": "events.k8s.io/v1",
        "kind": "Event",
        "metadata": {"name": _name(about, event), "namespace": about.namespace},
        "eventTime": now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "reportingController": f"{names.GROUP}/{reporter.controller}",
        "reportingInstance": reporter.instance[:128],
        "action": event.reason,
        "reason": event.reason,
        "type": "Warning" if event.warning else "Normal",
        "note": event.message[:1024],
        "regarding": {
            "apiVersion": names.API_VERSION,
            "kind": KINDS[type(about)],
            "namespace": about.namespace,
            "name": about.name,
            "uid": about.uid,
            "resourceVersion": about.resource_version,
        },
    }


def _name(about: About, event: EmitEvent) -> str:
    digest = hashlib.sha256(f"{about.uid} {event.key}".encode()).hexdigest()
    return f"{about.name[:200]}.{digest[:16]}"
