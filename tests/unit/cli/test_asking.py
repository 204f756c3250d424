"""Asking at the terminal for what a run wants to know."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import pytest

from tests.support.builders import NOW, at
from webmend.cli.asking import InTurn, Prepared, Prompt
from webmend.domain.run import InputReason, InputRequest
from webmend.domain.workflow import Input

DECLARED = (Input(name="patientId"), Input(name="pin", secret=True))
QUESTION = InputRequest(
    request_id="a1-s1",
    attempt=1,
    sequence=1,
    reason=InputReason.INCORRECT_FORM_INPUT,
    message="there is no such patient",
    inputs={"patientId": "P-9999", "pin": "***"},
    asked_at=NOW,
    expires_at=at(15),
)
FORM = QUESTION.with_(message="How much?", inputs={"amount": ""}, fields=(Input(name="amount", required=True),))
CHOICE = QUESTION.with_(inputs={}, actions=("Keep", "Discard"))


class Paper:
    """A terminal that keeps what is written."""

    def __init__(self) -> None:
        self.text = ""

    def say(self, text: str, style: str = "") -> None:
        self.text += f"{text}\n"

    def ask(self, text: str) -> None:
        self.text += text

    @contextmanager
    def still(self) -> Iterator[None]:
        self.text += "["
        yield
        self.text += "]"


@pytest.fixture
def typing() -> Iterator[tuple[TextIO, TextIO]]:
    """What is read from the first was typed into the second."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as keyboard, os.fdopen(writing, "w") as fingers:
        yield keyboard, fingers


async def ask(typing: tuple[TextIO, TextIO], typed: str, request: InputRequest, seconds: float = 5.0) -> Any:
    keyboard, fingers = typing
    fingers.write(typed)
    fingers.flush()
    paper = Paper()
    answer = await Prompt(paper, keyboard).answer(request, DECLARED, "", seconds)
    return (answer.stored() if answer else None), paper.text


@pytest.mark.parametrize(
    ("typed", "want"),
    [
        ("P-1002\n\n", {"patientId": "P-1002"}),
        ("P-1002\n4711\n", {"patientId": "P-1002", "pin": "4711"}),
        ("\n4711\n", {"pin": "4711"}),
    ],
)
async def test_each_input_that_is_asked_for_may_be_given_anew(
    typing: tuple[TextIO, TextIO], typed: str, want: dict[str, str]
) -> None:
    answer, text = await ask(typing, typed, QUESTION)
    assert answer == {"requestId": "a1-s1", "inputs": want}
    assert text == "[  ? there is no such patient (5 s)\n    patientId [P-9999]:     pin [***]: ]"


async def test_two_empty_lines_are_no_answer(typing: tuple[TextIO, TextIO]) -> None:
    assert (await ask(typing, "\n\n", QUESTION))[0] is None


@pytest.mark.parametrize(("typed", "want"), [("2\n", "Discard"), ("Keep\n", "Keep"), ("9\n", "9")])
async def test_a_control_is_chosen_by_number_or_name(typing: tuple[TextIO, TextIO], typed: str, want: str) -> None:
    answer, text = await ask(typing, typed, CHOICE)
    assert answer["modalAction"] == want
    assert "    1 Keep\n    2 Discard\n    press: " in text


async def test_who_types_nothing_in_time_has_not_answered(typing: tuple[TextIO, TextIO]) -> None:
    answer, text = await ask(typing, "", QUESTION, seconds=0.05)
    assert answer is None
    assert text.endswith("\n]")


async def test_what_was_prepared_is_given_once_and_then_the_person_is_asked(typing: tuple[TextIO, TextIO]) -> None:
    keyboard, fingers = typing
    fingers.write("P-1003\n\n")
    fingers.flush()
    answerer = InTurn(Prepared({"patientId": "P-1002"}, "Keep"), Prompt(Paper(), keyboard))

    answers = [await answerer.answer(question, DECLARED, "", 5) for question in (QUESTION, CHOICE, QUESTION)]

    assert [answer and (answer.inputs, answer.modal_action) for answer in answers] == [
        ({"patientId": "P-1002"}, None),
        ({}, "Keep"),
        ({"patientId": "P-1003"}, None),
    ]


async def test_a_step_that_asks_gets_only_what_it_asks_for() -> None:
    prepared = Prepared({"amount": "12", "patientId": "P-1002"}, None)

    answers = [await prepared.answer(question, DECLARED, "", 5) for question in (FORM, QUESTION, FORM)]

    assert [answer and answer.inputs for answer in answers] == [{"amount": "12"}, {"patientId": "P-1002"}, None]


async def test_the_fields_of_its_form_are_asked_for_one_by_one(typing: tuple[TextIO, TextIO]) -> None:
    answer, text = await ask(typing, "12\n", FORM)
    assert answer == {"requestId": "a1-s1", "inputs": {"amount": "12"}}
    assert text == "[  ? How much? (5 s)\n    amount: ]"
