"""The command line of Chromium, beyond what the driver gives it.

The driver already talks over a pipe (no debugging port), and switches off background networking, extensions,
component updates, sync and first-run pages. Its feature list stays the only one: Chromium heeds but one.
"""

from urllib.parse import urlsplit

FLAGS = (
    "--disable-quic",  # UDP would pass by an egress proxy
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # the same for WebRTC
    "--no-pings",  # <a ping> calls home
    "--disable-domain-reliability",  # so does the browser itself
)


def debugged_on(port: int) -> tuple[str, ...]:
    """For a browser whose developer tools somebody else may open besides the driver, on the loopback interface.

    Pages cannot: Chromium refuses a web socket that comes with an Origin it was not told of, which is every page's.
    """
    return f"--remote-debugging-port={port}", "--remote-debugging-address=127.0.0.1"


def only_through(proxy: str) -> tuple[str, ...]:
    """Rules of the resolver (--host-resolver-rules) for a browser whose only way out is the proxy at this URL.

    The proxy resolves what sites are called. The browser itself resolves nothing but the proxy: no prefetch of names,
    no multicast DNS and no DNS over HTTPS, which all would tell somebody what the page wants to tell.
    """
    return "MAP * ~NOTFOUND", f"EXCLUDE {urlsplit(proxy).hostname}"
