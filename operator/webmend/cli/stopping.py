"""From the arguments of `webmend stop` to runs that are asked to stop."""

import argparse

from webmend.domain.phase import TERMINAL
from webmend.ports.cluster import RUNS, ClusterError

from . import status
from .cluster import Place, in_cluster
from .output.paper import complain, paper


def execute_stop(arguments: argparse.Namespace) -> int:
    """Ask them; the exit status. Raises Usage."""

    async def all_of(place: Place) -> int:
        asked = [await _tried(place, run) for run in arguments.runs]
        return status.SUCCEEDED if all(asked) else status.FAILED

    return in_cluster(arguments, all_of)


async def stopped(place: Place, run: str) -> str:
    """Ask a run to stop, unless it is over; what became of that, in a sentence. Raises a ClusterError."""
    found = await place.cluster.get(RUNS, place.namespace, run)
    phase = (found.get("status") or {}).get("phase")
    if phase in TERMINAL:
        return f"{run} is over: {phase}"
    await place.cluster.patch_spec(RUNS, place.namespace, run, {"stop": True}, "")
    return f"{run} is asked to stop"


async def _tried(place: Place, run: str) -> bool:
    """Whether the run was asked; why it was not is told."""
    try:
        paper().line(await stopped(place, run))
    except ClusterError as error:
        complain("stop", f"{run}: {error}")
        return False
    return True
