"""The options of every command that starts a browser."""

import argparse


def add_browser_options(parser: argparse.ArgumentParser) -> "argparse._ArgumentGroup":
    """Add them; the group that they are in."""
    group = parser.add_argument_group("the browser")
    group.add_argument("--chromium", metavar="PATH", help="the Chromium or Chrome to use (default: looked for)")
    group.add_argument("--no-sandbox", action="store_true", help="switch Chromium's sandbox off (as root it always is)")
    return group
