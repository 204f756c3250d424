"""What the engine adds to the steps that it takes: one JSON object on standard output.

The same steps on a local page in the same Chromium, in turn: by the runner's own attempt (a session over HTTP, a report
of each step, fingerprints taken and compared, no screenshots) and by a bare script of the driver. Exit status 1 when a
bar is missed: 1.25 times the wall time of the script, and 15 ms a step more than it.
"""

import argparse
import asyncio
import json
import statistics
import sys
from collections.abc import Sequence

from engine import playing, serving, workload
from engine.playing import Walk
from ran_on import ran_on

from tests.support.chromium import EXECUTABLE
from tests.support.driver import journeys
from webmend.adapters.browser import launch
from webmend.adapters.browser.chromium import Chromium

MOST_TIMES = 1.25
MOST_MILLISECONDS = 15.0


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=200, help="steps a walk, a multiple of eight (200)")
    parser.add_argument("--rounds", type=int, default=7, help="walks of each kind (7)")
    options = parser.parse_args()
    figures = asyncio.run(_measured(options.steps, options.rounds))
    print(json.dumps({"ran_on": ran_on(EXECUTABLE), **figures}, indent=2))
    return 0 if figures["bars_kept"] else 1


async def _measured(steps: int, rounds: int) -> dict[str, object]:
    with serving.site() as url:
        graph = workload.graph(url, steps)
        chromium = await launch(EXECUTABLE, sandbox=False)
        with serving.session_server(playing.plan(graph)) as server:  # the first good run: nothing is known yet
            _, watch = await playing.ours(chromium, server)
        with serving.session_server(playing.plan(graph, watch.fingerprints)) as server:
            calls = await _calls(chromium, server, url, steps)
            ours, bare = [], []
            for _ in range(rounds):
                ours.append((await playing.ours(chromium, server))[0])
                bare.append(await playing.bare(chromium, url, steps))
        await chromium.close()
    return {"steps": steps, "rounds": rounds, **_figures(ours, bare, steps), "driver_calls_a_step": calls}


async def _calls(chromium: Chromium, server: str, url: str, steps: int) -> dict[str, float]:
    """Of a walk of each kind that is not timed."""
    with journeys() as ours:
        await playing.ours(chromium, server)
    with journeys() as bare:
        await playing.bare(chromium, url, steps)
    return {"engine": round(len(ours) / steps, 2), "script": round(len(bare) / steps, 2)}


def _figures(ours: Sequence[Walk], bare: Sequence[Walk], steps: int) -> dict[str, object]:
    engine, script = (statistics.median(walk.seconds for walk in walks) for walks in (ours, bare))
    times = statistics.median(one.seconds / other.seconds for one, other in zip(ours, bare, strict=True))
    added = (engine - script) / steps * 1000
    return {
        "bars": {"times": MOST_TIMES, "added_milliseconds_a_step": MOST_MILLISECONDS},
        "bars_kept": times <= MOST_TIMES and added <= MOST_MILLISECONDS,
        "times": round(times, 3),
        "added_milliseconds_a_step": round(added, 2),
        "seconds": {"engine": _spread(ours), "script": _spread(bare)},
        "median_milliseconds_by_action": {"engine": _by_action(ours), "script": _by_action(bare)},
    }


def _spread(walks: Sequence[Walk]) -> dict[str, float]:
    seconds = [walk.seconds for walk in walks]
    spread = {"median": statistics.median(seconds), "min": min(seconds), "max": max(seconds)}
    return {name: round(value, 3) for name, value in spread.items()}


def _by_action(walks: Sequence[Walk]) -> dict[str, float]:
    laps = [lap for walk in walks for lap in walk.laps]
    actions = sorted({action for action, _ in laps})
    return {a: round(statistics.median(s for action, s in laps if action == a) * 1000, 2) for a in actions}


if __name__ == "__main__":
    sys.exit(main())
