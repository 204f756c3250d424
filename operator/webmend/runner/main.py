"""`webmend-runner`: one attempt in a pod. Its exit status and its termination message say how it ended.

Chromium takes the longest to start, so it is started first; all that this process needs besides is imported meanwhile.
"""

import asyncio
import os
import sys
from importlib import import_module

from webmend.adapters.browser import launch

from .environment import Environment, Misconfigured


def main() -> None:
    """Run the attempt that the environment names, and end the process with its status."""
    try:
        environment = Environment.read(os.environ)
    except Misconfigured as wrong:
        sys.stderr.write(f"webmend-runner: {wrong}\n")
        sys.exit(os.EX_USAGE)
    sys.exit(asyncio.run(run(environment)))


async def run(environment: Environment) -> int:
    """Run the attempt; the exit status."""
    browser = launch(
        environment.chromium,
        environment.sandbox,
        trust=environment.trust,
        egress=environment.egress_proxy,
        debug_port=environment.debug_port,
    )
    launching = asyncio.ensure_future(browser)
    await asyncio.sleep(0)  # the driver's process is under way before we import
    work = await asyncio.to_thread(import_module, ".work", __package__)
    status: int = await work.work(environment, launching)
    return status
