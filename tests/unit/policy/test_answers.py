"""Which answers are taken, and where a session goes on with them."""

from typing import Any

import pytest

from tests.support.builders import NOW, at, graph, node, report
from webmend.domain.graph import Graph
from webmend.domain.report import FailureReport
from webmend.domain.run import Answer, InputReason, InputRequest, JudgedAnswer, RunSpec, RunStatus, WorkflowRef
from webmend.domain.workflow import Input, InputType
from webmend.policy.answers import AnswerFacts, accepted, changed_inputs, named, refusal, resume_at

DECLARED = (
    Input(name="patientId", required=True, pattern=r"P-\d{4}"),
    Input(name="ward", enum=("A", "B")),
    Input(name="beds", type=InputType.INTEGER, minimum=1, maximum=4),
)
QUESTION = InputRequest(
    request_id="a1-s1",
    attempt=1,
    sequence=1,
    reason=InputReason.INCORRECT_FORM_INPUT,
    inputs={"patientId": "P-9999"},
    asked_at=NOW,
    expires_at=at(15),
)
CHOICE = QUESTION.with_(reason=InputReason.NON_DISMISSIBLE_POPUP, inputs={}, actions=("Keep", "Discard"))


def answer(request_id: str = "a1-s1", **said: Any) -> Answer:
    return Answer.model_validate({"requestId": request_id, **said})


def values(**inputs: str) -> dict[str, Any]:
    return {"inputs": inputs}


def judged(given: Answer, request: InputRequest | None = QUESTION, seconds: float = 5, grace: float = 0) -> str:
    return refusal(AnswerFacts(given, request, DECLARED, at(seconds), grace))


@pytest.mark.parametrize(
    ("given", "request_"),
    [
        (answer(inputs={"patientId": "P-1002"}), QUESTION),
        (answer(inputs={"patientId": "P-1002", "ward": "B", "beds": "2"}), QUESTION),
        (answer(inputsFrom={"secretRef": "values"}), QUESTION),
        (answer(modalAction="Keep"), CHOICE),
    ],
)
def test_an_answer_that_fits_its_question_is_taken(given: Answer, request_: InputRequest) -> None:
    assert judged(given, request_) == ""


