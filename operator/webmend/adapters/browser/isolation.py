"""What a renderer shows of Chromium's sandbox, read from /proc as any process of the same user can."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, Error

from webmend.domain.report import Isolation

NAMESPACES = ("user", "pid", "net")
"""Namespaces that a sandboxed renderer has of its own. It shares the mount namespace, and sees an empty root in it."""


@dataclass(frozen=True)
class Confinement:
    """What /proc says of one process."""

    namespaces: Mapping[str, str] = field(default_factory=dict)
    """Name of a namespace and which one the process is in."""
    root: str = "/"
    """Its root folder."""
    seccomp_filters: int = 0
    """How many filters stand before its system calls. The container's own one counts too: only the difference tells."""


async def renderer_of(browser: Browser) -> int | None:
    """Process id of a renderer; None when the browser does not tell."""
    try:
        client = await browser.new_browser_cdp_session()
        processes = (await client.send("SystemInfo.getProcessInfo"))["processInfo"]
        await client.detach()
    except Error:
        return None
    return next((int(process["id"]) for process in processes if process["type"] == "renderer"), None)


def read(process: int | str, proc: Path = Path("/proc")) -> Confinement:
    """The confinement of a process ("self" for our own); raises OSError when it cannot be read."""
    folder = proc / str(process)
    return Confinement(
        namespaces={name: str((folder / "ns" / name).readlink()) for name in NAMESPACES},
        root=str((folder / "root").readlink()),
        seccomp_filters=_filters((folder / "status").read_text()),
    )


def _filters(status: str) -> int:
    for line in status.splitlines():
        if line.startswith("Seccomp_filters:"):
            return int(line.split()[1])
    return 0


def judge(renderer: Confinement, own: Confinement) -> Isolation:
    """Strict with every part of the sandbox, Compat with none, Unknown with some of them: that is no known set-up."""
    parts = {
        **{f"{name} namespace": renderer.namespaces[name] != own.namespaces[name] for name in NAMESPACES},
        "root": renderer.root != own.root,
        "seccomp": renderer.seccomp_filters > own.seccomp_filters,
    }
    level = "Strict" if all(parts.values()) else "Unknown" if any(parts.values()) else "Compat"
    detail = ", ".join(f"{name} {'its own' if is_own else 'shared'}" for name, is_own in parts.items())
    return Isolation(level=level, detail=f"renderer: {detail}")


async def look(browser: Browser) -> Isolation:
    """What the browser's own renderer shows; Unknown with the reason when it cannot be read."""
    pid = await renderer_of(browser)
    if pid is None:
        return Isolation(level="Unknown", detail="the browser named no renderer")
    try:
        return judge(read(pid), read("self"))
    except OSError as error:
        return Isolation(level="Unknown", detail=f"/proc of the renderer: {error.strerror}")
