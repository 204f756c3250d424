"""The commands, one module each: its arguments, and what it does with them."""

import argparse
from typing import Any

from webmend.cli.called import PLUGIN, called

from . import (
    answer,
    artifacts,
    bundle,
    clone,
    codes,
    data,
    describe,
    doctor,
    export,
    get,
    heal,
    importing,
    listing,
    logs,
    opening,
    replay,
    run,
    start,
    stop,
    validate,
    versions,
    watch,
)

IN_CLUSTER = (
    get,
    listing,
    describe,
    watch,
    logs,
    answer,
    stop,
    replay,
    data,
    artifacts,
    opening,
    codes,
    versions,
    export,
    clone,
    bundle,
    doctor,
)
"""In the order in which the help lists them."""
ON_FILES = (validate, importing, heal)


def add_all(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add every command. Under kubectl `run` is a run in the cluster, as `kubectl run` is a pod in it."""
    if called() == PLUGIN:
        start.add_to(commands, "run")
    else:
        run.add_to(commands)
        start.add_to(commands)
    for command in (*IN_CLUSTER, *ON_FILES):
        command.add_to(commands)
    versions.add_actions_to(commands)
