"""A port of this machine that leads to a Service, held open by kubectl: only the API server need be in reach."""

import asyncio
import re
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from webmend.ports.cluster import Unavailable

_FORWARDING = re.compile(rb"Forwarding from 127\.0\.0\.1:(\d+) ")
PATIENCE = 20.0
"""Seconds until the port is open."""
GRACE = 5.0


@asynccontextmanager
async def forwarded(
    namespace: str, service: str, kubeconfig: str | None = None, context: str | None = None
) -> AsyncIterator[str]:
    """The address of the Service's port `http` on the loopback interface, as long as the context lasts.

    Raises Unavailable when kubectl is not there, or cannot open the port; its text is kubectl's own.
    """
    kubectl = await _started([*_option("--kubeconfig", kubeconfig), *_option("--context", context)], namespace, service)
    try:
        yield f"http://127.0.0.1:{await _port(kubectl)}"
    finally:
        await _ended(kubectl)


def _option(name: str, value: str | None) -> list[str]:
    return [name, value] if value else []


async def _started(where: list[str], namespace: str, service: str) -> Process:
    words = ["port-forward", "--address=127.0.0.1", f"--namespace={namespace}", f"service/{service}", ":http"]
    try:
        return await asyncio.create_subprocess_exec("kubectl", *where, *words, stdin=DEVNULL, stdout=PIPE, stderr=PIPE)
    except FileNotFoundError:
        raise Unavailable("kubectl is not there, which reaches the server: install it, or give --server URL") from None


async def _port(kubectl: Process) -> int:
    assert kubectl.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            line = await kubectl.stdout.readline()
    except TimeoutError:
        raise Unavailable(f"kubectl port-forward has not opened a port in {PATIENCE:g} s") from None
    if found := _FORWARDING.match(line):
        return int(found[1])
    raise Unavailable(f"kubectl port-forward: {await _complaint(kubectl)}")


async def _complaint(kubectl: Process) -> str:
    assert kubectl.stderr is not None
    try:
        async with asyncio.timeout(GRACE):
            said = await kubectl.stderr.read(2000)
    except TimeoutError:
        return "it says nothing"
    return said.decode(errors="replace").strip() or "it says nothing"


async def _ended(kubectl: Process) -> None:
    with suppress(ProcessLookupError):
        kubectl.terminate()
    try:
        async with asyncio.timeout(GRACE):
            await kubectl.wait()
    except TimeoutError:
        kubectl.kill()
        await kubectl.wait()
