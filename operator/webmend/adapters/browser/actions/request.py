"""An HTTP call by the page that is open: with its cookies and its origin, where the site allows its pages one."""

import json
from collections.abc import Mapping
from typing import Any

from webmend.adapters.browser.addresses import is_openable, resolve
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.step import Done, Step
from webmend.domain.action import Request
from webmend.domain.evidence import ErrorKind

MOST_BYTES = 4 * 2**20
"""Bytes of an answer that are read."""
CALL = """async ({ url, most, milliseconds, ...how }) => {
  const ending = new AbortController(), ends = setTimeout(() => ending.abort(), milliseconds);
  try {
    const answer = await fetch(url, { ...how, credentials: "include", signal: ending.signal });
    const reader = answer.body?.getReader(), read = new TextDecoder();
    let text = "", size = 0;
    for (let part = await reader?.read(); part && !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > most) return ending.abort(), { status: answer.status, isLong: true };
      text += read.decode(part.value, { stream: true });
    }
    return { status: answer.status, text: text + read.decode() };
  } catch (error) {
    return { error: ending.signal.aborted ? "late" : String(error) };
  } finally {
    clearTimeout(ends);
  }
}"""


async def request(step: Step) -> Done:
    """Make the call within the step's ceiling; the JSON of the answer is the data where an output is wanted."""
    wanted: Request = step.node.parameters
    url = resolve(step.page.url, wanted.url)
    if not is_openable(url):
        raise Failed(ErrorKind.DEFINITION, "only http and https addresses can be called; relative ones need a page")
    how = {"method": wanted.method.value, "headers": _headers(wanted), "body": wanted.body}
    bounds = {"most": MOST_BYTES, "milliseconds": step.deadline.left_ms}
    answer = await step.page.evaluate(CALL, {"url": url, **how, **bounds})
    _refuse_failed(f"{wanted.method} {url}", answer)
    step.ready()
    return Done(_json(url, answer["text"]) if wanted.output else None)


def _headers(wanted: Request) -> Mapping[str, str]:
    has_type = any(name.lower() == "content-type" for name in wanted.headers)
    return {
        **({"Content-Type": "application/json"} if _is_json(wanted.body) and not has_type else {}),
        **wanted.headers,
    }


def _is_json(body: str | None) -> bool:
    try:
        return body is not None and isinstance(json.loads(body), dict | list)
    except ValueError:
        return False


def _refuse_failed(call: str, answer: Mapping[str, Any]) -> None:
    if answer.get("error") == "late":
        raise Failed(ErrorKind.TIMEOUT, f"{call} was not answered in time", expectation="an answer")
    if "error" in answer:
        told = f"{call} got no answer: nobody answers there, or the site does not let this page call it"
        raise Failed(ErrorKind.NAVIGATION, f"{told} ({str(answer['error'])[:200]})")
    if int(answer["status"]) >= 400:
        raise Failed(ErrorKind.NAVIGATION, f"{call} was answered with status {answer['status']}")
    if answer.get("isLong"):
        raise Failed(ErrorKind.OTHER, f"the answer of {call} is longer than {MOST_BYTES // 2**20} MiB")


def _json(url: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Failed(ErrorKind.OTHER, f"the answer from {url} has no JSON body to read") from None
