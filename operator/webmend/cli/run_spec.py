"""What the command line says of a new run."""

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from webmend.domain.run import RunSpec

from .errors import Usage


def said_of_run(arguments: argparse.Namespace) -> dict[str, Any]:
    """The options of `add_run_options` as fields of a run's spec; those that are not given are left out. Raises
    Usage."""
    said = {
        "version": arguments.version,
        "inputs": dict(arguments.input) or None,
        "inputsFrom": {"secretRef": arguments.inputs_from} if arguments.inputs_from else None,
        "startFrom": arguments.start_from,
        "dryRun": arguments.dry_run,
        "priority": arguments.priority,
        "startAt": _time(arguments.at) if arguments.at else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def run_spec(fields: Mapping[str, Any]) -> RunSpec:
    """The spec with these fields; raises Usage."""
    try:
        return RunSpec.model_validate(fields)
    except ValidationError as error:
        told = error.errors(include_input=False, include_url=False)[0]
        raise Usage(f"{'.'.join(map(str, told['loc']))}: {told['msg']}") from None


def _time(text: str) -> str:
    """The time in UTC; one without a zone is meant here."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        raise Usage(f"--at {text} is no time such as 2026-12-01T06:00:00Z") from None
