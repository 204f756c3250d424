"""Addresses: origins, globs, and what of them may be shown."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_URL = re.compile(r"\bhttps?://[^\s\"'<>\\]+")
_VALUE = re.compile(r"=[^&;]*")
_GLOB = re.compile(r"\*\*/|\*\*|\*|\{[^{}]*\}|.", re.DOTALL)

OPENABLE = frozenset({"http", "https"})
"""Schemes that a workflow may open; file:, chrome:, data: and the like never."""


def origin_of(url: str) -> str:
    """`https://portal.example` of an address on that host; `null` of one that has none, such as about:blank."""
    parts = urlsplit(url)
    if parts.scheme not in OPENABLE or not parts.hostname:
        return "null"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = parts.port
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme] else "")


def host_of(url: str) -> str:
    """The host of an address, empty when it has none."""
    return urlsplit(url).hostname or ""


def resolve(base: str, url: str) -> str:
    """The absolute address of a link on the page `base`."""
    return urljoin(base, url) if origin_of(base) != "null" else url


def is_openable(url: str) -> bool:
    """Whether a workflow may go there."""
    return urlsplit(url).scheme in OPENABLE and bool(urlsplit(url).hostname)


def shown(url: str) -> str:
    """The address without user, password and the values of query and fragment: `https://h/p?q=&page=`."""
    if url.startswith("data:"):
        return "data:"
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    cleaned = SplitResult(parts.scheme, host, parts.path, _names_of(parts.query), _fragment(parts.fragment))
    return urlunsplit(cleaned)


def plain(url: str) -> str:
    """The address without query and fragment."""
    return urlunsplit(urlsplit(shown(url))._replace(query="", fragment=""))


def hide_values(text: str) -> str:
    """The text with every address in it as it may be shown."""
    return _URL.sub(lambda match: _shown_or_nothing(match[0]), text)


def _shown_or_nothing(url: str) -> str:
    try:
        return shown(url)
    except ValueError:
        return "(address)"


def _names_of(query: str) -> str:
    return "&".join(f"{pair.partition('=')[0]}=" for pair in query.split("&") if "=" in pair)


def _fragment(fragment: str) -> str:
    """A fragment may be the route of an application, or carry tokens as a query does."""
    return _VALUE.sub("=", fragment)


def matches(glob: str, url: str) -> bool:
    """Whether an address matches a glob: `*` stands for anything but a slash, `**` for anything, `{a,b}` for either.

    A glob that begins with a slash is about the path. One without a question mark is not about the query.
    """
    parts = urlsplit(url)._replace(fragment="")
    if "?" not in glob:
        parts = parts._replace(query="")
    subject = urlunsplit(parts._replace(scheme="", netloc="")) if glob.startswith("/") else urlunsplit(parts)
    return _pattern(glob).fullmatch(subject) is not None


@lru_cache(maxsize=256)
def _pattern(glob: str) -> re.Pattern[str]:
    return re.compile("".join(map(_part, _GLOB.findall(glob.partition("#")[0]))), re.DOTALL)


def _part(token: str) -> str:
    if token.startswith("{") and len(token) > 1:
        return f"(?:{'|'.join(re.escape(choice) for choice in token[1:-1].split(','))})"
    return {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}.get(token, re.escape(token))
