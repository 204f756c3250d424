"""Where messages may be sent. The egress proxy is held to the same addresses by tests/integration/test_egress.py."""

import pytest

from tests.support.addresses import FORMS, INNER, INNER_NAMES, OTHER_PORTS
from webmend.policy.reaching import BadRule, Reach, Refused

PUBLIC = Reach()
INTRANET = Reach.of(["10.20.0.0/16", "127.0.0.77", "fd12::/16", "hooks.corp.test", "*.intranet.test", "api.svc"], [443])

ODD = [
    "127.1", "127.0.1", "0x7f000001", "0X7F.0.0.1", "0x7f.1", "017700000001", "0177.0.0.1", "00127.0.0.1",
    "127.0.0.01", "127.0.0.1.", "2130706433", "2130706433.", "4294967295", "1.1", "1", "0.0", "10.1", "192.168.257",
    "1.2.3.4.5", "256.1.1.1", "1.2.3.256", "a.1", "example.0x1", "example.0x", "[127.0.0.1]", "[::1", "::1]",
    "[[::1]]", "[]", "[:::1]", "[fe80::1%25eth0]", "[fe80::1%eth0]", "[::ffff:127.1]", "[g::1]", "[1::2::3]",
    "[v1.fe80::a]", "::1", "fe80::1", "a b", 'a\tb', 'a\nb', 'a\r\nHost: b', 'a\x00b', "a%2eb", "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1", "a_b.example", "-a.example", "a.example-", ".example", "a.example..", "..", ".", "", "*",
    "a*b.example", "exämple.example", "１２７.0.0.1", "127。0。0。1", "ⓛocalhost", "example。com", "a@b.example",
    "a:b@c.example", "a.example@127.0.0.1", '127.0.0.1\\@a.example', '127.0.0.1\\.a.example', 'a.example\\.127.0.0.1',
    "a;b", "a,b", "a'b", 'a"b', "<a>", "{a}", "a|b", "a^b", "a`b", "$a", "!a", "(a)", "a=b", "a+b", "a&b", "~a",
]  # fmt: skip
"""Hosts that are neither a name nor an address as they are usually written."""
ADDRESSES = [
    "http://a.example/", "https://a.example:22/", "https://a.example:0/", "https://a.example:65536/",
    "https://a.example:99999", "https://a.example:-1/", "https://a.example:443x/", "https://a.example:٤٤٣/",
    "https:/a.example", "https:a.example", "//a.example", "a.example", "ftp://a.example/", "file:///etc/passwd",
    "gopher://a.example/", "javascript:alert(1)", "data:text/html,x", "unix:///run/x.sock", "ws://a.example/",
    "HTTP://a.example/", 'https:\\\\a.example', 'https://a.example\\x', "https:///a.example",
    "https://https://a.example", "https://a.example:443:443/", "blob:https://a.example/", "jar:https://a.example!/",
    "ldap://a.example", "dict://a.example:11211/", "https://a.example/a b", 'https://a.example/\n',
    " https://a.example/", 'https://a.example/\x7f', "https://a.example/ü",
]  # fmt: skip
"""Addresses that are no address of a receiver."""


def refusal(reach: Reach, url: str, *addresses: str) -> str:
    """Why nothing is sent there, where the name has these addresses."""
    try:
        place = reach.place(url)
        for address in addresses:
            reach.admit(place, address)
    except Refused as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("host", [*FORMS, *ODD])
def test_no_other_way_of_writing_a_host_is_understood(host: str) -> None:
    # what is a name of one part, or one of the installation, is refused as an inner one
    assert refusal(PUBLIC, f"https://{host}/hook", "127.0.0.66")
    assert refusal(INTRANET, f"https://{host}/hook", "127.0.0.66")


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_is_a_scheme_a_host_a_port_and_a_path_and_nothing_else(url: str) -> None:
    assert refusal(PUBLIC, url)


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address_is_refused_by_itself_and_behind_a_name(address: str) -> None:
    literal = f"[{address}]" if ":" in address else address
    assert refusal(PUBLIC, f"https://{literal}/")
    assert refusal(PUBLIC, "https://a.example/", address)
    assert refusal(PUBLIC, "https://a.example/", "8.8.8.8", address)


