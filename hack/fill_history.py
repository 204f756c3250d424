"""Fill a history with made-up runs, to measure and to look at: prints one JSON object with what it took.

The tables are made where they are missing. The same runs each time, the last of them created now.
"""

import argparse
import asyncio
import json
import time
from datetime import UTC, datetime

from history import filling, made_up
from ran_on import ran_on

from webmend.adapters.store import Schema, engine, url_of


def main() -> None:
    """Fill it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="sqlite:////folder/history.db or postgresql://user@host:port/name")
    parser.add_argument("--runs", type=int, default=50_000, help="how many runs (50000)")
    parser.add_argument("--steps", type=int, default=10, help="steps of each (10)")
    options = parser.parse_args()
    asyncio.run(_prepared(options.url))
    began = time.monotonic()
    written = filling.fill(url_of(options.url), made_up.bundles(options.runs, options.steps, datetime.now(UTC)))
    figures = {"runs": written, "steps": written * options.steps, "seconds": round(time.monotonic() - began, 1)}
    print(json.dumps({"ran_on": ran_on(), **figures}))


async def _prepared(url: str) -> None:
    schema = Schema(engine(url_of(url)))
    await schema.upgrade()
    await schema.engine.dispose()


if __name__ == "__main__":
    main()
