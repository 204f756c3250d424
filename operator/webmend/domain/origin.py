"""Origins: scheme, host and port of an address."""

from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(origin: str) -> str:
    """The origin as browsers write it: in lower case, without the port that its scheme implies.

    What is no origin stays as it is: it equals no browser's.
    """
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return origin
    if not parts.hostname or parts.scheme not in _DEFAULT_PORTS or "@" in parts.netloc:
        return origin
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown = f":{port}" if port is not None and port != _DEFAULT_PORTS[parts.scheme] else ""
    return f"{parts.scheme}://{host}{shown}"


def of_address(url: str) -> str:
    """The origin of an address; empty where it has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return canonical(f"{parts.scheme}://{parts.netloc}") if parts.scheme in _DEFAULT_PORTS and parts.hostname else ""
