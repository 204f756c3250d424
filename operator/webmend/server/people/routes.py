"""The routes of a run: how it stands, the answer to its question, its end."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from webmend.server import limits, problems
from webmend.server.admission import Served

from .admission import Answerer, Reader, Stopper
from .messages import Done, Message, NewInputVariables

runs = APIRouter(prefix="/run/{session_id}")


async def _answer_in(request: Request, visitor: Answerer) -> NewInputVariables:
    """The body, which is read once the caller is known."""
    return problems.parse(NewInputVariables, await limits.body(request))


@runs.get("")
async def get_run(parts: Served, visitor: Reader) -> Response:
    """How the run stands, what it asks, and what came of it."""
    return _said(await parts.people.results.of(visitor.run))


@runs.post("/new_input_variables")
async def new_input_variables(
    parts: Served, visitor: Answerer, said: Annotated[NewInputVariables, Depends(_answer_in)]
) -> Response:
    """Answer the question that is open: new values, or the control to press."""
    await parts.people.answering.answer(visitor, said)
    return _said(Done(session_id=visitor.run.uid))


@runs.post("/interrupt")
async def interrupt(parts: Served, visitor: Stopper) -> Response:
    """Stop the run; one that waits for an answer does so no longer. Steps that were done are not undone."""
    await parts.people.answering.stop(visitor)
    return _said(Done(session_id=visitor.run.uid))


def _said(message: Message) -> Response:
    return JSONResponse(message.stored(), headers={"Cache-Control": "no-store"})
