"""What people say to a run, written into its spec: the answer to its question, and that it is to stop."""

import base64
import uuid
from collections.abc import Mapping
from typing import Any

from webmend.domain.names import API_VERSION, WORKFLOW_RUN
from webmend.domain.phase import TERMINAL
from webmend.domain.run import Answer, InputRequest, Run, SecretRef
from webmend.domain.workflow import Input
from webmend.policy.answers import AnswerFacts, refusal
from webmend.ports.clock import Clock
from webmend.ports.cluster import RUNS, SECRETS, Cluster, Conflict, Forbidden, Invalid, Unavailable
from webmend.server.definitions import Definitions
from webmend.server.problems import Refused

from .deeds import Deeds
from .lookup import Lookup
from .messages import NewInputVariables
from .visitor import Visitor

TRIES = 8


class Answering:
    """Decides nothing: what was written is judged by the operator once more."""

    def __init__(self, cluster: Cluster, lookup: Lookup, definitions: Definitions, deeds: Deeds, clock: Clock):
        self._cluster = cluster
        self._lookup = lookup
        self._definitions = definitions
        self._deeds = deeds
        self._clock = clock

    async def answer(self, visitor: Visitor, said: NewInputVariables) -> None:
        """Answer the question that is open; refuses when there is none, and what does not fit it."""
        run, secret = visitor.run, ""
        for tried in range(TRIES):
            request = self._question(run)
            declared = request.fields or (await self._definitions.workflow(run)).spec.inputs
            self._check(run, request, declared, said)
            secret = secret or await self._kept(run, _secret_values(declared, said))
            if not tried:
                told = {"inputs": sorted(said.inputs), "modalAction": said.modal_action}
                await self._deeds.note(visitor.user, run, "answer", request=request.request_id, **told)
            answer = _without_secrets(request, declared, said, secret)
            answers = [*(given.stored() for given in run.spec.answers), answer.stored()]
            if await self._patched(run, {"answers": answers}):
                await self._deeds.tell(visitor.user, run, "Answered", f"{request.request_id} is answered")
                return
            run = await self._lookup.run(run.uid)
        raise Unavailable(f"{run.namespace}/{run.name} changes all the time")

    async def stop(self, visitor: Visitor) -> None:
        """Ask the run to stop, which ends its wait too; refuses when it is over."""
        run = visitor.run
        for tried in range(TRIES):
            if run.status.phase in TERMINAL:
                raise Refused(409, f"the run is {run.status.phase}")
            if not tried:
                await self._deeds.note(visitor.user, run, "stop")
            if run.spec.stop:
                return
            if await self._patched(run, {"stop": True}):
                await self._deeds.tell(visitor.user, run, "StopAsked", "The run is to stop")
                return
            run = await self._lookup.run(run.uid)
        raise Unavailable(f"{run.namespace}/{run.name} changes all the time")

    def _question(self, run: Run) -> InputRequest:
        """The question that is open and has no answer yet."""
        request = run.status.input_request
        if request is None:
            raise Refused(409, f"the run asks nothing now: it is {run.status.phase or 'Pending'}")
        if any(given.request_id == request.request_id for given in run.spec.answers):
            raise Refused(409, f"{request.request_id} is answered already")
        if self._clock.now() >= request.expires_at:
            raise Refused(409, f"the time for an answer to {request.request_id} is over")
        return request

    def _check(self, run: Run, request: InputRequest, declared: tuple[Input, ...], said: NewInputVariables) -> None:
        answer = _answer(request, said.inputs, said.modal_action)
        if why := refusal(AnswerFacts(answer, request, declared, self._clock.now())):
            raise Refused(422, why)

    async def _patched(self, run: Run, spec: Mapping[str, Any]) -> bool:
        """Whether it could be written; not when the run has changed meanwhile."""
        try:
            await self._cluster.patch_spec(RUNS, run.namespace, run.name, spec, run.resource_version)
        except Conflict:
            return False
        except Invalid as invalid:
            raise Refused(422, str(invalid)) from None
        return True

    async def _kept(self, run: Run, values: Mapping[str, str]) -> str:
        """Name of a new Secret of the run with these values, which goes when the run does; empty without values."""
        if not values:
            return ""
        name = f"webmend-answer-{uuid.uuid4()}"
        body = {
            "metadata": {"name": name, "ownerReferences": [_owner(run)]},
            "immutable": True,
            "data": {key: base64.b64encode(value.encode()).decode() for key, value in values.items()},
        }
        try:
            await self._cluster.create(SECRETS, run.namespace, body)
        except Forbidden:
            names = ", ".join(values)
            raise Refused(
                422,
                f"{names}: the server may keep no secrets here; put them into a Secret, and patch answers[] of the run",
            ) from None
        return name


def _owner(run: Run) -> dict[str, str]:
    return {"apiVersion": API_VERSION, "kind": WORKFLOW_RUN, "name": run.name, "uid": run.uid}


def _secret_values(declared: tuple[Input, ...], said: NewInputVariables) -> dict[str, str]:
    secret = {each.name for each in declared if each.secret}
    return {name: value for name, value in said.inputs.items() if name in secret}


def _without_secrets(
    request: InputRequest, declared: tuple[Input, ...], said: NewInputVariables, secret: str
) -> Answer:
    hidden = _secret_values(declared, said)
    plain = {name: value for name, value in said.inputs.items() if name not in hidden}
    return _answer(request, plain, said.modal_action, secret)


def _answer(request: InputRequest, inputs: Mapping[str, str], action: str | None, secret: str = "") -> Answer:
    return Answer(
        request_id=request.request_id,
        inputs=dict(inputs),
        inputs_from=SecretRef(secret_ref=secret) if secret else None,
        modal_action=action,
    )
