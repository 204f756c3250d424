"""Step 1: faults of our own, and what looks like them and is the site's."""

from tests.unit.policy.classify.cases.case import cases
from tests.unit.policy.classify.evidence import seen

OURS = "NOT_CONFIDENT"

CASES = (
    *cases(
        "browser_not_launched",
        OURS,
        {
            "a browser that did not start is ours": seen("BrowserLaunch"),
        },
        silent={
            "a navigation that failed is no launch": seen("Navigation"),
        },
    ),
    *cases(
        "browser_crashed",
        OURS,
        {
            "a renderer that crashed under the step is ours": seen("BrowserCrashed"),
            "a browser that is gone is ours": seen("Timeout", browser={"connected": False}),
        },
        silent={
            "a plain time-out in a living browser is no crash": seen("Timeout"),
        },
    ),
    *cases(
        "page_closed",
        OURS,
        {
            "a page closed under the step is ours": seen("PageClosed"),
            "a time-out on a closed page is that too": seen("Timeout", browser={"page_closed": True}),
        },
        silent={
            "a destroyed execution context is a navigation": seen("Navigation"),
        },
    ),
    *cases(
        "platform_failed",
        OURS,
        {
            "a server of ours that is away is ours": seen("Platform"),
        },
        silent={
            "a site that answers 503 is not ours": seen("Navigation", document={"status": 503}),
        },
    ),
    *cases(
        "egress_refused",
        OURS,
        {
            "an address that the installation refuses": seen("EgressRefused"),
            "the failed tunnel is what that looks like": seen(
                "EgressRefused", document={"net_error": "net::ERR_TUNNEL_CONNECTION_FAILED"}
            ),
        },
        silent={
            "a tunnel that failed for want of a proxy is not refused": seen(
                "Navigation", document={"net_error": "net::ERR_TUNNEL_CONNECTION_FAILED"}
            ),
            "nor is a page that a site refuses": seen("Navigation", document={"status": 403}),
        },
    ),
    *cases(
        "network_unreachable",
        OURS,
        {
            "a proxy that does not answer is ours": seen(
                "Navigation", document={"net_error": "net::ERR_PROXY_CONNECTION_FAILED"}
            ),
        },
        silent={
            "a site that refuses the connection is not ours": seen(
                "Navigation", document={"net_error": "net::ERR_CONNECTION_REFUSED"}
            ),
        },
    ),
)
