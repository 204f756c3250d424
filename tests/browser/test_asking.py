"""What a run asks for, answered, and gone on with in the same session of a real browser."""

import json

from tests.browser.story import Clinic, clinic

__all__ = ["clinic"]

WRONG_ID = "12-wrong-id-corrected.yaml", "wrong-id"
"""The site refuses a value: another one is asked for."""
STEP_ASKS = "19-a-step-asks.yaml", "step-asks"
"""A step asks by itself."""


async def test_a_refused_id_is_corrected_in_the_same_session(clinic: Clinic) -> None:
    status, printed = await clinic.visit(*WRONG_ID, "--answer", "patientId=P-1002")

    told = await clinic.told("wrong-id")
    asked = [entry["path"] for entry in told["log"] if "/open?" in entry["path"]]
    assert status == 0, printed
    assert [path.rpartition("=")[2] for path in asked] == ["P-9999", "P-1002"]
    assert told["counters"]["sign_ins"] == 1
    outputs = json.loads((clinic.folder / "outputs.json").read_text())
    assert outputs["read-record"]["id"] == "P-1002"


async def test_without_an_answer_nothing_more_is_done_at_the_site(clinic: Clinic) -> None:
    status, printed = await clinic.visit(*WRONG_ID)

    told = await clinic.told("wrong-id")
    assert status == 1, printed
    assert "INCORRECT_FORM_INPUTS / FIELD_VALIDATION_ERROR" in printed
    assert len([entry for entry in told["log"] if "/open?" in entry["path"]]) == 1


async def test_a_step_that_asks_goes_on_with_its_answer_in_the_same_session(clinic: Clinic) -> None:
    status, printed = await clinic.visit(*STEP_ASKS, "--answer", "patientId=P-1002")

    told = await clinic.told("step-asks")
    assert status == 0, printed
    assert told["counters"]["sign_ins"] == 1
    outputs = json.loads((clinic.folder / "outputs.json").read_text())
    assert outputs["read-record"]["id"] == "P-1002"
    assert "failed" not in printed
    assert "recovered" not in printed


async def test_an_answer_that_does_not_fit_the_form_is_not_typed(clinic: Clinic) -> None:
    status, printed = await clinic.visit(*STEP_ASKS, "--answer", "patientId=1002")

    told = await clinic.told("step-asks")
    assert status == 1, printed
    assert "INCORRECT_FORM_INPUTS / OTHER (1.00, fault: Input, NotAnswered)" in printed
    assert not [entry for entry in told["log"] if "/patients/" in entry["path"]]
