"""The command line of Chromium, beyond what the driver gives it.

The driver already talks over a pipe (no debugging port), and switches off background networking, extensions,
component updates, sync and first-run pages. Its feature list stays the only one: Chromium heeds but one.
"""

FLAGS = (
    "--disable-quic",  # UDP would pass by an egress proxy
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # the same for WebRTC
    "--no-pings",  # <a ping> calls home
    "--disable-domain-reliability",  # so does the browser itself
)
