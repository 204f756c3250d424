"""In which form a command prints, for those that print a list."""

import argparse

from webmend.cli.output.listing import FORMS, TABLE


def add_output_options(parser: argparse.ArgumentParser) -> None:
    """Add -o."""
    parser.add_argument(
        "-o",
        "--output",
        choices=FORMS,
        default=TABLE,
        metavar="FORM",
        help=f"{', '.join(FORMS)}; a table on a terminal has the columns that fit, wide has all (default: %(default)s)",
    )
