"""From the arguments of `webmend start` to a run in a cluster."""

import argparse
import uuid
from collections.abc import Iterator

from webmend.domain.resource import workflow_from
from webmend.domain.run import RunSpec
from webmend.domain.workflow import Workflow
from webmend.policy import inputs
from webmend.ports.cluster import RUNS, WORKFLOWS, AlreadyExists, Forbidden

from . import status
from .cluster import Place, in_cluster
from .errors import Usage
from .output.paper import complain, paper
from .run_spec import run_spec, said_of_run
from .runs.watching import watch_one

TRIES = 5
"""Names that are tried."""
ROOM = 56
"""Characters of the workflow's name that those of its runs begin with: with the rest they are a label's value."""
ACTIVE = "active"


def execute_start(arguments: argparse.Namespace) -> int:
    """Start it, and see it through where that is wanted; the exit status. Raises Usage."""
    if arguments.timeout is not None and not arguments.wait:
        raise Usage("--timeout goes with --wait")

    async def act(place: Place) -> int:
        name = await started(place, arguments.workflow, said_of_run(arguments), arguments.name)
        paper().line(f"workflowrun.webmend.io/{name}")
        return await watch_one(place, name, paper(), arguments.timeout) if arguments.wait else status.SUCCEEDED

    return in_cluster(arguments, act)


async def started(place: Place, workflow: str, said: dict[str, object], wanted: str | None) -> str:
    """Name of a new run of the workflow. Raises Usage, also for inputs that do not fit, and a ClusterError."""
    known = await _workflow(place, workflow)
    if said.get("version") == ACTIVE:
        said = {name: value for name, value in said.items() if name != "version"}
    spec = run_spec({"workflowRef": {"name": workflow}, **said})
    if known is not None:
        _check(known, spec)
    body = {"spec": spec.model_dump(mode="json", by_alias=True, exclude_unset=True)}
    for name in [wanted] if wanted else _names(workflow):
        try:
            await place.cluster.create(RUNS, place.namespace, {**body, "metadata": {"name": name}})
        except AlreadyExists:
            continue
        return name
    raise Usage(f"there is a run {wanted} already" if wanted else "no name is free: give a --name")


async def _workflow(place: Place, name: str) -> Workflow | None:
    """None where it may not be seen: the operator checks once more."""
    try:
        return workflow_from(await place.cluster.get(WORKFLOWS, place.namespace, name))
    except Forbidden as error:
        complain("start", f"inputs are not checked: {error}")
        return None


def _check(workflow: Workflow, spec: RunSpec) -> None:
    declared = workflow.spec.inputs
    secret = [each.name for each in declared if each.secret and each.name in spec.inputs]
    if secret:
        raise Usage(f"{', '.join(secret)}: secret, so put it into a Secret and name that by --inputs-from")
    check = inputs.wrong_values if spec.inputs_from else inputs.problems
    if wrong := check(declared, spec.inputs):
        raise Usage("\n  ".join([f"{workflow.name} cannot be run with these inputs (--input NAME=VALUE):", *wrong]))


def _names(workflow: str) -> Iterator[str]:
    root = workflow[:ROOM].rstrip("-")
    return (f"{root}-{uuid.uuid4().hex[:6]}" for _ in range(TRIES))
