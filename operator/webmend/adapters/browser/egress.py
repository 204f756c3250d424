"""What the egress proxy has against an address. A browser only says that a tunnel failed; the proxy says why."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, urlsplit

from webmend.domain.evidence import ErrorFacts, ErrorKind

from .addresses import origin_of, resolve
from .errors import Failed
from .step import Step
from .watch.traffic import Document

REFUSAL = "x-smokescreen-error"
"""The proxy's header with its reason. It takes it off what sites answer to plain HTTP."""
REFUSED = 403
TUNNEL_FAILED = "net::ERR_TUNNEL_CONNECTION_FAILED"
PATIENCE = 12.0
"""Seconds that the proxy has to say it: it gives a site ten to connect."""
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Answer:
    """What the proxy says to a connection."""

    status: int
    reason: str

    @property
    def net_error(self) -> str:
        """What the browser would have said without a proxy, where the site cannot be reached; else empty."""
        if self.status == 504:
            return "net::ERR_CONNECTION_TIMED_OUT"
        if self.status != 502:
            return ""
        return "net::ERR_NAME_NOT_RESOLVED" if "resolve" in self.reason else "net::ERR_CONNECTION_FAILED"


@dataclass(frozen=True)
class Egress:
    """The proxy as a step meets it."""

    proxy: str
    """Its URL; empty where the browser connects by itself."""

    def check(self, step: Step) -> None:
        """Raises Failed where what looks like a page is the proxy's refusal, as it is for plain HTTP."""
        if self.proxy and (refusal := _plainly_refused(step.traffic.document_since(step.began))):
            raise refusal

    async def told(self, step: Step) -> Failed | None:
        """What stopped a step that has failed, if it was the proxy."""
        if not self.proxy:
            return None
        return (
            _plainly_refused(step.traffic.document)
            or await self._told_of_document(step)
            or await self._told_of_call(step)
        )

    async def _told_of_document(self, step: Step) -> Failed | None:
        """The same for a tunnel. Where the proxy could only not connect, the document's error becomes what the browser
        would have said without it: the proxy itself is all right then.
        """
        document = step.traffic.document
        if document is None or not document.error.startswith(TUNNEL_FAILED):
            return None
        answer = await ask(self.proxy, document.request.url)
        if answer and answer.net_error:
            step.traffic.document = replace(document, error=answer.net_error)
        return _refusal(document.request.url, answer)

    async def _told_of_call(self, step: Step) -> Failed | None:
        """The same for what a request step has called."""
        if step.node.request is None:
            return None
        url = resolve(step.page.url, step.node.request.url)
        return _refusal(url, await ask(self.proxy, url)) if urlsplit(url).scheme in PORTS else None


async def ask(proxy: str, url: str) -> Answer | None:
    """The proxy's answer to a connection to where the address leads; None where it gives none."""
    with suppress(OSError, HTTPException, TimeoutError, ValueError):
        return await asyncio.wait_for(asyncio.to_thread(_connect, urlsplit(proxy), urlsplit(url)), PATIENCE + 1)
    return None


def _plainly_refused(document: Document | None) -> Failed | None:
    """The refusal that came as the answer to plain HTTP. What came by TLS is the site's own, whatever it says."""
    response = document.response if document else None
    if response is None or not response.url.startswith("http://") or response.from_service_worker:
        return None
    reason = response.headers.get(REFUSAL, "")
    return _refusal(response.url, Answer(response.status, reason)) if reason else None


def _refusal(url: str, answer: Answer | None) -> Failed | None:
    """What stops a step that leads where the installation does not let it; None for any other answer."""
    if answer is None or answer.status != REFUSED:
        return None
    said = f"{origin_of(url)} is refused by this installation: {answer.reason}"
    value = "egress.ports" if answer.reason.startswith("port ") else "egress.allow"
    return Failed(ErrorKind.EGRESS_REFUSED, f"{said}; it can be allowed with the chart value {value}")


def another_way(field: str) -> ErrorFacts:
    """What is said to a workflow that brings a way out of its own: nobody would check what that connects to."""
    message = f"spec.browser.{field} is refused: the egress proxy of this installation is the browser's only way out"
    return ErrorFacts(kind=ErrorKind.EGRESS_REFUSED, type="EgressRefused", message=message)


def _connect(proxy: SplitResult, to: SplitResult) -> Answer:
    host = f"[{to.hostname}]" if ":" in (to.hostname or "") else to.hostname
    connection = HTTPConnection(proxy.hostname or "", proxy.port or 80, timeout=PATIENCE)
    try:
        connection.request("CONNECT", f"{host}:{to.port or PORTS[to.scheme]}")
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers.get(REFUSAL, ""))
    finally:
        connection.close()
