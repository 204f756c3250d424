"""`webmend-server db` on a real database."""

import argparse
import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.builders import SETTINGS
from tests.support.records import record
from webmend.adapters.clock import SystemClock
from webmend.adapters.settings_file import BadSettings
from webmend.adapters.store import History, engine, url_of
from webmend.domain.record import RunFilter
from webmend.server import database


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/history.db"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps(SETTINGS.stored()))
    monkeypatch.setenv("WEBMEND_SETTINGS", str(file))
    return file


def asked(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser("webmend-server")
    database.add_commands(parser)
    return parser.parse_args(["db", *words])


async def test_what_would_go_is_said_by_outcome_and_month_and_nothing_goes(
    url: str, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await database.carry_out(asked("upgrade"), url)
    history, now = History(engine(url_of(url))), SystemClock().now()
    old = now - timedelta(days=200)
    await history.record(
        [record("one", created=old), record("two", created=old, phase="Failed"), record("new", created=now)]
    )
    capsys.readouterr()
    await database.carry_out(asked("prune", "--dry-run"), url)
    assert capsys.readouterr().out.splitlines() == [
        "OUTCOME    MONTH          RUNS",
        f"failed     {old:%Y-%m}           1",
        f"succeeded  {old:%Y-%m}           1",
        "2 runs; those whose object is still there stay",
    ]
    assert len(await history.runs(RunFilter(), 10)) == 3
    await history.close()


async def test_where_nothing_would_go_that_is_said(
    url: str, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await database.carry_out(asked("upgrade"), url)
    capsys.readouterr()
    await database.carry_out(asked("prune", "--dry-run"), url)
    assert capsys.readouterr().out.splitlines()[1:] == ["0 runs; those whose object is still there stay"]


def test_to_delete_by_hand_is_not_offered(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        asked("prune")
    assert "--dry-run" in capsys.readouterr().err


async def test_what_would_go_cannot_be_said_without_settings_or_tables(
    url: str, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(database.Wrong, match="db upgrade"):
        await database.carry_out(asked("prune", "--dry-run"), url)
    monkeypatch.delenv("WEBMEND_SETTINGS")
    with pytest.raises(BadSettings):
        await database.carry_out(asked("prune", "--dry-run"), url)
