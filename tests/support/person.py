"""Somebody who calls the API, with a token and some rights."""

from typing import Any

import httpx

from tests.support.server import Server


class Person:
    """Calls a server; `rights` are verbs with their resource (workflowruns without one), everywhere."""

    def __init__(self, server: Server, *rights: str, name: str = "ada", namespace: str = ""):
        self.server = server
        self.name = name
        self.headers = {"Authorization": f"Bearer token-of-{name}"}
        user = {"username": name, "uid": f"uid-of-{name}", "groups": []}
        server.cluster.tokens[f"token-of-{name}"] = {
            "authenticated": True,
            "audiences": ["webmend-server"],
            "user": user,
        }
        for right in rights:
            verb, _, resource = right.partition(" ")
            server.cluster.rights.add((name, f"{verb} {resource or 'workflowruns'}.webmend.io", namespace))

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """The answer to a call under /api/v1; `headers` with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {} if body is None else {"json": body}
        return await self.server.http.request(method, f"/api/v1{path}", headers={**self.headers, **named}, **sent)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.call("GET", path, **headers)

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.call("POST", path, body, **headers)
