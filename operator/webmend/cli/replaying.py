"""From the arguments of `webmend replay` to new runs."""

import argparse
from typing import Any

from webmend.domain.resource import run_from, workflow_from
from webmend.domain.workflow import Workflow
from webmend.policy import replaying
from webmend.ports.cluster import RUNS, WORKFLOWS, AlreadyExists, ClusterError, NotFound

from . import status
from .cluster import Place, in_cluster
from .errors import Usage
from .output.paper import complain, paper
from .run_spec import said_of_run


def execute_replay(arguments: argparse.Namespace) -> int:
    """Make the replays; the exit status. Raises Usage."""
    if arguments.name and len(arguments.runs) > 1:
        raise Usage("--name goes with a single RUN")
    given = fields(arguments)

    async def all_of(place: Place) -> int:
        made = [await _tried(place, run, given, arguments) for run in arguments.runs]
        return status.SUCCEEDED if all(made) else status.FAILED

    return in_cluster(arguments, all_of)


def fields(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the command line says of the new runs, as fields of their spec, `active` still in words. Raises Usage."""
    confirmed = {"confirmIrreversible": True} if arguments.confirm_irreversible else {}
    return {**said_of_run(arguments), **confirmed}


async def replayed(place: Place, name: str, given: dict[str, Any], wanted: str | None = None) -> tuple[str, str]:
    """Name of a new run that repeats this one, and what it repeats in a sentence. Raises a ClusterError or Usage."""
    original = run_from(await place.cluster.get(RUNS, place.namespace, name))
    workflow = await _workflow(place, original.spec.workflow_ref.name)
    try:
        spec = replaying.ordered(original, workflow, given)
    except replaying.Unfit as unfit:
        raise Usage(str(unfit)) from None
    if refused := replaying.refusal(replaying.Asked(spec, original, workflow)):
        raise Usage(f"{refused.sentence}. {refused.fix.replace('confirmIrreversible: true', '--confirm-irreversible')}")
    body = {"spec": spec.model_dump(mode="json", by_alias=True, exclude_unset=True)}
    return await _made(place, [wanted] if wanted else replaying.called(name), body), replaying.sentence(spec, original)


async def _tried(place: Place, run: str, given: dict[str, Any], arguments: argparse.Namespace) -> bool:
    """Whether the run has its replay; why it has none is told."""
    try:
        name, sentence = await replayed(place, run, given, arguments.name)
    except (ClusterError, Usage) as error:
        complain("replay", f"{run}: {error}")
        return False
    paper().line(f"{name}: {sentence}")
    return True


async def _workflow(place: Place, name: str) -> Workflow | None:
    try:
        return workflow_from(await place.cluster.get(WORKFLOWS, place.namespace, name))
    except NotFound:
        return None


async def _made(place: Place, called: list[str], body: dict[str, Any]) -> str:
    """The first of the names that is free is taken."""
    for name in called:
        try:
            await place.cluster.create(RUNS, place.namespace, {**body, "metadata": {"name": name}})
        except AlreadyExists:
            continue
        return name
    raise Usage(f"there is a run {called[0]} already" if len(called) == 1 else f"{called[-1]} is taken: give a --name")
