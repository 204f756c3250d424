"""From the arguments of `webmend describe` to what is told of runs."""

import argparse

from webmend.adapters.clock import SystemClock
from webmend.cli import status
from webmend.cli.called import called
from webmend.cli.cluster import Place, in_cluster, scope
from webmend.cli.output.paper import Paper, complain, paper
from webmend.cli.service.asking import opened
from webmend.ports.cluster import NotFound

from .describing import describe
from .gathering import Gatherer
from .next_steps import Typed


def execute_describe(arguments: argparse.Namespace) -> int:
    """Tell all of them; the exit status. Raises Usage."""

    async def act(place: Place) -> int:
        out, typed = paper(), Typed(called(), scope(arguments, place.namespace))
        async with opened(arguments) as server:
            gatherer = Gatherer(place, None if arguments.no_server else server)
            told = [await _told(out, gatherer, name, typed) for name in arguments.runs]
        return status.SUCCEEDED if all(told) else status.FAILED

    return in_cluster(arguments, act)


async def _told(out: Paper, gatherer: Gatherer, name: str, typed: Typed) -> bool:
    """Whether the run is there; that it is not is said."""
    try:
        view = await gatherer.view(name)
    except NotFound as missing:
        complain("describe", str(missing))
        return False
    describe(out, view, SystemClock().now(), typed)
    return True