@pytest.mark.parametrize(
    ("given", "request_", "why"),
    [
        (answer("a1-s2", inputs={"patientId": "P-1002"}), QUESTION, "the run asks a1-s1, not a1-s2"),
        (answer(inputs={"patientId": "P-1002"}), None, "the run asks nothing now"),
        (answer(inputs={"name": "Ada"}), QUESTION, "name: there is no such input"),
        (answer(inputs={"patientId": "1002"}), QUESTION, r"patientId: must match P-\d{4}"),
        (answer(inputs={"ward": "C"}), QUESTION, "ward: must be one of A, B"),
        (answer(inputs={"beds": "two"}), QUESTION, "beds: must be a whole number"),
        (answer(inputs={"beds": "5"}), QUESTION, "beds: must be at most 4"),
        (answer(modalAction="Keep"), QUESTION, "new values of inputs are asked for"),
        (answer(inputs={"patientId": "P-1002"}), CHOICE, 'modalAction, one of "Keep", "Discard"'),
        (answer(modalAction="Pay"), CHOICE, '"Pay" is not offered; choose one of "Keep", "Discard"'),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_the_reason(
    given: Answer, request_: InputRequest | None, why: str
) -> None:
    assert why in judged(given, request_)


@pytest.mark.parametrize(
    ("seconds", "grace", "late"), [(14.9, 0, False), (15, 0, True), (40, 30, False), (45, 30, True)]
)
def test_an_answer_after_the_time_is_too_late_but_for_the_grace(seconds: float, grace: float, late: bool) -> None:
    said = judged(answer(inputs={"patientId": "P-1002"}), seconds=seconds, grace=grace)
    assert ("the time for an answer was over at 2026-11-25T12:00:15Z" in said) is late


@pytest.mark.parametrize(
    "said", [{}, {"inputs": {}}, {"inputs": {"a": "b"}, "modalAction": "Keep"}, {"inputsFrom": None}]
)
def test_an_answer_has_either_values_or_an_action(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="either inputs and inputsFrom, or modalAction"):
        answer(**said)


@pytest.mark.parametrize(
    ("used", "want"),
    [
        ((), "11112222-a1-s1"),
        (("33334444-a1-s1", "11112222-a2-s1"), "11112222-a1-s1"),
        (("11112222-a1-s1",), "11112222-a1-s1-2"),
        (("11112222-a1-s1", "11112222-a1-s1-2"), "11112222-a1-s1-3"),
    ],
)
def test_a_question_has_a_name_of_its_runs_own_that_was_never_answered(used: tuple[str, ...], want: str) -> None:
    assert named(QUESTION, "11112222-aaaa-bbbb-cccc-000000000000", used).request_id == want


LOOKUP = graph(
    node("open", "navigate"),
    node("type-id", "fill", fill={"value": "{{ inputs.patientId }}"}),
    node("type-ward", "fill", fill={"value": "{{ inputs.ward }}"}),
    node("search"),
    node("see", "click", target={"selectors": [{"text": "{{ inputs.patientId }}"}]}),
)


def failed_at(id_: str, *path: str, on_page: int = 0, safe: tuple[str, ...] = ("open",)) -> FailureReport:
    return report(id_, path=path, on_page=on_page, safe_nodes=safe)


PATH = ("open", "type-id", "type-ward", "search")


@pytest.mark.parametrize(
    ("failure", "names", "want"),
    [
        (failed_at("see", *PATH, on_page=3), ("patientId",), "type-id"),
        (failed_at("see", *PATH, on_page=3), ("ward",), "type-ward"),
        (failed_at("see", *PATH, on_page=3), ("ward", "patientId"), "type-id"),
        # the page with the field is gone: the step that opens it
        (failed_at("see", *PATH, on_page=1), ("patientId",), "open"),
        # nothing opens it again: the failed step
        (failed_at("see", *PATH, on_page=1, safe=()), ("patientId",), "see"),
        # something irreversible has happened since: the steps before it are not on the path
        (failed_at("see", "search", on_page=1), ("patientId",), "see"),
        (failed_at("search", *PATH[:3], on_page=2), ("beds",), "search"),
    ],
)
def test_a_session_goes_on_with_the_first_step_that_uses_a_new_value(
    failure: FailureReport, names: tuple[str, ...], want: str
) -> None:
    assert resume_at(failure, LOOKUP, names) == want


def test_a_step_that_opens_an_address_with_the_value_is_gone_back_to_from_any_page() -> None:
    steps = Graph(nodes=(node("record", "navigate", navigate={"url": "http://site.test/{{ inputs.patientId }}"}),))
    steps = graph(*steps.nodes, node("see"))
    assert resume_at(failed_at("see", "record", safe=("record",)), steps, ("patientId",)) == "record"


@pytest.mark.parametrize(
    ("given", "want"),
    [
        (answer(inputs={"ward": "B"}), ("ward",)),
        (answer(inputsFrom={"secretRef": "values"}), ("patientId",)),
        (answer(inputs={"ward": "B"}, inputsFrom={"secretRef": "values"}), ("ward", "patientId")),
    ],
)
def test_a_secret_may_hold_any_input_that_was_asked_for(given: Answer, want: tuple[str, ...]) -> None:
    assert changed_inputs(given, QUESTION) == want


def test_later_attempts_begin_with_the_answers_that_were_taken() -> None:
    first, second, third = (answer(id_, inputs={"patientId": id_}) for id_ in ("a1-s1", "a1-s1-2", "a2-s1"))
    spec = RunSpec(workflow_ref=WorkflowRef(name="portal"), answers=(first, second, third))
    verdicts = [("a1-s1", False), ("a1-s1-2", True), ("a2-s1", True)]
    status = RunStatus(answers=tuple(JudgedAnswer(request_id=id_, accepted=yes) for id_, yes in verdicts))
    assert accepted(spec, status) == (second, third)
