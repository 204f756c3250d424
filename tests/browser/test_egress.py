"""A browser whose only way out is the egress proxy: what pages try, and what a step is told."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import NamedTuple

import pytest
import pytest_asyncio

from tests.browser.site import Site, serve
from tests.browser.tab import PATIENT, Tab, css
from tests.support.chromium import EXECUTABLE
from tests.support.egress import INSIDE, PUBLIC, Names, Proxy, Trap, name_server, proxy, trap
from webmend.adapters.browser import launch
from webmend.adapters.browser.chromium import Chromium
from webmend.domain.evidence import ErrorKind
from webmend.domain.workflow import Browser, ClientCertificate
from webmend.policy.classify import classify
from webmend.ports.browser import StepFailed

K = ErrorKind


class World(NamedTuple):
    """A site that may be reached, a place inside that may not, and the proxy before them."""

    proxy: Proxy
    names: Names
    site: Site
    trap: Trap
    port: int

    @property
    def inside(self) -> str:
        """Where nobody may get."""
        return f"{INSIDE}:{self.port}"

    def page(self, body: str, path: str = "/") -> str:
        """A page of the site, in which INSIDE stands for the place inside; its address."""
        return self.site.put(path, body.replace("INSIDE", self.inside).replace("PORT", str(self.port)))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with serve() as site, name_server() as names:
        port = int(site.url.rpartition(":")[2])
        names.put("site.test", PUBLIC)
        names.put("inside.test", INSIDE)
        folder = tmp_path_factory.mktemp("egress")
        with trap(port) as inside, proxy(folder, names, [port, port + 1], allow=[PUBLIC]) as egress:
            yield World(egress, names, site, inside, port)


@pytest.fixture
def world(running: World) -> World:
    running.site.clear()
    running.trap.came.clear()
    return running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def confined(running: World) -> AsyncIterator[Chromium]:
    by_name = running.proxy.url.replace(PUBLIC, "localhost")  # the one name that the browser itself resolves
    browser = await launch(EXECUTABLE, sandbox=False, egress=by_name)
    yield browser
    await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def behind(confined: Chromium, world: World) -> AsyncIterator[Tab]:
    """A tab behind the proxy."""
    session = await confined.session(Browser(), str)
    yield Tab(session, world.site, [])
    await session.close()


@pytest_asyncio.fixture(loop_scope="session")
async def free(chromium: Chromium, world: World) -> AsyncIterator[Tab]:
    """A tab that connects by itself."""
    session = await chromium.session(Browser(), str)
    yield Tab(session, world.site, [])
    await session.close()


WORKER = "self.onmessage = e => fetch(e.data, {mode: 'no-cors'}).catch(() => 0)"
VECTORS = {
    "an image": "<img src='http://INSIDE/x'>",
    "a style sheet": "<link rel=stylesheet href='http://INSIDE/x'>",
    "an imported style sheet": "<style>@import url('http://INSIDE/x')</style>",
    "a font": "<style>@font-face{font-family:f;src:url('http://INSIDE/x')}p{font-family:f}</style><p>a</p>",
    "a script": "<script src='http://INSIDE/x'></script>",
    "a frame": "<iframe src='http://INSIDE/x'></iframe>",
    "an object": "<object data='http://INSIDE/x'></object>",
    "a video": "<video src='http://INSIDE/x' autoplay></video>",
    "a prefetch": "<link rel=prefetch href='http://INSIDE/x'>",
    "a preload": "<link rel=preload as=image href='http://INSIDE/x'>",
    "a fetch": "<script>fetch('http://INSIDE/x', {mode: 'no-cors'}).catch(() => 0)</script>",
    "a beacon": "<script>navigator.sendBeacon('http://INSIDE/x', 'a')</script>",
    "an event source": "<script>new EventSource('http://INSIDE/x')</script>",
    "a web socket": "<script>new WebSocket('ws://INSIDE/x')</script>",
    "a web socket by TLS": "<script>new WebSocket('wss://INSIDE/x')</script>",
    "a worker": "<script>new Worker('/worker.js').postMessage('http://INSIDE/x')</script>",
    "a service worker": "<script>navigator.serviceWorker.register('/worker.js').then(async () => "
    "(await navigator.serviceWorker.ready).active.postMessage('http://INSIDE/x'))</script>",
    "a form": "<form action='http://INSIDE/x' method=post></form><script>document.forms[0].submit()</script>",
    "a refresh": "<meta http-equiv=refresh content='0;url=http://INSIDE/x'>",
    "a script that goes there": "<script>location = 'http://INSIDE/x'</script>",
    "a script that opens a window": "<script>open('http://INSIDE/x')</script>",
    "a redirected fetch": "<script>fetch('/away', {mode: 'no-cors'}).catch(() => 0)</script>",
    "a redirect": "<script>location = '/away'</script>",
    "a module": "<script type=module>import('http://INSIDE/x').catch(() => 0)</script>",
    "a request of old": "<script>x = new XMLHttpRequest; x.open('POST', 'http://INSIDE/x'); x.send('a')</script>",
    "a decimal address": "<img src='http://2130706498:PORT/x'>",
    "a hexadecimal address": "<img src='http://0x7f000042:PORT/x'>",
    "an octal address": "<img src='http://0177.0.0.0102:PORT/x'>",
    "a short address": "<img src='http://127.66:PORT/x'>",
    "an address in percent signs": "<img src='http://%31%32%37.0.0.66:PORT/x'>",
    "an address in full width": "<img src='http://１２７.0.0.66:PORT/x'>",
    "an address behind a user": "<script>location = 'http://site.test@INSIDE/x'</script>",
    "an address before a backslash": "<img src='http:\\\\INSIDE\\.site.test/x'>",
    "an address with a dot at its end": "<img src='http://127.0.0.66.:PORT/x'>",
    "an address mapped to version 6": "<img src='http://[::ffff:127.0.0.66]:PORT/x'>",
}
"""What a page may do to have the browser connect inside."""


async def settled(world: World) -> None:
    """Wait until somebody has come, for a while."""
    for _ in range(100):
        if world.trap.came:
            return
        await asyncio.sleep(0.1)


def prepare(world: World, vector: str) -> str:
    world.site.put("/worker.js", WORKER, headers={"Content-Type": "text/javascript"})
    world.site.put("/away", status=302, headers={"Location": f"http://{world.inside}/x"})
    return world.page(VECTORS[vector])


async def visit(tab: Tab, world: World, vector: str) -> None:
    """Open the page, which may be left for the place inside before it is there."""
    with suppress(StepFailed):
        await tab.do(navigate={"url": prepare(world, vector)})


@pytest.mark.parametrize("vector", VECTORS)
async def test_no_page_gets_inside(behind: Tab, world: World, vector: str) -> None:
    before = world.proxy.said()
    await visit(behind, world, vector)
    assert await asyncio.to_thread(world.proxy.refused, 10, before), "the proxy was not asked"
    assert world.trap.came == []


@pytest.mark.parametrize("vector", VECTORS)
async def test_without_the_proxy_the_same_page_gets_there(free: Tab, world: World, vector: str) -> None:
    await visit(free, world, vector)
    await settled(world)
    assert world.trap.came != []


ICE = """async () => {
  const peer = new RTCPeerConnection({iceServers: [{urls: ["stun:INSIDE", "stun:stun.test:PORT"]}]});
  peer.createDataChannel("a");
  const done = new Promise(end => {
    peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && end();
  });
  await peer.setLocalDescription(await peer.createOffer());
  await Promise.race([done, new Promise(end => setTimeout(end, 6000))]);
  return peer.localDescription.sdp.split("\\n").filter(line => line.startsWith("a=candidate"));
}"""


async def test_web_rtc_sends_nothing_and_tells_no_address(behind: Tab, world: World) -> None:
    await behind.do(navigate={"url": world.page("<p>a</p>")})
    script = ICE.replace("INSIDE", world.inside).replace("PORT", str(world.port))
    candidates = await behind.script(script)
    assert world.trap.came == []
    assert not any(" typ host" in line or " typ srflx" in line for line in candidates if ".local" not in line)


async def test_names_are_resolved_by_the_proxy_alone(behind: Tab, world: World) -> None:
    world.page("<h1>there</h1>")
    await behind.do(navigate={"url": f"http://site.test:{world.port}/"}, expect=[{"title": ""}])
    assert await behind.script("document.body.innerText") == "there"


async def test_a_name_that_changes_its_address_gets_nobody_inside(behind: Tab, world: World) -> None:
    world.names.put("rebind.test", PUBLIC, INSIDE)
    world.page("<p id=a>first</p>")
    await behind.do(navigate={"url": f"http://rebind.test:{world.port}/"})
    told = await behind.script("fetch('http://rebind.test:' + location.port + '/x').then(r => r.status, e => 0)")
    assert (told, world.trap.came) in ((403, []), (404, []))  # refused, or over the connection that was checked


def reason(world: World, failed: StepFailed) -> str:
    return failed.error.message.partition(" is refused by this installation")[0]


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_step_that_leads_inside_says_so(behind: Tab, world: World, scheme: str) -> None:
    url = f"{scheme}://{world.inside}"
    failed = await behind.fails(navigate={"url": f"{url}/x"}, ceiling=PATIENT)
    assert failed.error.kind is K.EGRESS_REFUSED
    assert reason(world, failed) == url
    assert "egress.allow" in failed.error.message
    failure = classify(await behind.evidence(failed))
    assert (failure.fault, failure.reason) == ("Workflow", "EgressRefused")
    assert "egress.allow" in failure.suggested_fix


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_port_that_is_not_open_is_told_with_the_way_to_open_it(behind: Tab, scheme: str) -> None:
    failed = await behind.fails(navigate={"url": f"{scheme}://site.test:8123/"}, ceiling=PATIENT)
    assert failed.error.kind is K.EGRESS_REFUSED
    assert "port 8123" in failed.error.message
    assert "egress.ports" in failed.error.message


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_so_does_a_click(behind: Tab, world: World, scheme: str) -> None:
    await behind.do(navigate={"url": world.page(f"<a href='{scheme}://INSIDE/x'>go</a>")})
    # a click alone is done before a browser that has little of the machine is refused its tunnel
    failed = await behind.fails(css("a"), click={}, expect=[{"title": "Inside"}], ceiling=PATIENT)
    assert (failed.error.kind, reason(world, failed)) == (K.EGRESS_REFUSED, f"{scheme}://{world.inside}")


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_so_does_a_call(behind: Tab, world: World, scheme: str) -> None:
    await behind.do(navigate={"url": world.page("<p>a</p>")})
    failed = await behind.fails(request={"url": f"{scheme}://{world.inside}/x"}, ceiling=PATIENT)
    assert (failed.error.kind, reason(world, failed)) == (K.EGRESS_REFUSED, f"{scheme}://{world.inside}")


async def test_a_site_that_is_down_is_the_sites_fault(behind: Tab, world: World) -> None:
    failed = await behind.fails(navigate={"url": f"https://site.test:{world.port + 1}/"}, ceiling=PATIENT)
    failure = classify(await behind.evidence(failed))
    assert (failed.error.kind, failure.fault) == (K.NAVIGATION, "Website")
    assert failure.category == "SERVICE_UNAVAILABLE"


async def test_a_file_that_the_browser_shows_is_fetched_through_the_proxy_too(behind: Tab, world: World) -> None:
    world.page(f"<a href='http://site.test:{world.port}/paper.pdf'>paper</a>")
    world.site.put("/paper.pdf", "%PDF-1.4", headers={"Content-Type": "application/pdf"})
    await behind.do(navigate={"url": world.site.url})
    done = await behind.do(css("a"), download={})
    assert done.file is not None
    assert world.proxy.log.read_text().count('"requested_host":"site.test') >= 2


SHOWN = ClientCertificate(secret_ref="nurse", origins=("https://portal.test",))


@pytest.mark.parametrize(
    ("says", "field"),
    [(Browser(proxy="http://proxy.test:3128"), "proxy"), (Browser(client_certificate=SHOWN), "clientCertificate")],
)
async def test_a_workflow_with_a_way_out_of_its_own_is_refused(confined: Chromium, says: Browser, field: str) -> None:
    with pytest.raises(StepFailed) as raised:
        await confined.session(says, str)
    assert raised.value.error.kind is K.EGRESS_REFUSED
    assert f"spec.browser.{field}" in raised.value.error.message
