"""Selenium IDE: a .side project (versions 1.0 to 3.0; packages/side-model in SeleniumHQ/selenium-ide)."""

from typing import Any

from .commands import Interpreter
from .recording import Recording
from .source import NotImportable, Record

KIND = "Selenium IDE"
NEWEST = 3
"""Major version of the project files known here."""


def is_one(record: Record) -> bool:
    """Whether the JSON is a project of this kind."""
    return isinstance(record.get("tests"), list)


def read(record: Record, test: str | None = None) -> Recording:
    """The test of that name, or the only one; raises NotImportable."""
    major = record.text("version").partition(".")[0]
    if major.isdigit() and int(major) > NEWEST:
        raise NotImportable(
            f"a project of version {record.text('version')[:16]}; known are those up to {NEWEST}", record.line
        )
    if not isinstance(record.get("tests"), list):
        raise NotImportable("a project has a list of tests", record.line)
    chosen = _pick(record, test)
    if not isinstance(chosen.get("commands"), list):
        raise NotImportable("a test has a list of commands", chosen.line)
    interpreter = Interpreter(record.text("url"), {t.text("name"): t for t in record.records("tests")})
    interpreter.run(chosen)
    return interpreter.recording(KIND, chosen.text("name") or record.text("name"), _description(record, chosen))


def _pick(record: Record, test: str | None) -> Record:
    tests = record.records("tests")
    found = [each for each in tests if test is None or each.text("name") == test]
    if len(found) != 1:
        names = ", ".join(each.text("name") for each in tests) or "none"
        raise NotImportable(f"which test (--test NAME)? There are: {names}", record.line)
    return found[0]


def _description(record: Record, chosen: Record) -> str:
    project: Any = record.text("name")
    return f"Test {chosen.text('name')} of the project {project}." if project else ""
