"""A real browser in a network of its own that changes while a page is opened: what Chromium meets in a young pod.

Run as a program it is the inside of that network; `opened` makes the network and tells what came of it.
"""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.browser.site import serve
from tests.support.chromium import EXECUTABLE
from webmend.adapters.browser import launch
from webmend.domain.graph import Node
from webmend.domain.workflow import Browser

OWN_NETWORK = ("unshare", "--user", "--map-root-user", "--net")
PEER = "10.9.9.2"
"""Nobody has this address at first, so the browser waits to be connected; then the machine has it itself."""
LINKS = (
    "ip link set lo up",
    "ip link add d0 type veth peer name d1",
    "ip link set d1 up",
    "ip link set d0 up",
    "ip addr add 10.9.9.1/24 dev d0",
)
COMES = f"ip addr add {PEER}/24 dev d0"
ROOT = Path(__file__).parents[2]


async def opened() -> dict[str, Any]:
    """What doing the step gave; skips the test where this machine lets nobody have a network of their own."""
    links = " && ".join(LINKS)
    if subprocess.run([*OWN_NETWORK, "sh", "-c", links], capture_output=True, check=False).returncode:
        pytest.skip("no network namespaces for this user, or no veth links")
    inside = (*OWN_NETWORK, sys.executable, "-m", "tests.support.changing_network")
    process = await asyncio.create_subprocess_exec(*inside, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    said, _ = await asyncio.wait_for(process.communicate(), 60)
    told: dict[str, Any] = json.loads(said)
    return told


async def _inside() -> None:
    for command in LINKS:
        _call(command)
    browser = await launch(EXECUTABLE, sandbox=False)
    session = await browser.session(Browser(), str)
    with serve("0.0.0.0") as site:
        site.put("/", "<h1>Patients</h1>")
        port = site.url.rpartition(":")[2]
        node = Node.model_validate({"id": "open", "navigate": {"url": f"http://{PEER}:{port}/"}})
        asyncio.get_running_loop().call_later(1.0, _call, COMES)
        performed = await session.perform(node, 20.0)
        text = await session._tab.page.inner_text("h1")
        print(json.dumps({"note": performed.note, "text": text, "asked": site.asked.count("/")}))
    await session.close()
    await browser.close()


def _call(command: str) -> None:
    subprocess.run(command.split(), check=True)


if __name__ == "__main__":
    asyncio.run(_inside())
