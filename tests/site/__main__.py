"""Serve the site: `python -m tests.site [--host ADDRESS] [--port NUMBER]`."""

import argparse
import signal
import sys

import uvicorn

from tests.site.app import create


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.site", description="Serve the sites that workflows run against."
    )
    parser.add_argument("--host", default="0.0.0.0", help="address to listen on (default: all)")
    parser.add_argument("--port", type=int, default=8080, help="port to listen on (default: 8080)")
    arguments = parser.parse_args()
    # uvicorn hands SIGTERM on after its own shutdown; by default that would end the process before atexit tidies up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(create(), host=arguments.host, port=arguments.port, lifespan="off", access_log=False)


if __name__ == "__main__":
    main()
