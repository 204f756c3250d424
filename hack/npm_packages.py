"""Packages from the npm registry at a pinned version, checked against a pinned digest, unpacked in the user's cache.

Needs the network the first time: npm fetches, which knows about proxies and mirrors; without npm the public registry is
asked itself. What is in the cache needs neither again.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

REGISTRY = "https://registry.npmjs.org"
LARGEST = 200 * 1024 * 1024
"""Bytes of a tarball."""
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "webmend" / "npm"


class Unavailable(Exception):
    """A package could not be fetched, or is not the one that was pinned."""


@dataclass(frozen=True)
class Package:
    """One version of a package."""

    name: str
    version: str
    integrity: str
    """sha512-BASE64 of its tarball, as the registry gives it."""

    @property
    def folder(self) -> Path:
        """Where it is unpacked."""
        return CACHE / f"{self.name.replace('/', '-').lstrip('@')}-{self.version}"

    def fetch(self) -> Path:
        """The folder with its files; raises Unavailable."""
        if not self.folder.is_dir():
            with tempfile.TemporaryDirectory() as scratch:
                self._unpack(self._download(Path(scratch)), Path(scratch))
        return self.folder

    def _download(self, folder: Path) -> Path:
        """Its tarball, checked."""
        tarball = self._by_npm(folder) if shutil.which("npm") else self._from_registry(folder)
        digest = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
        if digest != self.integrity:
            raise Unavailable(f"{self.name}@{self.version} is {digest}, pinned was {self.integrity}")
        return tarball

    def _by_npm(self, folder: Path) -> Path:
        command = ["npm", "pack", "--silent", "--ignore-scripts", f"{self.name}@{self.version}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
        tarballs = list(folder.glob("*.tgz"))
        if done.returncode or len(tarballs) != 1:
            raise Unavailable(f"npm could not fetch {self.name}@{self.version}: {done.stderr.strip()[-500:]}")
        return tarballs[0]

    def _from_registry(self, folder: Path) -> Path:
        tarball = folder / "package.tgz"
        file = f"{self.name.rpartition('/')[2]}-{self.version}.tgz"
        try:
            with urllib.request.urlopen(f"{REGISTRY}/{self.name}/-/{file}", timeout=60) as answer:
                tarball.write_bytes(answer.read(LARGEST))
        except OSError as error:
            raise Unavailable(f"{REGISTRY} did not give {self.name}@{self.version}: {error}") from None
        return tarball

    def _unpack(self, tarball: Path, scratch: Path) -> None:
        """Whole or not at all: the folder appears once everything is in it."""
        with tarfile.open(tarball) as archive:
            archive.extractall(scratch / "files", filter="data")
        inner = next(path for path in (scratch / "files").iterdir() if path.is_dir())
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as beside:
            staged = Path(beside) / "package"
            shutil.copytree(inner, staged)
            staged.rename(self.folder)
