"""What the site or the network answered, told from messages."""

import re

from .patterns import any_of

_CODE = r"(?<![\d.#/])([45]\d\d)\b"
_SO = r"(?: (?:a|an|of|with|status|code|is|was))*[\s:=(\[]{1,3}"

_STATUS = any_of(
    r"(?:status(?:[ -]?code)?|http(?:/[12](?:\.[01])?)?(?:[ -]error)?|error(?: code)?|response(?: code)?)"
    + _SO
    + _CODE,
    r"(?:returned|responded(?: with)?|answer(?:s|ed)|got|failed with)" + _SO + _CODE,
    _CODE
    + r"[ :\-)]{1,3}(?:=> )?\(?(?:unauthorized|forbidden|not found|gone|conflict|locked|too many requests|error|net::)",
    _CODE + r"[ :\-)]{1,3}(?:=> )?\(?(?:internal server|bad gateway|service (?:temporarily )?unavailable)",
    _CODE + r"[ :\-)]{1,3}(?:=> )?\(?(?:gateway time-?out|server error)",
    _CODE + " (?:error )?(?:page|response|status)",
)
_PHRASES = (
    (429, any_of("too many requests", "rate[- ]?limit")),
    (500, any_of("internal server error")),
    (502, any_of("bad gateway")),
    (504, any_of("gateway time-?out")),
)
_NET_ERROR = re.compile(r"net::ERR_[A-Z_]+")
_OTHER_NAMES = (
    (
        "net::ERR_CONNECTION_REFUSED",
        any_of(
            "ECONNREFUSED",
            "NS_ERROR_CONNECTION_REFUSED",
            "connection refused",
            "connectionFailure",
            "refused to connect",
            "could not connect to (?:the )?server",
            "server (?:is )?not (?:running|reachable|listening)",
            "failed to establish a new connection",
        ),
    ),
    (
        "net::ERR_NAME_NOT_RESOLVED",
        any_of(
            "ENOTFOUND",
            "EAI_AGAIN",
            "getaddrinfo",
            "NS_ERROR_UNKNOWN_HOST",
            "dnsNotFound",
            "dns_probe",
            "name or service not known",
            "name not resolved",
            "could not resolve host",
        ),
    ),
    (
        "net::ERR_CONNECTION_RESET",
        any_of(
            "ECONNRESET",
            "NS_ERROR_NET_RESET",
            "NS_ERROR_NET_INTERRUPT",
            "NS_ERROR_NET_EMPTY_RESPONSE",
            "empty reply from server",
            "server closed the connection",
            "connection (?:was )?(?:closed|terminated) (?:unexpectedly|by)",
            "ECONNABORTED",
            "EPIPE",
            "netReset",
            "socket hang ?up",
            "connection (?:was )?reset",
            "connection aborted",
            "remote end closed",
        ),
    ),
    (
        "net::ERR_CONNECTION_TIMED_OUT",
        any_of(
            "E(?:SOCKET)?TIMEDOUT",
            "NS_ERROR_NET_TIMEOUT",
            "netTimeout",
            "connect(?:ion)? ?timed? ?out",
            "read ?timed? ?out",
            "max retries exceeded",
            "took too long to respond",
        ),
    ),
    (
        "net::ERR_CERT_INVALID",
        any_of(
            "self[- ]signed certificate",
            "unable to (?:get (?:local )?issuer|verify the first) certificate",
            "does not match certificate",
            "(?:ssl|tls)(?:v\\d)? ?(?:alert|handshake|error|exception)",
            "certificate (?:verify failed|has expired|is not valid)",
            "(?:SEC|SSL)_ERROR_",
            "your connection is not private",
            "CERT_HAS_EXPIRED",
        ),
    ),
)
"""Chrome's name of a network error, and what other tools and browsers call it."""
_OURS = any_of(
    "driver", "devtools", "websocket", r"\bgrid\b", "selenium server", r"127\.0\.0\.1:9\d{3}\b", r"\bproxy\b"
)
"""Who speaks of these could not reach a part of the tool, and not the site."""
_NO_SITE = any_of(
    "chrome-error://",
    "about:neterror",
    "this site can.t be reached",
    "(?:browser|chrome|chromium|firefox|edge)(?:.s)?(?: own)? (?:error|offline) page",
    "no internet",
    r"(?:site|page|host|server) (?:can't|cannot|could not|can not) be (?:reached|loaded|opened)",
    r"(?:site|host|server|portal) (?:is |was )?(?:unreachable|not reachable|offline)\b",
    "dns error",
    "connection error page",
    "server not found",
    "unable to connect",
    "failed to read the 'localstorage'",
    "access is denied for this document",
    r"(?m:^about:blank$)",
)
_ARRIVING = any_of(
    "receiving message from renderer",
    r"page ?load(?:ing)?\b.{0,20}time",
    "networkidle",
    "wait(?:ing)? ?for ?load ?state",
    r"page\.(?:reload|goback)\b.{0,20}time",
    "document to (?:be ready|load)",
    "loading the page timed",
    "readystate",
)
_SUB_RESOURCE = any_of(
    "failed to load resource",
    r"\bxhr\b",
    r"\bfetch\b",
    "graphql",
    "console error",
    "network request",
    r"\bapi\b (?:call|request|error|return)",
    r"\b(?:GET|POST|PUT|PATCH|DELETE) /\S",
)
_API_PATH = any_of(
    r"(?:^|/)(?:api|graphql|rest|rpc|v\d{1,2}/[a-z])(?:/|$|\?)",
    r"\.(?:json|js|css|png|jpe?g|svg|woff2?)(?:$|\?)",
)
_LOGIN_FOR = any_of(
    r"(?:log-?in|sign-?in|auth|sso|session)[^?\s]{0,80}\?(?:[^\s]{0,200}&)?"
    r"(?:next|return_?(?:url|to|path)?|redirect(?:_?(?:url|uri|to))?|continue|goto|from|destination|callback_?url|service)=",
)
_BODY = any_of(r"""["'](?:error_?)?(?:message|description|detail|title|reason)["']\s*:\s*["']([^"'{}]{3,300})["']""")
"""What an answer in JSON says to people."""


def bodies_in(message: str) -> list[str]:
    """The sentences of an answer in JSON that a message repeats."""
    return _BODY.findall(message)[:4]


def status_in(message: str) -> int | None:
    """The first HTTP error status that a text names, by its number or its reason phrase (RFC 9110)."""
    if match := _STATUS.search(message):
        return int(next(filter(None, match.groups())))
    return next((status for status, pattern in _PHRASES if pattern.search(message)), None)


def net_error_in(message: str) -> str:
    """Chrome's name for the network error of a message, whatever the tool; empty for an error of our own parts."""
    if match := _NET_ERROR.search(message):
        return match[0]
    if _OURS.search(message):
        return ""
    return next((name for name, pattern in _OTHER_NAMES if pattern.search(message)), "")


def leads_back(path: str) -> bool:
    """Whether an address is a login that says which page it was put in the place of."""
    return bool(_LOGIN_FOR.search(path))


def shows_no_site(text: str) -> bool:
    """Whether the browser is said to show a page of its own instead of the site's."""
    return bool(_NO_SITE.search(text))


def is_still_arriving(message: str) -> bool:
    """Whether the tool gave up waiting for the document itself."""
    return bool(_ARRIVING.search(message))


def is_of_sub_resource(path: str, message: str) -> bool:
    """Whether a status is that of something the page loads, and not of the page."""
    return bool(_API_PATH.search(path) or _SUB_RESOURCE.search(message))
