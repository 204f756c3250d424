"""Runs that people make by way of the API."""

import uuid
from collections.abc import Iterable

from webmend.domain.api import NewReplay, NewRun, RunMade
from webmend.domain.resource import run_from, workflow_from
from webmend.domain.run import Run, RunSpec, Trigger, WorkflowRef
from webmend.domain.workflow import Workflow
from webmend.policy import creating, replaying, starting
from webmend.policy.repeating import Request
from webmend.ports.cluster import RUNS, WORKFLOWS
from webmend.server.definitions import Definitions
from webmend.server.people.access import CREATE, Access
from webmend.server.people.deeds import Deeds
from webmend.server.people.users import User
from webmend.server.problems import Refused

from .making import made, repeated
from .objects import Objects, read

ROOM = 52
"""Characters of the workflow's name in that of a run: with eight digits it is a label's value."""


class RunActions:
    """Decides as the operator and the command line do, and leaves the rest to the operator."""

    def __init__(self, objects: Objects, definitions: Definitions, access: Access, deeds: Deeds):
        self._objects = objects
        self._definitions = definitions
        self._access = access
        self._deeds = deeds

    async def run(self, namespace: str, name: str) -> Run:
        """The run as it is now; refuses when its object is not there."""
        return read(run_from, await self._objects.get(RUNS, namespace, name))

    async def create(self, user: User, namespace: str, asked: NewRun, request: Request) -> RunMade:
        """Make a run of a workflow, or find what the same request has made; refuses what could not start."""
        sentence = f"A run of {asked.workflow}"
        if before := await self._before(namespace, request):
            return _answer(before, sentence)
        workflow = read(workflow_from, await self._objects.get(WORKFLOWS, namespace, asked.workflow))
        spec = _spec(asked)
        if said := creating.refusal(workflow, spec):
            raise Refused(409, said)
        _check_values(workflow, spec)
        await self._check_start(workflow, spec)
        await self._deeds.note(user, workflow, "create", inputs=sorted(spec.inputs))
        names = [f"{asked.workflow[:ROOM].rstrip('-')}-{uuid.uuid4().hex[:8]}"]
        return _answer(await self._made(user, namespace, spec, names, request, sentence), sentence)

    async def replay(self, user: User, original: Run, asked: NewReplay, request: Request) -> RunMade:
        """Make a run that repeats this one, or find what the same request has made; refuses what the operator would."""
        if asked.inputs_from is not None:  # or the right to repeat would be one to have any Secret typed somewhere
            await self._access.check(user, CREATE, original.namespace, "")
        if before := await self._before(original.namespace, request):
            return _answer(before, replaying.sentence(before.spec, original))
        workflow = await self._workflow(original)
        spec = _ordered(original, workflow, asked)
        if refused := replaying.refusal(replaying.Asked(spec, original, workflow)):
            raise Refused(409, f"{refused.sentence}. {refused.fix}")
        if workflow is not None:
            _check_values(workflow, spec)
            await self._check_start(workflow, spec)
        await self._deeds.note(user, original, "replay", inputs=sorted(spec.inputs))
        names, sentence = replaying.called(original.name), replaying.sentence(spec, original)
        return _answer(await self._made(user, original.namespace, spec, names, request, sentence), sentence)

    async def _before(self, namespace: str, request: Request) -> Run | None:
        """The run that the same request has made, however things are now."""
        found = await repeated(self._objects, RUNS, namespace, request)
        return read(run_from, found) if found else None

    async def _made(
        self, user: User, namespace: str, spec: RunSpec, names: Iterable[str], request: Request, sentence: str
    ) -> Run:
        """Under the name that caller and key make, where there is a key; told of once."""
        body = {"spec": spec.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)}
        names = [f"run-{request.word}"] if request.key else names
        stored, is_new = await made(self._objects, RUNS, namespace, body, names, request)
        run = read(run_from, stored)
        if is_new:
            await self._deeds.tell(user, run, "Created", sentence)
        return run

    async def _workflow(self, run: Run) -> Workflow | None:
        try:
            return read(workflow_from, await self._objects.get(WORKFLOWS, run.namespace, run.spec.workflow_ref.name))
        except Refused as refused:
            if refused.status == 404:
                return None
            raise

    async def _check_start(self, workflow: Workflow, spec: RunSpec) -> None:
        """Refuses a version that is not there, and a step that no run can begin with."""
        number = spec.version or workflow.status.active_version
        if not number or (spec.version is None and spec.start_from is None):
            return
        graph = await self._definitions.graph(workflow, number)
        if said := starting.problem(graph, spec.start_from):
            raise Refused(422, said)


def _spec(asked: NewRun) -> RunSpec:
    given = asked.model_dump(exclude_unset=True, exclude={"workflow"})
    ref = WorkflowRef(name=asked.workflow)
    return RunSpec.model_validate({**given, "workflow_ref": ref, "trigger": Trigger.API})


def _ordered(original: Run, workflow: Workflow | None, asked: NewReplay) -> RunSpec:
    given = asked.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
    try:
        return replaying.ordered(original, workflow, {name: value for name, value in given.items() if value != {}})
    except replaying.Unfit as unfit:
        raise Refused(422, str(unfit)) from None


def _check_values(workflow: Workflow, spec: RunSpec) -> None:
    if wrong := creating.problems(workflow, spec):
        raise Refused(422, "; ".join(wrong))


def _answer(run: Run, sentence: str) -> RunMade:
    return RunMade(
        namespace=run.namespace,
        name=run.name,
        session_id=run.uid,
        workflow=run.spec.workflow_ref.name,
        message=sentence,
    )
