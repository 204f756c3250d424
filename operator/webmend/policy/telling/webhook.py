"""The request that tells a webhook of an event."""

import json
from collections.abc import Iterable
from datetime import datetime

from webmend.domain.event import Posted

from .signing import signature


def request(posted: Posted, secrets: Iterable[str], now: datetime) -> tuple[dict[str, str], bytes]:
    """Its headers and its body; raises BadSecret.

    The headers are those of Standard Webhooks and those of CloudEvents 1.0 in its binary form. The id and the body are
    the same in every attempt, the time and so the signature are not.
    """
    event, id_ = posted.event, str(posted.event.id)
    body = json.dumps(posted.body(), ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "content-type": "application/json",
        "user-agent": "webmend",
        "webhook-id": id_,
        "webhook-timestamp": str(int(now.timestamp())),
        "ce-specversion": "1.0",
        "ce-id": id_,
        "ce-type": str(event.type),
        "ce-source": f"/namespaces/{event.namespace}" + (f"/workflows/{event.workflow}" if event.workflow else ""),
        "ce-time": event.stored()["at"],
    }
    if run := event.data.get("run"):
        headers["ce-subject"] = str(run)
    if signed := signature(secrets, id_, now, body):
        headers["webhook-signature"] = signed
    return headers, body
