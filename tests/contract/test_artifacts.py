"""What every artifact store does: the fake in memory, and the real ones, on a folder and in a bucket."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.artifacts import FakeArtifacts
from tests.support.s3 import BUCKET, s3_server, told
from webmend.adapters.artifacts import LocalArtifacts
from webmend.adapters.artifacts.bucket import BucketArtifacts
from webmend.ports.artifacts import ArtifactNotFound, Artifacts, Stored


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with s3_server() as endpoint:
        yield endpoint


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> BucketArtifacts:
    """One with a prefix of its own."""
    told(monkeypatch, s3)
    return BucketArtifacts(f"s3://{BUCKET}/{uuid4().hex}")


@pytest.fixture(params=["fake", "folder", "bucket"])
def artifacts(request: pytest.FixtureRequest, tmp_path: Path) -> Artifacts:
    if request.param == "bucket":
        found: Artifacts = request.getfixturevalue("bucket")
        return found
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
async def test_bodies_are_listed_by_prefix_with_their_sizes_sorted_by_key(
    artifacts: Artifacts, prefix: str, want: list[str]
) -> None:
    for key in ("z", "runs/u2/a1/x", "runs/u1/a10/x", "runs/u1/a1/x"):
        await artifacts.put(key, key.encode(), "text/plain")

    assert await artifacts.list(prefix) == [Stored(key, len(key)) for key in want]


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


async def test_a_folder_goes_with_the_last_that_was_in_it_but_for_the_first(tmp_path: Path) -> None:
    artifacts = LocalArtifacts(tmp_path)
    for key in ("runs/u/a1/files/page.png", "runs/u/a1/steps.jsonl"):
        await artifacts.put(key, b"x", "image/png")
    await artifacts.delete("runs/u/a1/files/page.png")
    assert [each.name for each in (tmp_path / "runs/u/a1").iterdir()] == ["steps.jsonl"]
    await artifacts.delete("runs/u/a1/steps.jsonl")
    assert list((tmp_path / "runs").iterdir()) == []


async def test_an_unfinished_file_is_no_artifact(tmp_path: Path) -> None:
    (tmp_path / ".unfinished-abc").write_bytes(b"half")

    assert await LocalArtifacts(tmp_path).list("") == []


async def test_a_line_that_a_crash_has_cut_short_does_not_take_the_next_one_with_it(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_bytes(b'{"done": 1}\n{"do')

    await LocalArtifacts(tmp_path).append("log.jsonl", b'{"done": 2}')

    assert (tmp_path / "log.jsonl").read_bytes().splitlines()[-1] == b'{"done": 2}'


async def test_a_body_that_is_put_takes_the_place_of_lines(artifacts: Artifacts) -> None:
    await artifacts.append("log.jsonl", b"one")
    await artifacts.put("log.jsonl", b"two\n", "application/jsonl")
    await artifacts.append("log.jsonl", b"three")

    assert await artifacts.get("log.jsonl") == b"two\nthree\n"
    assert await artifacts.list("") == [Stored("log.jsonl", 10)]


async def test_a_body_of_lines_is_deleted_whole(artifacts: Artifacts) -> None:
    await artifacts.append("log.jsonl", b"one")
    await artifacts.append("log.jsonl", b"two")

    await artifacts.delete("log.jsonl")

    assert await artifacts.list("") == []


async def test_a_bucket_knows_the_type_of_a_body(bucket: BucketArtifacts) -> None:
    """For those who are sent to the bucket itself."""
    await bucket.put("page.webp", b"RIFF", "image/webp")

    assert (await bucket.store.get_async("page.webp")).attributes["Content-Type"] == "image/webp"


@pytest.mark.parametrize("refused", ["put", "append", "get", "list", "delete"])
async def test_a_bucket_that_does_not_answer_fails_as_a_folder_does(
    monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    told(monkeypatch, "http://127.0.0.1:9")
    away = BucketArtifacts(f"s3://{BUCKET}")
    arguments = {"put": (b"1", "text/plain"), "append": (b"1",)}.get(refused, ())

    with pytest.raises(OSError, match="bucket"):
        await getattr(away, refused)("one", *arguments)
