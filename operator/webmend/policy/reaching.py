"""Where the server may send messages: the public network over https, and what the installation allows besides.

The egress proxy (egress/) decides the same for browsers by the same ranges; a test holds both to the same addresses.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Range = IPv4Network | IPv6Network


class Refused(ValueError):
    """Nothing is sent there; says why, and what would allow it."""


class BadRule(ValueError):
    """An entry of notifications.allow is neither a range, nor an address, nor a host name."""


@dataclass(frozen=True)
class Destination:
    """Where a message goes, as the address of a channel says: read once, here, and nowhere again."""

    scheme: str
    host: str
    """A name in small letters without a last dot, or an address without brackets."""
    port: int
    path: str
    """The path and what follows it."""

    @property
    def address(self) -> Address | None:
        """The address that the host is, where it is no name."""
        return _address(self.host)


def _ranges(*texts: str) -> tuple[Range, ...]:
    return tuple(map(ip_network, texts))


NEVER = _ranges(
    "0.0.0.0/8", "169.254.0.0/16", "100.100.100.200/32", "192.0.0.192/32", "168.63.129.16/32", "224.0.0.0/4",
    "240.0.0.0/4", "::/128", "fe80::/10", "ff00::/8", "fd00:ec2::254/128", "fd20:ce::254/128",
)  # fmt: skip
"""Whatever is allowed: this host, link-local with the metadata services of clouds, and theirs elsewhere."""
SPECIAL = _ranges(
    "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "::/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "4000::/2", "8000::/1",
)  # fmt: skip
"""As long as it is not allowed: https://www.iana.org/assignments/iana-ipv4-special-registry and its sister."""
INNER = ("svc", "cluster.local", "local", "internal", "localhost", "localdomain", "home.arpa", "lan")
"""Names below these only the inside of a network knows; they are not even looked up."""
_URL = re.compile(
    r"(?i:(https?))://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?((?:[/?][!-~]*)?)",
    re.ASCII | re.IGNORECASE,
)
_NAME = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.ASCII)
_NUMBER = re.compile(r"(.*\.)?([0-9]+|0x[0-9a-f]*)", re.ASCII)
"""What https://url.spec.whatwg.org/#ends-in-a-number-checker takes for an address in some notation."""
HOW = "it can be allowed with the chart value notifications.allow"


@dataclass(frozen=True)
class Reach:
    """What an installation allows besides the public network."""

    ranges: tuple[Range, ...] = ()
    names: tuple[str, ...] = ()
    ports: frozenset[int] = frozenset({443})
    """Ports of public addresses; those of what is allowed are not looked at."""

    @classmethod
    def of(cls, allow: Iterable[str], ports: Iterable[int]) -> "Reach":
        """The reach of these entries: ranges, addresses, names, `*.NAME` for all below one. Raises BadRule."""
        ranges, names = [], []
        for entry in allow:
            try:
                ranges.append(ip_network(entry))
            except ValueError:
                names.append(_name(entry))
        return cls(tuple(ranges), tuple(names), frozenset(ports))

    def place(self, url: str) -> Destination:
        """Where it leads; raises Refused where nothing is sent there, whatever addresses a name has."""
        to = _read(url)
        if to.address is not None:
            self.admit(to, str(to.address))
        if self._has_named(to) or (to.address is not None and self._is_open(to.address)):
            return to
        if to.address is None and _is_inner(to.host):
            raise Refused(f"the name {to.host} belongs to an inner network; {HOW}")
        if to.scheme != "https":
            raise Refused(f"messages go to {to.host} over https only; {HOW}")
        if to.port not in self.ports:
            raise Refused(f"port {to.port} is not among notifications.ports")
        return to

    def admit(self, to: Destination, address: str) -> None:
        """Raises Refused where nothing is sent to this address, which the destination has."""
        found = ip_address(address)
        if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        if getattr(found, "scope_id", None) or _is_in(found, NEVER):
            raise Refused(f"{to.host} leads to {found}, where nothing is ever sent")
        is_opened = self._is_open(found) or (self._has_named(to) and _is_private(found))
        if _is_in(found, SPECIAL) and not is_opened:
            raise Refused(f"{to.host} leads to {found}, which is no public address; {HOW}")

    def _is_open(self, address: Address) -> bool:
        return not _is_in(address, NEVER) and _is_in(address, self.ranges)

    def _has_named(self, to: Destination) -> bool:
        host = to.host
        return any(host.endswith(n.removeprefix("*")) if n.startswith("*.") else host == n for n in self.names)


def _read(url: str) -> Destination:
    """What the address says; raises Refused where it says anything but a scheme, a host, a port and a path."""
    found = _URL.fullmatch(url)
    if found is None:
        raise Refused("the address is not of the form https://HOST/PATH")
    scheme, host, port, path = found[1].lower(), found[2].lower(), found[3], found[4]
    number = int(port) if port else 443 if scheme == "https" else 80
    if not 0 < number < 65536:
        raise Refused(f"there is no port {number}")
    named = host.strip("[]").removesuffix(".")
    if (host.startswith("[") or _NUMBER.fullmatch(named)) and _address(named) is None:
        raise Refused("the host is neither a name nor an address")
    return Destination(scheme, named, number, path if path.startswith("/") else f"/{path}")


def _is_private(address: Address) -> bool:
    """What a name that is allowed may lead to: an inner network, and not this host."""
    return not address.is_loopback and (isinstance(address, IPv4Address) or _is_in(address, _ranges("fc00::/7")))


def _is_in(address: Address, ranges: Iterable[Range]) -> bool:
    return any(address in each for each in ranges)


def _is_inner(host: str) -> bool:
    return "." not in host or any(host.endswith(f".{name}") for name in INNER)


def _address(text: str) -> Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _name(entry: str) -> str:
    name = entry.lower().removesuffix(".")
    if not _NAME.fullmatch(name) or _NUMBER.fullmatch(name):
        raise BadRule(f"notifications.allow: {entry!r} is neither a range, nor an address, nor a host name")
    return name
