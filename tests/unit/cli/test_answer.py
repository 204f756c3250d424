"""`webmend answer` on a cluster in memory."""

import base64
from typing import Any

import pytest

from tests.support.builders import NOW, at, workflow
from tests.support.cluster import FakeCluster
from webmend.cli.answering import Said, answer, question
from webmend.cli.cluster import Place
from webmend.cli.errors import Usage
from webmend.cli.main import run as webmend
from webmend.domain.resource import run_from
from webmend.domain.run import InputReason, InputRequest, Run
from webmend.ports.cluster import RUNS, SECRETS, Conflict, Forbidden, Object

DECLARED = workflow(inputs=[{"name": "patient", "pattern": "P-[0-9]+"}, {"name": "pin", "secret": True}]).spec.inputs
ASKED = InputRequest(
    request_id="q1",
    attempt=1,
    sequence=1,
    reason=InputReason.INCORRECT_FORM_INPUT,
    inputs={"patient": "P-1", "pin": "***"},
    asked_at=NOW,
    expires_at=at(15),
)
DIALOG = ASKED.with_(inputs={}, actions=("Keep", "Discard"))


async def asking(request: InputRequest | None, *answers: Object) -> tuple[Place, Run]:
    """A run that asks."""
    cluster = FakeCluster()
    spec = {"workflowRef": {"name": "portal"}, "answers": list(answers)}
    await cluster.create(RUNS, "clinic", {"metadata": {"name": "portal-1"}, "spec": spec})
    status = {"phase": "InputRequired", **({"inputRequest": request.stored()} if request else {})}
    return Place(cluster, "clinic"), run_from(await cluster.patch_status(RUNS, "clinic", "portal-1", status, ""))


async def answers(place: Place) -> list[Any]:
    found: list[Any] = (await place.cluster.get(RUNS, "clinic", "portal-1"))["spec"]["answers"]
    return found


async def test_new_values_stand_beside_earlier_answers() -> None:
    earlier = {"requestId": "q0", "modalAction": "Keep"}
    place, run = await asking(ASKED, earlier)
    await answer(place, run, DECLARED, Said({"patient": "P-2"}), NOW)
    assert await answers(place) == [earlier, {"requestId": "q1", "inputs": {"patient": "P-2"}}]


async def test_a_decision_is_one_of_the_controls() -> None:
    place, run = await asking(DIALOG)
    await answer(place, run, DECLARED, Said({}, action="Keep"), NOW)
    assert (await answers(place))[0]["modalAction"] == "Keep"


async def test_secret_values_go_into_a_secret_of_the_runs_own() -> None:
    place, run = await asking(ASKED)
    await answer(place, run, DECLARED, Said({"patient": "P-2", "pin": "4711"}), NOW)

    (given,) = await answers(place)
    kept = await place.cluster.get(SECRETS, "clinic", given["inputsFrom"]["secretRef"])
    assert given["inputs"] == {"patient": "P-2"}
    assert base64.b64decode(kept["data"]["pin"]) == b"4711"
    assert kept["metadata"]["ownerReferences"][0]["uid"] == run.uid


@pytest.mark.parametrize(
    ("request_", "said", "why"),
    [
        (ASKED, Said({"patient": "2"}), "patient: must match"),
        (ASKED, Said({"other": "2"}), "other: there is no such input"),
        (ASKED, Said({}, action="Keep"), "not a modalAction"),
        (DIALOG, Said({"patient": "P-2"}), "a decision is asked for"),
        (DIALOG, Said({}, action="Close"), '"Close" is not offered'),
        (ASKED, Said({"pin": "1"}, "values"), "put it into the Secret values too"),
        (ASKED.with_(expires_at=at(-1)), Said({"patient": "P-2"}), "the time for an answer was over"),
        (None, Said({"patient": "P-2"}), "portal-1 asks nothing now: it is InputRequired"),
    ],
)
async def test_what_does_not_fit_is_told_and_nothing_is_written(
    request_: InputRequest | None, said: Said, why: str
) -> None:
    place, run = await asking(request_)
    with pytest.raises(Usage, match=why):
        await answer(place, run, DECLARED, said, NOW)
    assert await answers(place) == []


async def test_a_question_is_answered_once() -> None:
    _, run = await asking(ASKED, {"requestId": "q1", "modalAction": "Keep"})
    with pytest.raises(Usage, match="q1 is answered already"):
        question(run, NOW)


async def test_an_answer_is_written_once_more_where_the_run_has_changed() -> None:
    place, run = await asking(ASKED)
    assert isinstance(place.cluster, FakeCluster)
    place.cluster.fail("patch_spec", Conflict("changed"), of=RUNS)
    await answer(place, run, DECLARED, Said({"patient": "P-2"}), NOW)
    assert len(await answers(place)) == 1


async def test_who_may_make_no_secret_is_told_what_to_do() -> None:
    place, run = await asking(ASKED)
    assert isinstance(place.cluster, FakeCluster)
    place.cluster.fail("create", Forbidden("no"), of=SECRETS)
    with pytest.raises(Usage, match=r"pin: you may make no Secret \(no\); name one by --inputs-from"):
        await answer(place, run, DECLARED, Said({"pin": "4711"}), NOW)


def test_a_choice_goes_without_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert webmend(["answer", "portal-1", "--choose", "Keep", "-i", "a=b"]) == 2
    assert "--choose goes without values" in capsys.readouterr().err
