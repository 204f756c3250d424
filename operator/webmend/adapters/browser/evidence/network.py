"""The traffic of the page."""

from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any

from playwright.async_api import Response

from webmend.adapters.browser.addresses import host_of
from webmend.adapters.browser.watch.traffic import Document, Received, Traffic

KEPT = 16
CANCELLED = "net::ERR_ABORTED"
"""What the browser says of requests that it gave up itself, as every navigation makes it."""
ASKS_TO_WAIT = (429, 503)


def facts(traffic: Traffic, since: float) -> dict[str, Any]:
    """The fields of NetworkFacts. Requests that failed count since the step began, or since its page was asked for."""
    open_ = traffic.in_flight()
    document = traffic.document
    start = min(since, document.at) if document else since
    return {
        "in_flight": len(open_),
        "oldest_in_flight_ms": round((monotonic() - min(open_)) * 1000) if open_ else 0,
        "pending": traffic.pending()[:KEPT],
        "navigating": traffic.navigating is not None,
        "failed": _failed(traffic, start)[-KEPT:],
        "main_ttfb_ms": _first_byte(document),
        "retry_after": _retry_after(traffic, document, start),
    }


def _failed(traffic: Traffic, since: float) -> list[dict[str, Any]]:
    answered = [(each.at, _answered(each)) for each in traffic.since(since) if each.status >= 400]
    lost = [
        (each.at, {"host": host_of(each.url), "type": each.type, "error": each.error})
        for each in tuple(traffic.lost)
        if each.at >= since and each.error != CANCELLED
    ]
    return [failure for _, failure in sorted(answered + lost, key=lambda pair: pair[0])]


def _answered(received: Received) -> dict[str, Any]:
    type_ = received.response.request.resource_type
    return {"host": host_of(received.url), "type": type_, "status": received.status}


def _first_byte(document: Document | None) -> int | None:
    """Milliseconds from asking for the main document to its first byte."""
    if document is None or document.response is None:
        return None
    start = document.request.timing["responseStart"]
    return round(start) if start >= 0 else None


def _retry_after(traffic: Traffic, document: Document | None, since: float) -> float | None:
    """Seconds that the main document asks to wait, else any other response that refused."""
    refused = [each.response for each in traffic.since(since) if each.status in ASKS_TO_WAIT]
    main = [document.response] if document and document.response and document.response in refused else []
    waits = [wait for response in (*main, *refused) if (wait := wait_asked(response)) is not None]
    return waits[0] if waits else None


def wait_asked(response: Response) -> float | None:
    """Seconds of its Retry-After: a number, or a date that is measured from the response's own Date."""
    return seconds_of(response.headers.get("retry-after", ""), response.headers.get("date", ""))


def seconds_of(retry_after: str, date: str) -> float | None:
    """The same, from the two headers: 120, or a date that the sender's clock has not reached yet."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        wait = parsedate_to_datetime(retry_after) - parsedate_to_datetime(date)
    except (ValueError, TypeError):
        return None
    return max(0.0, wait.total_seconds())
