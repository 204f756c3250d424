"""What the proxy's answer to a connection means."""

import pytest

from webmend.adapters.browser.egress import Answer
from webmend.adapters.browser.flags import only_through


@pytest.mark.parametrize(
    ("status", "reason", "want"),
    [
        (502, "Failed to resolve remote hostname: no such host", "net::ERR_NAME_NOT_RESOLVED"),
        (502, "Failed to connect to remote host: connection refused", "net::ERR_CONNECTION_FAILED"),
        (504, "Timed out connecting to remote host", "net::ERR_CONNECTION_TIMED_OUT"),
        (200, "", ""),
        (403, "denied by rule", ""),
        (500, "An unexpected error occurred", ""),
    ],
)
def test_a_site_that_the_proxy_cannot_reach_is_told_as_without_a_proxy(status: int, reason: str, want: str) -> None:
    assert Answer(status, reason).net_error == want


@pytest.mark.parametrize(
    ("proxy", "host"),
    [
        ("http://webmend-egress.webmend-system.svc:3128", "webmend-egress.webmend-system.svc"),
        ("http://10.96.0.21:3128", "10.96.0.21"),
    ],
)
def test_the_browser_resolves_the_proxy_and_nothing_else(proxy: str, host: str) -> None:
    assert only_through(proxy) == ("MAP * ~NOTFOUND", f"EXCLUDE {host}")
