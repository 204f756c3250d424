"""What some stories answer when their run asks, as a person would: with kubectl."""

import json
from typing import Any

from .kubectl import kubectl
from .story import Story


def answer_if_asked(story: Story, run: dict[str, Any]) -> None:
    """Answer the run's question, once."""
    body = answer_to(story, run)
    if body is not None:
        kubectl("patch", "workflowrun", story.name, "-n", story.namespace, "--type=merge", "--patch", json.dumps(body))


def answer_to(story: Story, run: dict[str, Any]) -> dict[str, Any] | None:
    """The patch that answers what the run asks now; None when there is nothing to answer."""
    request, given = run.get("status", {}).get("inputRequest"), run["spec"].get("answers", [])
    if not story.answer or request is None or any(a["requestId"] == request["requestId"] for a in given):
        return None
    answer = {"requestId": request["requestId"], "inputs": dict(story.answer)}
    return {"spec": {"answers": [*given, answer]}}
