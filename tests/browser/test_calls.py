"""A workflow calls another, whose steps are done in the same session of a real browser."""

import json

from tests.browser.story import Clinic, clinic

__all__ = ["clinic"]

EXAMPLE = "20-a-workflow-calls-another.yaml", "calls-login"


async def test_a_component_logs_in_and_the_caller_goes_on_in_its_session(clinic: Clinic) -> None:
    status, printed = await clinic.visit(*EXAMPLE, "--workflow", "calls-login")

    told = await clinic.told("calls-login")
    assert status == 0, printed
    assert told["counters"]["sign_ins"] == 1
    outputs = json.loads((clinic.folder / "outputs.json").read_text())
    assert outputs["read-record"]["id"] == "P-1002"
    assert outputs["log-in--read-page"] == {"heading": "Today"}
    assert "Log in: Type the password" in printed
