"""From the arguments of `webmend answer` to an answer in the run's spec."""

import argparse
import base64
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.console import Console

from webmend.adapters.clock import SystemClock
from webmend.domain.names import API_VERSION, WORKFLOW_RUN
from webmend.domain.resource import run_from, workflow_from
from webmend.domain.run import Answer, InputRequest, Run, SecretRef
from webmend.domain.workflow import Input
from webmend.policy.answers import AnswerFacts, refusal
from webmend.ports.cluster import RUNS, SECRETS, WORKFLOWS, Conflict, Forbidden

from . import status
from .asking import Prompt
from .cluster import Place, in_cluster
from .errors import Usage
from .output.paper import paper
from .screen import Screen

TRIES = 5
"""How often an answer is written when the run has changed meanwhile."""


@dataclass(frozen=True)
class Said:
    """What somebody answers."""

    inputs: Mapping[str, str]
    inputs_from: str | None = None
    """A Secret with values."""
    action: str | None = None


def execute_answer(arguments: argparse.Namespace) -> int:
    """Answer; the exit status. Raises Usage."""
    inputs = dict(arguments.input)
    if arguments.choose and (inputs or arguments.inputs_from):
        raise Usage("--choose goes without values")

    async def act(place: Place) -> int:
        run = run_from(await place.cluster.get(RUNS, place.namespace, arguments.run))
        request = question(run, now := SystemClock().now())
        declared = request.fields or await _declared(place, run)
        said = Said(inputs, arguments.inputs_from, arguments.choose)
        if said == Said({}):
            said = await _typed(request, declared, now)
        await answer(place, run, declared, said, now)
        paper().line(f"{run.name}: {request.request_id} is answered")
        return status.SUCCEEDED

    return in_cluster(arguments, act)


def question(run: Run, now: datetime) -> InputRequest:
    """The question that is open; raises Usage where there is none, or it is answered."""
    request = run.status.input_request
    if request is None:
        raise Usage(f"{run.name} asks nothing now: it is {run.status.phase or 'Pending'}")
    if any(given.request_id == request.request_id for given in run.spec.answers):
        raise Usage(f"{run.name}: {request.request_id} is answered already")
    if now >= request.expires_at:
        raise Usage(f"{run.name}: the time for an answer was over at {request.expires_at:%H:%M:%S} UTC")
    return request


async def answer(place: Place, run: Run, declared: tuple[Input, ...], said: Said, now: datetime) -> None:
    """Write the answer into the run's spec; raises Usage where it does not fit, and a ClusterError."""
    request = question(run, now)
    if why := refusal(AnswerFacts(_answer(request, said.inputs, said), request, declared, now)):
        raise Usage(why)
    secret = {each.name: said.inputs[each.name] for each in declared if each.secret and each.name in said.inputs}
    if secret and said.inputs_from:
        raise Usage(f"{', '.join(secret)}: secret, so put it into the Secret {said.inputs_from} too")
    plain = {name: value for name, value in said.inputs.items() if name not in secret}
    name = await _kept(place, run, secret) if secret else said.inputs_from
    await _written(place, run, _answer(request, plain, said, name), now)


def _answer(request: InputRequest, inputs: Mapping[str, str], said: Said, secret: str | None = None) -> Answer:
    named = secret or said.inputs_from
    return Answer(
        request_id=request.request_id,
        inputs=dict(inputs),
        inputs_from=SecretRef(secret_ref=named) if named else None,
        modal_action=said.action,
    )


async def _written(place: Place, run: Run, given: Answer, now: datetime) -> None:
    """Beside the answers that are there already: a list is replaced as a whole."""
    for _ in range(TRIES):
        answers = [each.model_dump(mode="json", by_alias=True, exclude_unset=True) for each in run.spec.answers]
        spec = {"answers": [*answers, given.model_dump(mode="json", by_alias=True, exclude_none=True)]}
        try:
            await place.cluster.patch_spec(RUNS, run.namespace, run.name, spec, run.resource_version)
            return
        except Conflict:
            run = run_from(await place.cluster.get(RUNS, run.namespace, run.name))
            question(run, now)
    raise Usage(f"{run.name} changes all the time; try again")


async def _kept(place: Place, run: Run, values: Mapping[str, str]) -> str:
    """Name of a new Secret of the run with these values, which goes when the run does. Raises Usage."""
    owner = {"apiVersion": API_VERSION, "kind": WORKFLOW_RUN, "name": run.name, "uid": run.uid}
    body: dict[str, Any] = {
        "metadata": {"name": f"webmend-answer-{uuid.uuid4()}", "ownerReferences": [owner]},
        "immutable": True,
        "data": {name: base64.b64encode(value.encode()).decode() for name, value in values.items()},
    }
    try:
        await place.cluster.create(SECRETS, run.namespace, body)
    except Forbidden as error:
        raise Usage(f"{', '.join(values)}: you may make no Secret ({error}); name one by --inputs-from") from None
    return str(body["metadata"]["name"])


async def _declared(place: Place, run: Run) -> tuple[Input, ...]:
    found = await place.cluster.get(WORKFLOWS, run.namespace, run.spec.workflow_ref.name)
    return workflow_from(found).spec.inputs


async def _typed(request: InputRequest, declared: tuple[Input, ...], now: datetime) -> Said:
    """What the person at the terminal answers; raises Usage where there is none, or nothing comes in time."""
    if not sys.stdin.isatty():
        raise Usage("no answer is given: -i NAME=VALUE, --choose CONTROL or --inputs-from SECRET")
    prompt = Prompt(Screen(Console(highlight=False)), sys.stdin)
    given = await prompt.answer(request, declared, "", (request.expires_at - now).total_seconds())
    if given is None:
        raise Usage("nothing was answered")
    return Said(given.inputs, None, given.modal_action)
