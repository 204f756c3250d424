"""The certificates that one browser trusts: an NSS database in a home folder that nobody else has.

Chromium on Linux looks for it in ~/.pki/nssdb and adds it to its own list. In a home folder of its own it changes
nothing for the other browsers of the machine, and needs no place that can be written but the one for scratch.
"""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from . import NotTrusted

CERTUTIL = "certutil"
TRUSTED = "CP,,"
"""For servers, and for nothing else: what it signs (C), and itself where a server has signed its own (P)."""
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----")


def certificates(text: str) -> tuple[str, ...]:
    """The certificates in a PEM text, in their order; what stands between them is passed over."""
    return tuple(dict.fromkeys(_PEM.findall(text)))


async def made(trusted: Sequence[str]) -> Path:
    """A new home folder with a store of these certificates; raises NotTrusted."""
    home = Path(tempfile.mkdtemp(prefix="webmend-home-"))
    try:
        await _fill(home, trusted)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    return home


async def _fill(home: Path, trusted: Sequence[str]) -> None:
    database = home / ".pki/nssdb"
    database.mkdir(parents=True)
    await _certutil("-N", "-d", f"sql:{database}", "--empty-password")
    batch = home / "batch"
    batch.write_text("".join(_addition(home, number, pem) for number, pem in enumerate(trusted)))
    await _certutil("-B", "-d", f"sql:{database}", "-i", str(batch))


def _addition(home: Path, number: int, pem: str) -> str:
    """A line of the batch, whose file is written."""
    file = home / f"{number}.pem"
    file.write_text(pem)
    return f"-A -n webmend-{number} -t {TRUSTED} -i {file}\n"


async def _certutil(*arguments: str) -> None:
    try:
        process = await asyncio.create_subprocess_exec(
            CERTUTIL, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
    except FileNotFoundError:
        need = "certutil is needed for caBundleRef and clientCertificate: install libnss3-tools (nss-tools)"
        raise NotTrusted("CertutilMissing", need) from None
    said, _ = await process.communicate()
    if process.returncode:
        told = " ".join(said.decode(errors="replace").split())[-300:]
        raise NotTrusted("CaBundleInvalid", f"a certificate of the CA bundle cannot be read: {told}")
