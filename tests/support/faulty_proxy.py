"""A proxy before a real API server that goes wrong when told to."""

import asyncio
import base64
import json
import ssl
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from aiohttp import web

HOP_BY_HOP = ("Transfer-Encoding", "Content-Length", "Content-Encoding", "Connection")


@dataclass(frozen=True, eq=False)
class _Stream:
    """One answer under way: from the API server (up) to who asked (down)."""

    request: web.Request
    down: web.StreamResponse
    up: aiohttp.ClientResponse


class FaultyProxy:
    """Speaks plain HTTP and is the administrator towards the API server. Kinds are named by their plural."""

    def __init__(self, server: str, session: aiohttp.ClientSession) -> None:
        self._server = server
        self._session = session
        self._streams: dict[str, list[_Stream]] = {}
        self._refusals: list[tuple[str, bool, int]] = []
        self.is_silent = False
        """Requests are taken and never answered."""

    def refuse(self, plural: str, status: int, times: int, *, watches: bool) -> None:
        """Answer the next lists, or watches, of a kind with that HTTP status."""
        self._refusals += [(plural, watches, status)] * times

    @property
    def is_done(self) -> bool:
        """Everything that was to be refused has been."""
        return not self._refusals

    def streams(self, plural: str) -> int:
        """How many watches of a kind are open."""
        return len(self._streams.get(plural, []))

    async def inject(self, plural: str, code: int) -> None:
        """Put an ERROR event into every open watch of a kind and end it."""
        error = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "message": "injected"}
        line = json.dumps({"type": "ERROR", "object": error}).encode() + b"\n"
        for stream in self._streams.pop(plural, []):
            await stream.down.write(line)
            await stream.down.write_eof()
            stream.up.close()

    def cut(self) -> None:
        """Break every open watch off in the middle."""
        for stream in [stream for streams in self._streams.values() for stream in streams]:
            if stream.request.transport is not None:
                stream.request.transport.close()
            stream.up.close()
        self._streams.clear()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.is_silent:
            await asyncio.Event().wait()
        watches = request.query.get("watch") == "true"
        for refusal in self._refusals:
            if request.path.endswith(f"/{refusal[0]}") and request.method == "GET" and watches is refusal[1]:
                self._refusals.remove(refusal)
                return _status(refusal[2])
        return await self._forward(request, watches)

    async def _forward(self, request: web.Request, watches: bool) -> web.StreamResponse:
        headers = {k: v for k, v in request.headers.items() if k not in ("Host", "Authorization", "Accept-Encoding")}
        async with self._session.request(
            request.method, self._server + request.path_qs, headers=headers, data=await request.read() or None
        ) as answer:
            kept = {k: v for k, v in answer.headers.items() if k not in HOP_BY_HOP}
            response = web.StreamResponse(status=answer.status, headers=kept)
            stream = _Stream(request, response, answer)
            open_streams = self._streams.setdefault(request.path.rpartition("/")[2], []) if watches else []
            open_streams.append(stream)
            try:
                await response.prepare(request)
                async for chunk in answer.content.iter_any():
                    await response.write(chunk)
                await response.write_eof()
            except (ConnectionError, aiohttp.ClientError, RuntimeError):
                pass  # cut, or ended by an injected error
            finally:
                if stream in open_streams:
                    open_streams.remove(stream)
            return response


@asynccontextmanager
async def faulty_proxy(kubeconfig: str, folder: Path) -> AsyncIterator[tuple[FaultyProxy, str]]:
    """The proxy, and a kubeconfig that leads through it."""
    config = yaml.safe_load(Path(kubeconfig).read_text())
    cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
    connector = aiohttp.TCPConnector(ssl=_tls(cluster, user), limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None)) as session:
        proxy = FaultyProxy(cluster["server"], session)
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{path:.*}", proxy.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        config["clusters"][0]["cluster"] = {"server": f"http://127.0.0.1:{runner.addresses[0][1]}"}
        config["users"][0]["user"] = {"token": "through-the-proxy"}
        path = folder / "through-the-proxy.kubeconfig"
        path.write_text(yaml.safe_dump(config))
        try:
            yield proxy, str(path)
        finally:
            await runner.cleanup()


def _tls(cluster: dict[str, Any], user: dict[str, Any]) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=base64.b64decode(cluster["certificate-authority-data"]).decode())
    with tempfile.NamedTemporaryFile() as certificate, tempfile.NamedTemporaryFile() as key:
        for file, data in ((certificate, "client-certificate-data"), (key, "client-key-data")):
            file.write(base64.b64decode(user[data]))
            file.flush()
        context.load_cert_chain(certificate.name, key.name)
    return context


def _status(code: int) -> web.Response:
    body = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "message": "injected"}
    return web.json_response(body, status=code)
