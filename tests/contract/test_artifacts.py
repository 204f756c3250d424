"""What every artifact store does: the fake in memory, and the real one on a folder."""

import asyncio
from pathlib import Path

import pytest

from tests.support.artifacts import FakeArtifacts
from webmend.adapters.artifacts import LocalArtifacts
from webmend.ports.artifacts import ArtifactNotFound, Artifacts


@pytest.fixture(params=["fake", "folder"])
def artifacts(request: pytest.FixtureRequest, tmp_path: Path) -> Artifacts:
    return FakeArtifacts() if request.param == "fake" else LocalArtifacts(tmp_path / "store")


async def test_a_body_is_got_as_it_was_put(artifacts: Artifacts) -> None:
    await artifacts.put("runs/u/a1/page.png", b"\x89PNG", "image/png")

    assert await artifacts.get("runs/u/a1/page.png") == b"\x89PNG"


async def test_a_second_body_takes_the_place_of_the_first(artifacts: Artifacts) -> None:
    await artifacts.put("one.json", b"a long first body", "application/json")
    await artifacts.put("one.json", b"{}", "application/json")

    assert await artifacts.get("one.json") == b"{}"


@pytest.mark.parametrize("key", ["nothing", "folder/nothing", "folder", "folder/one.txt/below"])
async def test_what_was_never_put_is_not_found(artifacts: Artifacts, key: str) -> None:
    await artifacts.put("folder/one.txt", b"1", "text/plain")

    with pytest.raises(ArtifactNotFound):
        await artifacts.get(key)


async def test_lines_are_added_in_order(artifacts: Artifacts) -> None:
    await artifacts.append("log.jsonl", b"one")
    await artifacts.append("log.jsonl", b"two")

    assert await artifacts.get("log.jsonl") == b"one\ntwo\n"


async def test_lines_added_at_the_same_time_stay_whole(artifacts: Artifacts) -> None:
    lines = [f"{n}:".encode() + b"x" * 5000 for n in range(40)]

    await asyncio.gather(*(artifacts.append("log.jsonl", line) for line in lines))

    assert sorted((await artifacts.get("log.jsonl")).splitlines()) == sorted(lines)


@pytest.mark.parametrize(
    ("prefix", "want"),
    [
        ("", ["runs/u1/a1/x", "runs/u1/a10/x", "runs/u2/a1/x", "z"]),
        ("runs/u1/", ["runs/u1/a1/x", "runs/u1/a10/x"]),
        ("runs/u1/a1", ["runs/u1/a1/x", "runs/u1/a10/x"]),
        ("runs/u1/a1/", ["runs/u1/a1/x"]),
        ("runs/u3/", []),
        ("z", ["z"]),
    ],
)
async def test_keys_are_listed_by_prefix_and_sorted(artifacts: Artifacts, prefix: str, want: list[str]) -> None:
    for key in ("z", "runs/u2/a1/x", "runs/u1/a10/x", "runs/u1/a1/x"):
        await artifacts.put(key, b"1", "text/plain")

    assert await artifacts.list(prefix) == want


async def test_what_is_deleted_is_gone_and_deleting_it_again_does_nothing(artifacts: Artifacts) -> None:
    await artifacts.put("one", b"1", "text/plain")

    await artifacts.delete("one")
    await artifacts.delete("one")

    assert await artifacts.list("") == []


BAD_KEYS = [
    "", "/", "/etc/passwd", "a/", "a//b", "..", "../a", "a/../b", "a/..", ".", "./a", "a/./b", ".hidden", "a\\b", "a b",
    "a\x00b", "a\nb", "a%2e%2e/b", "C:/a", "~root", "é", "a" * 201, "-option",
]  # fmt: skip


@pytest.mark.parametrize("key", BAD_KEYS)
async def test_a_key_that_is_no_plain_path_is_refused_by_every_method(artifacts: Artifacts, key: str) -> None:
    for refused in (artifacts.put(key, b"1", "text/plain"), artifacts.append(key, b"1"), artifacts.get(key)):
        with pytest.raises(ValueError, match="plain segments"):
            await refused
    with pytest.raises(ValueError, match="plain segments"):
        await artifacts.delete(key)

    assert await artifacts.list("") == []


async def test_an_unfinished_file_is_no_artifact(tmp_path: Path) -> None:
    (tmp_path / ".unfinished-abc").write_bytes(b"half")

    assert await LocalArtifacts(tmp_path).list("") == []


async def test_a_line_that_a_crash_has_cut_short_does_not_take_the_next_one_with_it(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_bytes(b'{"done": 1}\n{"do')

    await LocalArtifacts(tmp_path).append("log.jsonl", b'{"done": 2}')

    assert (tmp_path / "log.jsonl").read_bytes().splitlines()[-1] == b'{"done": 2}'
