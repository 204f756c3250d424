"""What a story has left is read through kubectl, by somebody who may only look."""

import json
from pathlib import Path

import pytest

from hack.stories.play import Played
from hack.stories.reader import webmend


@pytest.mark.timeout(1800)
def test_data_and_pictures_of_a_run_are_taken_through_kubectl(played: dict[str, Played], tmp_path: Path) -> None:
    data = json.loads(webmend("data", "visits"))
    downloaded = webmend("artifacts", "visits", "a1/files/*", "--download", "--to", str(tmp_path))

    assert len(data["visits"]) == played["visits"].status["records"]
    pictures = list(tmp_path.rglob("*.png"))
    assert pictures, downloaded
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


def test_every_run_is_listed_from_the_history(played: dict[str, Played]) -> None:
    listed = json.loads(webmend("list", "--limit", "200", "--output", "json"))

    assert set(played) <= {run["name"] for run in listed}
