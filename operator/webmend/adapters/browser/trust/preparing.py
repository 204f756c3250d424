"""Getting ready what a browser is started with where it trusts more, or is known, beyond what it brings."""

import datetime
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import NotTrusted, Trust, store
from .tunnels import Tunnels, host_and_port


@dataclass(frozen=True)
class Prepared:
    """What the browser needs, until it has ended."""

    home: Path
    """Its home folder, with the store of certificates in it."""
    tunnels: Tunnels | None = None
    """Where a client certificate is shown."""

    async def close(self) -> None:
        """Leave nothing behind."""
        if self.tunnels is not None:
            await self.tunnels.close()
        shutil.rmtree(self.home, ignore_errors=True)


async def prepare(trust: Trust, resolve: Mapping[str, str], now: datetime.datetime) -> Prepared:
    """What a browser is started with; raises NotTrusted. `resolve`: where hosts are that no name server knows."""
    if not hasattr(os, "memfd_create"):
        raise NotTrusted("LinuxNeeded", "caBundleRef and clientCertificate are there on Linux only")
    trusted = _bundle(trust)
    if not trust.origins:
        return Prepared(await store.made(trusted))
    from .identity import Identity  # few workflows need it, and every start would pay for it

    own = Identity.of([host_and_port(origin)[0] for origin in trust.origins], now)
    home = await store.made((*trusted, own.authority))
    try:
        return Prepared(home, await Tunnels.opened(trust.origins, own, "\n".join(trusted), resolve))
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise


def _bundle(trust: Trust) -> tuple[str, ...]:
    if trust.authorities is None:
        return ()
    found = store.certificates(trust.authorities)
    if not found:
        said = "the ConfigMap that browser.caBundleRef names is not there, or holds no certificate in PEM"
        raise NotTrusted("CaBundleNotFound", said)
    return found
