"""The ports that people's tools look at."""

import socket

import aiohttp
import pytest
from aiohttp import web

from webmend.adapters.listening import listening

HOSTS = ["127.0.0.1", *(["[::1]"] if socket.has_dualstack_ipv6() else [])]


async def _hello(_: web.Request) -> web.Response:
    return web.Response(text="hello")


async def test_a_free_port_is_the_same_of_all_addresses() -> None:
    app = web.Application()
    app.add_routes([web.get("/", _hello)])
    async with listening(app, 0) as port, aiohttp.ClientSession() as session:
        for host in HOSTS:
            async with session.get(f"http://{host}:{port}/") as answer:
                assert await answer.text() == "hello"
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientError):
            await session.get(f"http://127.0.0.1:{port}/")
