"""Answers of chat-completion endpoints as they come over the wire: shapes of several servers, words of our own."""

import json
from typing import Any


def completion(answer: Any, model: str = "small-model-2026-01-01") -> bytes:
    """A completion whose content is that answer: text as it is, anything else as JSON."""
    content = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    return json.dumps(
        {
            "id": "chatcmpl-8f2c",
            "object": "chat.completion",
            "created": 1767225600,
            "model": model,
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": content, "refusal": None},
                    "logprobs": None,
                    "finish_reason": "stop",
                }
            ],
            "usage": {"prompt_tokens": 812, "completion_tokens": 64, "total_tokens": 876},
        }
    ).encode()


def label(category: str, sub_type: str | None, probability: float, *quotes: str) -> dict[str, Any]:
    """One proposed label."""
    return {"category": category, "sub_type": sub_type, "probability": probability, "quotes": list(quotes)}


def verdict(*labels: dict[str, Any], insufficient: bool = False) -> dict[str, Any]:
    """A whole answer."""
    return {"labels": list(labels), "insufficient_evidence": insufficient}


NO_RESPONSE_FORMAT = json.dumps(
    {"error": {"message": "response_format is not supported by this model", "type": "invalid_request_error"}}
).encode()
OVERLOADED = json.dumps({"error": {"message": "overloaded", "type": "server_error"}}).encode()
REFUSAL = json.dumps(
    {"choices": [{"index": 0, "message": {"role": "assistant", "content": None, "refusal": "I cannot help."}}]}
).encode()
TOOL_CALL = json.dumps(
    {"choices": [{"index": 0, "message": {"role": "assistant", "tool_calls": [{"function": {"name": "run"}}]}}]}
).encode()
