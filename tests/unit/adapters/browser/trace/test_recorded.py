"""The file of a recorded trace, and the one that may be kept."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from webmend.adapters.browser.trace import recorded
from webmend.adapters.browser.trace.recorded import RecordedTrace
from webmend.policy.redact import Redactor
from webmend.ports.trace import NoTrace

SECRET = "correct-horse"
LINE = json.dumps({"type": "log", "callId": "c@1", "message": f"said {SECRET} twice"}).encode()
FILES = {"trace.trace": LINE + b"\n", "trace.network": b"", "resources/a.png": SECRET.encode()}


def trace(files: Mapping[str, bytes], folder: Path) -> tuple[RecordedTrace, Path]:
    """One as the driver leaves it, and the folder that goes with it."""
    scratch = TemporaryDirectory(dir=folder)
    file = Path(scratch.name) / "recorded.zip"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return RecordedTrace(file, scratch), Path(scratch.name)


def hide(more: object) -> Redactor:
    return Redactor([SECRET])


def test_what_is_kept_is_an_archive_that_opens_and_holds_no_secret(tmp_path: Path) -> None:
    made, _ = trace(FILES, tmp_path)
    with ZipFile(io.BytesIO(made.without_secrets(hide, 60))) as kept:
        assert kept.testzip() is None
        found = {name: kept.read(name).decode() for name in kept.namelist()}
    assert found == {
        "trace.trace": '{"type":"log","callId":"c@1","message":"said *** twice"}\n',
        "trace.network": "",
    }


@pytest.mark.parametrize(("most", "seconds"), [(1, 60), (1000, -1)], ids=["too much text", "too late"])
def test_what_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, seconds: float
) -> None:
    monkeypatch.setattr(recorded, "MOST_TEXT", most)
    made, scratch = trace(FILES, tmp_path)
    with pytest.raises(NoTrace):
        made.without_secrets(hide, seconds)
    assert not scratch.exists()


def test_what_was_recorded_is_gone_once_it_has_been_gone_through(tmp_path: Path) -> None:
    made, scratch = trace(FILES, tmp_path)
    made.without_secrets(hide, 60)
    assert not scratch.exists()
