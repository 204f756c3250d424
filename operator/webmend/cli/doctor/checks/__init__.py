"""What is wrong: small rules over the facts, in the order in which one looks."""

from webmend.cli.doctor.facts import Facts
from webmend.cli.doctor.finding import Finding

from . import access, installation, runs, workflows

CHECKS = (*installation.CHECKS, *access.CHECKS, *workflows.CHECKS, *runs.CHECKS)


def findings(facts: Facts) -> tuple[Finding, ...]:
    """All that was found."""
    return tuple(found for check in CHECKS for found in check(facts))
