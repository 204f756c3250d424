"""Stories whose run asks say what is answered."""

from typing import Any

import pytest

from hack.stories.answer import answer_to
from hack.stories.story import Story

PATIENT = (("patientId", "P-1002"),)


def story(answer: tuple[tuple[str, str], ...] = PATIENT) -> Story:
    return Story(title="", run={}, needs=(), expect={}, file="", answer=answer)


def run(question: str = "a1-s1", *answered: str) -> dict[str, Any]:
    request = {"inputRequest": {"requestId": question}} if question else {}
    return {"spec": {"answers": [{"requestId": id_, "modalAction": "x"} for id_ in answered]}, "status": request}


def test_a_question_is_answered_beside_the_answers_that_are_there() -> None:
    patch = answer_to(story(), run("a1-s2", "a1-s1"))
    assert patch is not None
    assert patch["spec"]["answers"][1:] == [{"requestId": "a1-s2", "inputs": {"patientId": "P-1002"}}]
    assert patch["spec"]["answers"][0]["requestId"] == "a1-s1"


@pytest.mark.parametrize(("told", "seen"), [(story(()), run()), (story(), run("")), (story(), run("a1-s1", "a1-s1"))])
def test_nothing_is_said_where_nothing_is_asked(told: Story, seen: dict[str, Any]) -> None:
    assert answer_to(told, seen) is None
