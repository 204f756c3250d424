"""From the arguments of `webmend run` to a run that is over."""

import argparse
import asyncio
import random
import re
import signal
import sys
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from rich.console import Console

from webmend.adapters.browser import launch
from webmend.adapters.clock import SystemClock
from webmend.domain.phase import Phase
from webmend.domain.run import Run, RunSpec, WorkflowRef
from webmend.domain.settings import RecoverySettings, RunnerSettings, Settings
from webmend.domain.workflow import Workflow
from webmend.policy import inputs as input_policy
from webmend.policy import starting
from webmend.policy.graph import problems
from webmend.runner.attempt import Launch
from webmend.runner.launching import opener
from webmend.runner.secrets import Secrets
from webmend.runner.stop import Stop

from . import asking, credentials, manifests, result, status
from .browsers import executable, is_sandboxed
from .errors import Usage
from .local.answerer import Answerer
from .local.folder import Folder
from .local.known import Known
from .local.operator import Operator
from .local.running import Means, carry_out
from .screen import Screen

RESULTS = Path("webmend-results")
NOT_HERE = {"inputs_from": None, "version": None, "start_at": None, "stop": False}
"""What a manifest may say of a run and only a cluster can do."""


def execute_run(arguments: argparse.Namespace) -> int:
    """Carry the run out; the exit status of its phase. Raises Usage."""
    found = manifests.read(arguments.files)
    workflow = found.workflow(arguments.workflow)
    _check(workflow)
    clock = SystemClock()
    run = _run(workflow, found.run_of(workflow, arguments.run), arguments, clock.now())
    operator = Operator(run, workflow, _settings(arguments), clock, random.random)
    screen = Screen(Console(highlight=False))
    means = Means(
        credentials=credentials.gather(workflow, found.secrets, dict(arguments.credential)),
        browsers=_browsers(arguments),
        folder=Folder(arguments.out or RESULTS / f"{run.name}-{clock.now():%Y%m%d-%H%M%S}"),
        known=Known(arguments.known or RESULTS / f"{workflow.name}.known.json"),
        audience=screen,
        clock=clock,
        stop=Stop(),
        answerer=_answerer(arguments, screen),
        patient=not arguments.no_requeue,
    )
    screen.say(f"{workflow.name} · {len(workflow.spec.graph.nodes)} steps", "bold")
    with screen.shown():
        phase = asyncio.run(_interruptible(operator, means, screen))
    result.tell(operator, means.folder, result.leave(operator, found.document_of(workflow), means.folder), screen)
    return status.BY_PHASE[phase]


async def _interruptible(operator: Operator, means: Means, screen: Screen) -> Phase:
    """The run; the first Ctrl-C ends it with the step in flight, the second one at once."""
    loop = asyncio.get_running_loop()

    def ask() -> None:
        means.stop.ask()
        screen.say("  stopping with the step in flight; Ctrl-C again ends it at once", "yellow")
        loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGINT, ask)
    return await carry_out(operator, means)


def _check(workflow: Workflow) -> None:
    found = problems(workflow.spec)
    if found:
        raise Usage("the workflow cannot be run:\n  " + "\n  ".join(map(str, found)))


def _run(workflow: Workflow, given: Run | None, arguments: argparse.Namespace, now: datetime) -> Run:
    """The run that is meant: that of the manifest, or a new one; with what the command line says over its own."""
    spec = given.spec if given else RunSpec(workflow_ref=WorkflowRef(name=workflow.name))
    spec = spec.with_(
        inputs={**spec.inputs, **dict(arguments.input)},
        start_from=arguments.start_from or spec.start_from,
        dry_run=arguments.dry_run or spec.dry_run,
        **NOT_HERE,
    )
    if misplaced := starting.problem(workflow.spec.graph, spec.start_from):
        raise Usage(misplaced)
    wrong = input_policy.problems(workflow.spec.inputs, spec.inputs)
    if wrong:
        raise Usage("\n  ".join([f"{workflow.name} cannot be run with these inputs (--input NAME=VALUE):", *wrong]))
    name = given.name if given else workflow.name
    return Run(namespace=workflow.namespace, name=name, uid=str(uuid.uuid4()), created=now, spec=spec)


def _settings(arguments: argparse.Namespace) -> Settings:
    if not re.fullmatch(r"(\d+h)?(\d+m)?(\d+s)?(\d+ms)?", arguments.backoff_base):
        raise Usage(f"--backoff-base {arguments.backoff_base} is no duration such as 10m or 5s")
    return Settings(
        runner=RunnerSettings(image="none", server_url="http://localhost"),
        recovery=RecoverySettings(backoff_base=arguments.backoff_base),
    )


def _answerer(arguments: argparse.Namespace, screen: Screen) -> Answerer:
    """What the command line has prepared, and then whoever sits at the terminal."""
    prepared = asking.Prepared(dict(arguments.answer), arguments.choose)
    return asking.InTurn(prepared, asking.Prompt(screen, sys.stdin)) if sys.stdin.isatty() else prepared


def _browsers(arguments: argparse.Namespace) -> Callable[[Secrets], Launch]:
    path, sandbox = executable(arguments), is_sandboxed(arguments)
    rules = ",".join(f"MAP {host} {address}" for host, address in arguments.resolve)
    flags = (f"--host-resolver-rules={rules}",) if rules else ()
    return lambda secrets: opener(asyncio.ensure_future(launch(path, sandbox, arguments.headed, flags)), secrets)
