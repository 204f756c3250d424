"""From the arguments of `webmend run` to a run that is over."""

import argparse
import asyncio
import random
import re
import signal
import sys
import uuid
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console

from webmend.adapters.browser import launch
from webmend.adapters.browser.trust import Trust
from webmend.adapters.clock import SystemClock
from webmend.domain.names import DEBUG_PORT
from webmend.domain.phase import Phase
from webmend.domain.run import Debug, Run, RunSpec, WorkflowRef
from webmend.domain.settings import RecoverySettings, RunnerSettings, Settings
from webmend.domain.workflow import Workflow
from webmend.policy import inputs as input_policy
from webmend.policy import starting
from webmend.policy.calling import Components
from webmend.policy.workflow import WorkflowFacts, problems
from webmend.runner.attempt import Launch
from webmend.runner.launching import Given, opener
from webmend.runner.secrets import Secrets
from webmend.runner.stop import Stop

from . import asking, credentials, manifests, result, status, trust
from .browsers import executable, is_sandboxed
from .components import components
from .errors import Usage
from .local.answerer import Answerer
from .local.folder import Folder
from .local.kept import KeptSession
from .local.known import Known
from .local.operator import Operator
from .local.running import Browsers, Means, carry_out
from .screen import Screen

RESULTS = Path("webmend-results")
NOT_HERE = {"inputs_from": None, "version": None, "start_at": None, "stop": False, "replay_of": None}
"""What a manifest may say of a run and only a cluster can do."""


def execute_run(arguments: argparse.Namespace) -> int:
    """Carry the run out; the exit status of its phase. Raises Usage."""
    found = manifests.read(arguments.files)
    workflow = found.workflow(arguments.workflow)
    clock = SystemClock()
    called = components(found, clock.now())
    _check(workflow, called)
    run = _run(workflow, found.run_of(workflow, arguments.run), arguments, clock.now())
    known = Known(arguments.known or RESULTS / f"{workflow.name}.known.json")
    operator = Operator(run, known.with_good_run(workflow), _settings(arguments), clock, random.random, called)
    screen = Screen(Console(highlight=False))
    means = Means(
        credentials=credentials.gather(workflow, found.secrets, dict(arguments.credential)),
        browsers=_browsers(arguments, run, trust.trust(workflow, found.config_maps, arguments.ca_bundle)),
        certificate=trust.certificate(workflow, found.secrets, arguments.client_certificate),
        folder=Folder(arguments.out or RESULTS / f"{run.name}-{clock.now():%Y%m%d-%H%M%S}"),
        session=KeptSession(known.path.with_name(f"{workflow.name}.session.json")),
        known=known,
        audience=screen,
        clock=clock,
        stop=Stop(),
        answerer=_answerer(arguments, screen),
        patient=not arguments.no_requeue,
    )
    screen.say(f"{workflow.name} · {len(workflow.spec.graph.nodes)} steps", "bold")
    if run.spec.debug:
        screen.say(f"  a look into the browser: chrome://inspect in another Chrome, at localhost:{DEBUG_PORT}", "cyan")
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


def _check(workflow: Workflow, called: Components) -> None:
    found = problems(WorkflowFacts(workflow, components=called))
    if found:
        raise Usage("the workflow cannot be run:\n  " + "\n  ".join(map(str, found)))


def _run(workflow: Workflow, given: Run | None, arguments: argparse.Namespace, now: datetime) -> Run:
    """The run that is meant: that of the manifest, or a new one; with what the command line says over its own."""
    spec = given.spec if given else RunSpec(workflow_ref=WorkflowRef(name=workflow.name))
    spec = spec.with_(
        inputs={**spec.inputs, **dict(arguments.input)},
        start_from=arguments.start_from or spec.start_from,
        dry_run=arguments.dry_run or spec.dry_run,
        debug=_debug(arguments) or spec.debug,
        **NOT_HERE,
    )
    if misplaced := starting.problem(workflow.spec.graph, spec.start_from):
        raise Usage(misplaced)
    wrong = input_policy.problems(workflow.spec.inputs, spec.inputs)
    if wrong:
        raise Usage("\n  ".join([f"{workflow.name} cannot be run with these inputs (--input NAME=VALUE):", *wrong]))
    name = given.name if given else workflow.name
    return Run(namespace=workflow.namespace, name=name, uid=str(uuid.uuid4()), created=now, spec=spec)


def _debug(arguments: argparse.Namespace) -> Debug | None:
    if not arguments.hold_on_failure:
        return None
    try:
        return Debug(hold_on_failure=arguments.hold_on_failure)
    except ValidationError:
        raise Usage(f"--hold-on-failure {arguments.hold_on_failure} is no duration between 1s and 1h") from None


def _settings(arguments: argparse.Namespace) -> Settings:
    if not re.fullmatch(r"(\d+h)?(\d+m)?(\d+s)?(\d+ms)?", arguments.backoff_base):
        raise Usage(f"--backoff-base {arguments.backoff_base} is no duration such as 10m or 5s")
    return Settings(
        runner=RunnerSettings(image="none", server_url="http://localhost", allow_debug=True),
        recovery=RecoverySettings(backoff_base=arguments.backoff_base),
    )


def _answerer(arguments: argparse.Namespace, screen: Screen) -> Answerer:
    """What the command line has prepared, and then whoever sits at the terminal."""
    prepared = asking.Prepared(dict(arguments.answer), arguments.choose)
    return asking.InTurn(prepared, asking.Prompt(screen, sys.stdin)) if sys.stdin.isatty() else prepared


def _browsers(arguments: argparse.Namespace, run: Run, trusted: Trust) -> Browsers:
    path, sandbox, resolve = executable(arguments), is_sandboxed(arguments), dict(arguments.resolve)
    port = DEBUG_PORT if run.spec.debug else 0

    def browser(secrets: Secrets, given: Given) -> Launch:
        launching = launch(path, sandbox, arguments.headed, resolve=resolve, trust=trusted, debug_port=port)
        return opener(asyncio.ensure_future(launching), secrets, given)

    return browser
