"""Step 1: the browser, its driver or one of our services gave way. Nothing on the page can be believed then."""

import re

from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.failure import Fault
from webmend.policy.classify.label import NOT_CONFIDENT
from webmend.policy.classify.rule import Opinion, opinion

_WORD = re.compile(r"[A-Z][A-Za-z0-9]{2,63}")
_NET_ERRORS = {
    "net::ERR_PROXY_CONNECTION_FAILED": "ProxyUnreachable",
    "net::ERR_TUNNEL_CONNECTION_FAILED": "ProxyUnreachable",
    "net::ERR_PROXY_AUTH_REQUESTED": "ProxyUnreachable",
    "net::ERR_INTERNET_DISCONNECTED": "NetworkDown",
    "net::ERR_NETWORK_CHANGED": "NetworkDown",
    "net::ERR_NETWORK_IO_SUSPENDED": "NetworkDown",
    "net::ERR_ADDRESS_INVALID": "NetworkDown",
    "net::ERR_INSUFFICIENT_RESOURCES": "OutOfResources",
    "net::ERR_OUT_OF_MEMORY": "OutOfResources",
    "net::ERR_BLOCKED_BY_ADMINISTRATOR": "BlockedByPolicy",
}
"""What the browser says when it cannot get out at all, whatever the site does."""
_SAID = {
    "CaBundleNotFound": "the ConfigMap of browser.caBundleRef is not there, or holds no certificate",
    "CaBundleInvalid": "a certificate of browser.caBundleRef cannot be read",
    "LinuxNeeded": "browser.caBundleRef and clientCertificate are there on Linux only",
    "CertutilMissing": "certutil is not installed: it is needed for browser.caBundleRef and clientCertificate",
}
"""What is told of faults that are no service's."""


def browser_not_launched(evidence: Evidence) -> Opinion | None:
    """The browser did not start."""
    if evidence.error.kind is not ErrorKind.BROWSER_LAUNCH:
        return None
    return _ours("BrowserLaunch", "the browser did not start")


def browser_crashed(evidence: Evidence) -> Opinion | None:
    """The browser or the page's renderer died."""
    browser = evidence.browser
    if evidence.error.kind is ErrorKind.BROWSER_CRASHED or browser.crashed or not browser.connected:
        return _ours("BrowserCrashed", "the browser crashed")
    return None


def page_closed(evidence: Evidence) -> Opinion | None:
    """The page went away under the step. A destroyed execution context is not this: that is a navigation."""
    if evidence.error.kind is ErrorKind.PAGE_CLOSED or evidence.browser.page_closed:
        return _ours("PageClosed", "the page was closed under the step")
    return None


def platform_failed(evidence: Evidence) -> Opinion | None:
    """A service of ours did not do its part: the vault, the server, the store."""
    if evidence.error.kind is not ErrorKind.PLATFORM:
        return None
    reason = evidence.error.type if _WORD.fullmatch(evidence.error.type) else "Platform"
    return _ours(reason[:64], _SAID.get(reason, "a part of webmend did not answer"))


def egress_refused(evidence: Evidence) -> Opinion | None:
    """The installation does not let runs go there. It would say the same again: nothing that a retry could help."""
    if evidence.error.kind is not ErrorKind.EGRESS_REFUSED:
        return None
    said = evidence.error.message or "the installation does not let runs go there"
    return opinion(NOT_CONFIDENT, said, fault=Fault.WORKFLOW, reason="EgressRefused")


def network_unreachable(evidence: Evidence) -> Opinion | None:
    """The browser has no way out: no network, no proxy."""
    reason = _NET_ERRORS.get(evidence.document.net_error)
    return _ours(reason, f"the browser has no way out: {evidence.document.net_error}") if reason else None


def _ours(reason: str, what: str) -> Opinion:
    return opinion(NOT_CONFIDENT, what, fault=Fault.PLATFORM, reason=reason)
