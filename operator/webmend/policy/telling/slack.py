"""A message for Slack: Block Kit for an incoming webhook (api.slack.com/messaging/webhooks)."""

import json
from collections.abc import Mapping
from typing import Any

from webmend.domain.event import EventType, Posted

from . import wording
from .lacking import Lacking

KEY = "url"
"""Key of the Secret with the address of the incoming webhook."""
_SIGNS = {
    EventType.EXECUTION_FAILED: ":red_circle:",
    EventType.EXECUTION_RECOVERED: ":adhesive_bandage:",
    EventType.EXECUTION_SUCCEEDED: ":large_green_circle:",
    EventType.EXECUTION_REQUEUED: ":hourglass:",
    EventType.EXECUTION_INPUT_REQUIRED: ":raising_hand:",
}


def request(posted: Posted, values: Mapping[str, str]) -> tuple[str, dict[str, str], bytes]:
    """Address, headers and body; raises Lacking."""
    url = values.get(KEY, "").strip()
    if not url:
        raise Lacking(f"the Secret has no key {KEY} with the address of the incoming webhook")
    event = posted.event
    title = f"{_SIGNS.get(event.type, ':information_source:')} *{escaped(wording.title(event))}*"
    detail = escaped(wording.detail(event))
    blocks: list[dict[str, Any]] = [_section("\n".join(filter(None, (title, detail))))]
    if facts := wording.facts(event):
        said = " · ".join(f"{name}: {escaped(value)}" for name, value in facts.items())
        blocks.append({"type": "context", "elements": [{"type": "mrkdwn", "text": said}]})
    body = {"text": escaped(wording.title(event)), "blocks": blocks}
    return url, {"content-type": "application/json"}, json.dumps(body, ensure_ascii=False).encode()


def escaped(text: str) -> str:
    """The text with nothing in it that Slack would take for a link, a mention or a command."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}
