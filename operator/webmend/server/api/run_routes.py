"""The routes of what people do with runs."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from webmend.domain.api import NewAnswer, NewReplay, NewRun, RunMade, RunTold
from webmend.domain.phase import Phase
from webmend.server.admission import Served
from webmend.server.people.access import CREATE, PROVIDE_INPUT, REPLAY, STOP
from webmend.server.people.messages import NewInputVariables
from webmend.server.people.visitor import Visitor
from webmend.server.problems import Refused

from .admission import Named, Person, answerer, may_create, replayer, sent, stopper
from .answers import said
from .making import request_of
from .operations import described

actions = APIRouter(prefix="/api/v1/namespaces/{namespace}/runs")


@actions.post("", **described("createRun", CREATE, RunMade, takes=NewRun, status=201, makes=True))
async def create_run(
    request: Request,
    parts: Served,
    person: Person,
    named: Annotated[Named, Depends(may_create)],
    asked: Annotated[NewRun, Depends(sent(NewRun, may_create))],
) -> Response:
    """Run a workflow."""
    made = await parts.api.run_actions.create(person, named[0], asked, request_of(person, request, asked))
    return _made(made)


@actions.post("/{run}/replay", **described("replayRun", REPLAY, RunMade, takes=NewReplay, status=201, makes=True))
async def replay_run(
    request: Request,
    parts: Served,
    visitor: Annotated[Visitor, Depends(replayer)],
    asked: Annotated[NewReplay, Depends(sent(NewReplay, replayer))],
) -> Response:
    """Repeat a run that is over, exactly as it was or otherwise."""
    request_ = request_of(visitor.user, request, asked)
    return _made(await parts.api.run_actions.replay(visitor.user, visitor.run, asked, request_))


@actions.post("/{run}/stop", **described("stopRun", STOP, RunTold, status=202))
async def stop_run(parts: Served, visitor: Annotated[Visitor, Depends(stopper)]) -> Response:
    """Ask a run to stop; steps that were done are not undone."""
    await parts.people.answering.stop(visitor)
    return said(_told(visitor, "It is asked to stop"), 202)


@actions.post("/{run}/answers", **described("answerRun", PROVIDE_INPUT, RunTold, takes=NewAnswer, status=202))
async def answer_run(
    parts: Served,
    visitor: Annotated[Visitor, Depends(answerer)],
    answer: Annotated[NewAnswer, Depends(sent(NewAnswer, answerer))],
) -> Response:
    """Answer the question that a run has open."""
    _check_question(visitor, answer)
    values = NewInputVariables(input_variables=answer.inputs or None, modal_action=answer.modal_action)
    await parts.people.answering.answer(visitor, values)
    return said(_told(visitor, "It is answered"), 202)


def _check_question(visitor: Visitor, answer: NewAnswer) -> None:
    """Refuses an answer to another question than the one that is open."""
    asked = visitor.run.status.input_request
    if answer.request_id is not None and asked is not None and answer.request_id != asked.request_id:
        raise Refused(409, f"the run asks {asked.request_id}, not {answer.request_id}")


def _made(made: RunMade) -> Response:
    return said(made, 201, Location=f"/api/v1/namespaces/{made.namespace}/runs/{made.name}")


def _told(visitor: Visitor, message: str) -> RunTold:
    run = visitor.run
    phase = run.status.phase or Phase.PENDING
    return RunTold(namespace=run.namespace, name=run.name, session_id=run.uid, phase=phase, message=message)
