"""The pause image is a docker archive that containerd imports under the name it is given."""

import hashlib
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from hack.cluster import pause_image

NAME = "localhost/webmend/pause:local"


@pytest.fixture
def archive(tmp_path: Path) -> dict[str, bytes]:
    path = tmp_path / "pause.tar"
    pause_image.write_image(b"\x7fELF", NAME, path)
    with tarfile.open(path) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]


def document(archive: dict[str, bytes], name: str) -> Any:
    return json.loads(archive[name])


def test_the_manifest_names_the_image_and_its_parts(archive: dict[str, bytes]) -> None:
    assert document(archive, "manifest.json") == [
        {"Config": "config.json", "RepoTags": [NAME], "Layers": ["layer.tar"]}
    ]


def test_the_configuration_names_the_layer_by_its_digest(archive: dict[str, bytes]) -> None:
    digest = hashlib.sha256(archive["layer.tar"]).hexdigest()
    assert document(archive, "config.json")["rootfs"] == {"type": "layers", "diff_ids": [f"sha256:{digest}"]}


def test_it_runs_as_no_one(archive: dict[str, bytes]) -> None:
    assert document(archive, "config.json")["config"] == {"Entrypoint": ["/pause"], "User": "65535"}


def test_the_same_binary_gives_the_same_image(tmp_path: Path) -> None:
    for name in ("one", "two"):
        pause_image.write_image(b"\x7fELF", NAME, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
