"""What holds for every layer of the tests."""

import os

import pytest
from hypothesis import HealthCheck, settings

# Without a deadline: a busy machine is not a failing test. `HYPOTHESIS_PROFILE=thorough` looks further.
settings.register_profile("quick", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell of each test that passed on its second try only (hack/layers.sh) how its first try failed."""
    for report in terminalreporter.getreports("rerun"):
        terminalreporter.section(f"tried a second time: {report.nodeid}", yellow=True)
        terminalreporter.line(report.longreprtext)
