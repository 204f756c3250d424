"""What the egress proxy refuses and what it lets through, asked as a hostile client would ask it."""

import socket
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.browser.site import Site, serve
from tests.support.addresses import FORMS, INNER, INNER_NAMES, OTHER_PORTS
from tests.support.egress import INSIDE, PUBLIC, Names, Proxy, Trap, name_server, proxy, trap
from webmend.adapters.inbox import HttpInbox
from webmend.ports.inbox import InboxUnavailable


class World(NamedTuple):
    """A site that may be reached, a place inside that may not, and the proxy between them and us."""

    proxy: Proxy
    names: Names
    site: Site
    trap: Trap
    port: int


def own_address() -> str:
    """A private address of this machine that is not loopback, if it has one; nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with serve() as site, name_server() as names:
        port = int(site.url.rpartition(":")[2])
        rules = {
            "allow": [PUBLIC, "intranet.test", "*.corp.test", "2001:db8::/32"],
            "deny": ["127.0.0.77", "10.96.0.0/12"],
        }
        with trap(port) as inside, proxy(tmp_path_factory.mktemp("egress"), names, [port, 80], **rules) as running:
            names.put("site.test", PUBLIC)
            names.put("inside.test", INSIDE)
            yield World(running, names, site, inside, port)


@pytest.mark.parametrize("host", FORMS)
def test_no_way_of_writing_an_inner_address_gets_there(world: World, host: str) -> None:
    for status in (world.proxy.connect(f"{host}:{world.port}")[0], _get(world, host)):
        assert status in (400, 403)
    assert world.trap.came == []


def _get(world: World, host: str) -> int:
    return world.proxy.get(f"http://{host}:{world.port}/", f"{host}:{world.port}")[0]


@pytest.mark.parametrize("address", INNER)
def test_a_name_that_leads_to_an_inner_address_is_refused(world: World, address: str) -> None:
    literal = f"[{address}]" if ":" in address else address
    assert world.proxy.connect(f"{literal}:80")[0] == 403
    name = f"a{address.encode().hex()}.test"
    world.names.put(name, address)
    status, reason = world.proxy.connect(f"{name}:80")
    assert (status, "denied by rule" in reason) == (403, True)


def test_a_site_is_reached_by_tunnel_and_plainly(world: World) -> None:
    world.site.put("/", "hello")
    authority = f"site.test:{world.port}"
    assert world.proxy.connect(authority)[0] == 200
    assert world.proxy.get(f"http://{authority}/", authority) == (200, "", "hello")


@pytest.mark.parametrize("port", OTHER_PORTS)
def test_only_ports_of_the_web_are_connected_to(world: World, port: int) -> None:
    status, reason = world.proxy.connect(f"site.test:{port}")
    assert (status, str(port) in reason) == (403, True)
    assert world.proxy.get(f"http://site.test:{port}/", f"site.test:{port}")[0] == 403


def test_a_name_that_changes_its_address_is_connected_to_where_it_was_checked(world: World) -> None:
    world.site.put("/", "checked")
    world.names.put("rebind.test", PUBLIC, INSIDE)
    authority = f"rebind.test:{world.port}"
    assert world.proxy.get(f"http://{authority}/", authority)[2] == "checked"
    assert world.proxy.connect(authority)[0] == 403
    assert world.trap.came == []


def test_an_alias_of_an_inner_name_is_refused(world: World) -> None:
    world.names.put("alias.test", "inside.test.")
    world.names.put("127.0.0.66.nip.test", INSIDE)
    assert world.proxy.connect(f"alias.test:{world.port}")[0] == 403
    assert world.proxy.connect(f"127.0.0.66.nip.test:{world.port}")[0] == 403


def test_a_host_with_inner_addresses_of_version_6_alone_is_refused(world: World) -> None:
    world.names.put("six.test", "::ffff:127.0.0.66")
    assert world.proxy.connect(f"six.test:{world.port}")[0] == 403
    assert world.trap.came == []


@pytest.mark.parametrize("name", INNER_NAMES)
def test_inner_names_are_refused_before_anybody_is_asked(world: World, name: str) -> None:
    status, reason = world.proxy.connect(f"{name}:80")
    assert (status, reason) == (403, "the name belongs to an inner network")
    assert name not in world.names.asked


def test_a_name_is_looked_up_as_it_is(world: World) -> None:
    world.proxy.connect("nowhere.test:80")
    assert [name for name in world.names.asked if name.startswith("nowhere")] == ["nowhere.test"] * 2


def test_what_is_denied_is_not_opened_by_a_wider_range(world: World, tmp_path: Path) -> None:
    with proxy(tmp_path, world.names, [world.port], allow=["127.0.0.0/8"], deny=[INSIDE]) as running:
        assert running.connect(f"{PUBLIC}:{world.port}")[0] == 200
        assert running.connect(f"{INSIDE}:{world.port}")[0] == 403
    assert world.trap.came == []


@pytest.mark.parametrize("address", ["169.254.169.254", "0.0.0.0", "168.63.129.16"])
def test_metadata_is_not_opened_by_any_range(world: World, tmp_path: Path, address: str) -> None:
    with proxy(tmp_path, world.names, [80], allow=["0.0.0.0/0", "::/0"]) as running:
        assert running.connect(f"{address}:80")[0] == 403


def test_a_site_of_the_intranet_is_reached_by_the_name_that_was_allowed_and_no_other(world: World) -> None:
    own = own_address()
    if not own or ip_address(own).is_global or ip_address(own).is_loopback:
        pytest.skip("this machine has no address in an inner network")
    names = ("intranet.test", "a.corp.test", "corp.test", "other.test")
    for name in names:
        world.names.put(name, own)
    with socket.create_server((own, world.port)):
        answers = {n: world.proxy.connect(f"{n}:{world.port}")[0] for n in names}
    assert answers["intranet.test"] == answers["a.corp.test"] == 200
    assert answers["corp.test"] == answers["other.test"] == 403


def test_an_allowed_name_does_not_lead_to_the_metadata_or_to_what_is_denied(world: World) -> None:
    for address in ("169.254.169.254", "10.96.0.10", "127.0.0.77", INSIDE):
        world.names.put("intranet.test", address)
        assert world.proxy.connect("intranet.test:80")[0] == 403


def test_a_client_cannot_name_a_further_proxy(world: World) -> None:
    world.site.put("/", "straight")
    authority = f"site.test:{world.port}"
    answer = world.proxy.get(f"http://{authority}/", authority, X_Upstream_Https_Proxy=f"http://{INSIDE}:{world.port}")
    assert answer == (200, "", "straight")
    head = f"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\nX-Upstream-Https-Proxy: http://{INSIDE}:{world.port}"
    assert world.proxy.ask(head)[0] == 200
    assert world.trap.came == []


@pytest.mark.parametrize(
    "head",
    [
        "GET https://site.test/ HTTP/1.1\r\nHost: site.test",
        "GET ftp://site.test/ HTTP/1.1\r\nHost: site.test",
        "GET http://ada:secret@site.test/ HTTP/1.1\r\nHost: site.test",
        "CONNECT site.test HTTP/1.1\r\nHost: site.test",
        "CONNECT site.test:http HTTP/1.1\r\nHost: site.test:http",
    ],
)
def test_what_is_not_asked_for_as_a_browser_asks_is_refused(world: World, head: str) -> None:
    assert world.proxy.ask(head)[0] == 400


def test_the_reason_of_a_refusal_is_the_proxys_and_not_a_sites(world: World) -> None:
    world.site.put("/", "no", status=403, headers={"X-Smokescreen-Error": "made up"})
    authority = f"site.test:{world.port}"
    assert world.proxy.get(f"http://{authority}/", authority)[:2] == (403, "")


def test_a_site_that_is_down_is_told_from_one_that_is_refused(world: World) -> None:
    world.names.put("down.test", PUBLIC)
    status, reason = world.proxy.connect("down.test:80")
    assert (status, "connect" in reason) == (502, True)
    status, reason = world.proxy.connect("nowhere.test:80")
    assert (status, "resolve" in reason) == (502, True)


@pytest.mark.parametrize(
    "rules", [{"allow": ["10.0.0.0/40"]}, {"deny": ["intranet.test"]}, {"allow": ["a b"]}, {"colour": 1}]
)
def test_settings_that_mean_nothing_keep_it_from_starting(
    world: World, tmp_path: Path, rules: dict[str, list[str]]
) -> None:
    with pytest.raises(AssertionError, match="did not start"), proxy(tmp_path, world.names, [80], **rules):
        pass


def test_it_says_that_it_is_well(world: World) -> None:
    assert world.proxy.ask("GET /healthz HTTP/1.1\r\nHost: proxy")[0] == 200
    assert world.proxy.ask("GET / HTTP/1.1\r\nHost: proxy")[0] == 404


async def test_a_code_source_is_fetched_through_the_proxy(world: World) -> None:
    world.site.put("/codes", "[]")
    assert await HttpInbox(world.proxy.url).fetch(f"http://site.test:{world.port}/codes", None) == b"[]"


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_code_source_inside_is_refused_with_the_way_out(world: World, scheme: str) -> None:
    with pytest.raises(InboxUnavailable, match=r"refuses the code source; .* egress\.allow"):
        await HttpInbox(world.proxy.url).fetch(f"{scheme}://inside.test:{world.port}/codes", "token")
    assert world.trap.came == []


async def test_a_code_source_that_itself_refuses_is_no_refusal_of_the_proxy(world: World) -> None:
    world.site.put("/codes", "no", status=403, headers={"X-Smokescreen-Error": "made up"})
    with pytest.raises(InboxUnavailable, match="status 403"):
        await HttpInbox(world.proxy.url).fetch(f"http://site.test:{world.port}/codes", None)


def test_told_to_end_it_takes_nothing_new_and_lets_what_is_under_way_end(world: World, tmp_path: Path) -> None:
    world.site.put("/", "still here")
    with proxy(tmp_path, world.names, [world.port], allow=[PUBLIC]) as running:
        with running.tunnel(f"site.test:{world.port}") as stream:
            running.process.terminate()
            wait_until_deaf(running)
            stream.sendall(b"GET / HTTP/1.1\r\nHost: site.test\r\nConnection: close\r\n\r\n")
            assert b"still here" in read_all(stream)
        assert running.process.wait(10) == 0


def wait_until_deaf(running: Proxy) -> None:
    for _ in range(200):
        try:
            socket.create_connection((PUBLIC, running.port), timeout=1).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.02)
    raise AssertionError("it goes on listening")


def read_all(stream: socket.socket) -> bytes:
    return b"".join(iter(lambda: stream.recv(65536), b""))
