"""The main document."""

from collections.abc import Mapping
from typing import Any

from playwright.async_api import Page, Request

from webmend.adapters.browser.addresses import shown
from webmend.adapters.browser.locate import CHROME_ERROR
from webmend.adapters.browser.watch.traffic import Traffic

READ_BY_SCRIPT = ("readyState", "title", "heading", "lang")


def facts(page: Page, traffic: Traffic, seen: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of DocumentFacts, in clear but for the values in addresses."""
    last = traffic.document
    asked = _chain(last.request) if last else []
    return {
        "url": shown(asked[0].url) if asked else "",
        "final_url": shown(page.url),
        "redirects": [shown(request.url) for request in asked[1:]],
        "status": last.status if last else None,
        "chrome_error": page.url.startswith(CHROME_ERROR),
        "net_error": last.error if last else "",
        **{name: seen[name] for name in READ_BY_SCRIPT if name in seen},
    }


def _chain(request: Request) -> list[Request]:
    """The requests that led to this one by redirects, the first first, and itself."""
    chain = [request]
    while chain[0].redirected_from is not None:
        chain.insert(0, chain[0].redirected_from)
    return chain
