"""The database of the history: where it is, and the commands about its tables."""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import structlog

from webmend.adapters import settings_file
from webmend.adapters.clock import SystemClock
from webmend.adapters.store import BadUrl, History, Outbox, Schema, SchemaFailed, WrongSchema, engine, url_of
from webmend.domain.settings import RetentionSettings
from webmend.ports.store import Store, StoreFailed

from .pruning import expired

FILE = "history.db"
_log = structlog.get_logger()


class Wrong(Exception):
    """The server cannot go on with this database: says why, and what to do."""


def url(environment: Mapping[str, str], folder: Path) -> str:
    """Where the history is kept."""
    return environment.get("WEBMEND_DATABASE") or f"sqlite:///{(folder / FILE).absolute()}"


async def opened(where: str) -> tuple[Store, Outbox]:
    """The history there, and what is on its way to people; raises Wrong where its tables are not those of this release.

    One that does not answer is waited for while the server serves: runs go on without it, and are recorded afterwards.
    """
    schema = _schema(where)
    try:
        await schema.check()
    except WrongSchema as wrong:
        raise Wrong(str(wrong)) from None
    except SchemaFailed as failed:
        _log.warning("the history does not answer yet", error=str(failed))
    return History(schema.engine), Outbox(schema.engine)


def add_commands(parser: argparse.ArgumentParser) -> None:
    """`db upgrade`, `db downgrade`, `db current`, `db prune`."""
    commands = parser.add_subparsers(dest="command", metavar="", title="commands")
    about = commands.add_parser("db", help="the tables of the history").add_subparsers(
        dest="about", metavar="COMMAND", required=True
    )
    upgrade = about.add_parser("upgrade", help="make them, or bring them to this release")
    upgrade.add_argument("revision", nargs="?", default="head", help="default: that of this release")
    downgrade = about.add_parser("downgrade", help="bring them back, for an older release: what is new is lost")
    downgrade.add_argument("revision", help="one that `db current` of that release says; `base` leaves nothing")
    prune = about.add_parser("prune", help="say which runs are kept no longer; the server lets go of them by itself")
    prune.add_argument("--dry-run", action="store_true", required=True, help="nothing is deleted by this command")
    about.add_parser("current", help="say which revision they are at")


async def carry_out(arguments: argparse.Namespace, where: str) -> None:
    """Do what one of these commands says; raises Wrong, and BadSettings where it needs them."""
    if arguments.about == "prune":
        await _say_what_would_go(where, settings_file.load(os.environ).retention)
        return
    schema = _schema(where)
    try:
        if arguments.about == "upgrade":
            await schema.upgrade(arguments.revision)
        if arguments.about == "downgrade":
            await schema.downgrade(arguments.revision)
        sys.stdout.write(f"{await schema.current() or 'none'}\n")
    except SchemaFailed as failed:
        raise Wrong(str(failed)) from None
    finally:
        await schema.engine.dispose()


async def _say_what_would_go(where: str, settings: RetentionSettings) -> None:
    store, _ = await opened(where)
    try:
        found = await expired(store, settings, SystemClock())
    except StoreFailed as failed:
        raise Wrong(str(failed)) from None
    finally:
        await store.close()
    lines = [f"{each.outcome:<11}{each.month:%Y-%m}{each.runs:>12}" for each in found]
    total = f"{sum(each.runs for each in found)} runs; those whose object is still there stay"
    sys.stdout.write("\n".join(["OUTCOME    MONTH          RUNS", *lines, total, ""]))


def _schema(where: str) -> Schema:
    try:
        return Schema(engine(url_of(where)))
    except BadUrl as bad:
        raise Wrong(f"WEBMEND_DATABASE: {bad}") from None