@pytest.mark.parametrize("name", [*INNER_NAMES, "localhost", "app.localhost", "x.home.arpa", "router.lan", "X.LOCAL"])
def test_an_inner_name_is_refused_before_anybody_is_asked(name: str) -> None:
    assert "inner network" in refusal(PUBLIC, f"https://{name}/")


@pytest.mark.parametrize("port", OTHER_PORTS)
def test_only_ports_that_are_named_are_connected_to(port: int) -> None:
    assert "notifications.ports" in refusal(PUBLIC, f"https://a.example:{port}/")
    assert refusal(Reach.of([], [port]), f"https://a.example:{port}/", "8.8.8.8") == ""


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example/hook", "8.8.8.8"),
        ("https://a.example", "1.1.1.1"),
        ("https://a.example?x=1", "1.1.1.1"),
        ("HTTPS://A.Example./hook#x", "2606:4700::1111"),
        ("https://a.example:443/hook?token=x%20y", "8.8.8.8"),
        ("https://8.8.8.8/", "8.8.8.8"),
        ("https://[2606:4700::1111]/", "2606:4700::1111"),
        ("https://127.a.example/", "8.8.8.8"),
        ("https://a.example/@127.0.0.1", "8.8.8.8"),
        ("https://xn--exmple-cua.example/", "::ffff:8.8.8.8"),
    ],
)
def test_public_receivers_are_reached_over_https(url: str, address: str) -> None:
    assert refusal(PUBLIC, url, address) == ""


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://10.20.3.4:8080/", "10.20.3.4"),
        ("http://127.0.0.77:9/", "127.0.0.77"),
        ("https://a.example/", "10.20.3.4"),
        ("http://[fd12::1]/", "fd12::1"),
        ("http://hooks.corp.test/", "192.168.1.1"),
        ("http://hooks.corp.test:8080/", "8.8.8.8"),
        ("http://x.y.intranet.test/", "fd00::1"),
        ("http://api.svc:8080/", "10.96.0.10"),
    ],
)
def test_what_the_installation_allows_is_reached_also_without_tls_and_at_any_port(url: str, address: str) -> None:
    assert refusal(INTRANET, url, address) == ""
    assert refusal(PUBLIC, url, address)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://10.21.0.1/", "10.21.0.1"),
        ("http://127.0.0.78/", "127.0.0.78"),
        ("http://intranet.test/", "192.168.1.1"),
        ("http://notintranet.test/", "192.168.1.1"),
        ("http://x.hooks.corp.test/", "192.168.1.1"),
        ("http://hooks.corp.test.evil.test/", "192.168.1.1"),
        ("http://hooks.corp.test/", "127.0.0.1"),
        ("http://hooks.corp.test/", "169.254.169.254"),
        ("http://hooks.corp.test/", "::1"),
        ("http://hooks.corp.test/", "64:ff9b::a9fe:a9fe"),
        ("http://hooks.corp.test/", "fe80::1"),
    ],
)
def test_what_is_beside_it_is_not_and_an_allowed_name_never_leads_to_this_host(url: str, address: str) -> None:
    assert refusal(INTRANET, url, address)


@pytest.mark.parametrize("entry", ["0.0.0.0/0", "::/0", "169.254.0.0/16", "169.254.169.254"])
@pytest.mark.parametrize("address", ["169.254.169.254", "100.100.100.200", "0.0.0.0", "fe80::1", "224.0.0.1"])
def test_metadata_services_and_the_like_are_refused_whatever_is_allowed(entry: str, address: str) -> None:
    literal = f"[{address}]" if ":" in address else address
    assert "where nothing is ever sent" in refusal(Reach.of([entry], [443]), f"https://{literal}/")


@pytest.mark.parametrize("entry", ["", "10.0.0.1/8", "10.1", "a b", "http://a.example", "a.*", "*", "*.", "a/b", "0x1"])
def test_an_entry_that_means_nothing_is_no_rule(entry: str) -> None:
    with pytest.raises(BadRule, match=r"notifications\.allow"):
        Reach.of([entry], [443])


def test_a_refusal_says_what_would_allow_it() -> None:
    assert refusal(PUBLIC, "https://10.0.0.1/") == (
        "10.0.0.1 leads to 10.0.0.1, which is no public address; it can be allowed with the chart value "
        "notifications.allow"
    )


def test_there_are_enough_of_them() -> None:
    assert len({*FORMS, *ODD, *ADDRESSES, *INNER, *INNER_NAMES}) >= 150
