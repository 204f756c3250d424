"""What somebody who looks at a run may do next, as commands to type."""

import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from webmend.domain.failure import Category, Fault
from webmend.domain.phase import IN_SESSION, TERMINAL, Phase
from webmend.domain.run import InputRequest
from webmend.domain.version import WorkflowVersion
from webmend.policy import versions

from .view import View


@dataclass(frozen=True)
class Step:
    """One thing to do."""

    what: str
    command: str


@dataclass(frozen=True)
class Typed:
    """How the commands are typed."""

    program: str
    """webmend, or kubectl webmend."""
    scope: tuple[str, ...] = ()
    """Options that name the cluster and the namespace."""

    def ours(self, *words: str) -> str:
        """A command of ours."""
        return " ".join([self.program, *map(shlex.quote, words), *map(shlex.quote, self.scope)])

    def kubectl(self, *words: str) -> str:
        """A command of kubectl's."""
        return " ".join(["kubectl", *map(shlex.quote, words), *map(shlex.quote, self.scope)])


SWITCHES: dict[Category, str] = {
    Category.SERVICE_UNAVAILABLE: "serviceUnavailableRecovery",
    Category.ACCOUNT_LOGGED_OUT: "serviceUnavailableRecovery",
    Category.INCORRECT_FORM_INPUTS: "incorrectFormInputRecovery",
    Category.PASSWORD_UPDATE_REQUIRED: "passwordUpdateRecovery",
    Category.XPATH_INCORRECT: "xpathRecovery",
    Category.UNEXPECTED_UI_STATE: "popupHandling",
    Category.UPSTREAM_ERROR: "upstreamRetry",
}
"""The switch of errorHandling that lets webmend do something about a category by itself."""


def next_steps(view: View, typed: Typed) -> tuple[Step, ...]:
    """What may be done, the most useful first."""
    return tuple(step for rule in RULES for step in rule(view, typed))


Rule = Callable[[View, Typed], Iterator[Step]]


def _answer(view: View, typed: Typed) -> Iterator[Step]:
    request = view.run.status.input_request
    if view.run.status.phase is not Phase.INPUT_REQUIRED or request is None:
        return
    for action in request.actions:
        yield Step("decide", typed.ours("answer", view.run.name, "--choose", action))
    if not request.actions:
        yield Step("give new values", typed.ours("answer", view.run.name, *_values(request)))


def _values(request: InputRequest) -> list[str]:
    return [word for name in request.inputs for word in ("-i", f"{name}=VALUE")]


def _follow(view: View, typed: Typed) -> Iterator[Step]:
    if view.run.status.phase in IN_SESSION:
        yield Step("see it go on", typed.ours("watch", view.run.name))
        yield Step("see what its runner says", typed.ours("logs", view.run.name, "--follow"))


def _find_what_is_in_the_way(view: View, typed: Typed) -> Iterator[Step]:
    if view.run.status.phase in (None, Phase.PENDING):
        yield Step("look whether the installation is well", typed.ours("doctor"))


def _judge_a_repair(view: View, typed: Typed) -> Iterator[Step]:
    for proposed in (each for each in view.versions if _waits(each)):
        workflow, number = proposed.spec.workflow, proposed.spec.number
        base = _before(view, number)
        yield Step("see what webmend proposes", typed.ours("versions", "diff", workflow, str(base), str(number)))
        yield Step("let it take effect", typed.ours("versions", "approve", workflow, str(number)))


def _waits(version: WorkflowVersion) -> bool:
    return version.spec.review and version.spec.decision is None


def _before(view: View, number: int) -> int:
    """The version in force, with which a new one is to be compared."""
    active = versions.active(view.versions)
    return active.spec.number if active and active.spec.number != number else max(1, number - 1)


def _see_what_was_learned(view: View, typed: Typed) -> Iterator[Step]:
    learned = [each.version for each in view.run.status.recoveries if each.version and each.version > 1]
    workflow = view.run.spec.workflow_ref.name
    for number in dict.fromkeys(learned):
        yield Step("see what it learned", typed.ours("versions", "diff", workflow, str(number - 1), str(number)))
        yield Step("take it back", typed.ours("versions", "revert", workflow, str(number - 1)))


def _give_it_a_code(view: View, typed: Typed) -> Iterator[Step]:
    for code in view.suggestions:
        yield Step("make it a code of your own", typed.ours("codes", "approve", code.name, "--code", "CODE"))


def _mend_the_login(view: View, typed: Typed) -> Iterator[Step]:
    if not _failed_with(view, Category.AUTHENTICATION_ERROR) or view.workflow is None:
        return
    for credential in view.workflow.spec.credentials:
        yield Step(f"put the login {credential.alias} right", typed.kubectl("edit", "secret", credential.secret_ref))


def _switch_a_recovery_on(view: View, typed: Typed) -> Iterator[Step]:
    failure = view.failure
    if view.run.status.phase is not Phase.FAILED or failure is None or view.workflow is None:
        return
    switch = SWITCHES.get(failure.category)
    if switch and view.workflow.spec.error_handling.stored().get(switch) is False:
        patch = f'{{"spec":{{"errorHandling":{{"{switch}":true}}}}}}'
        command = typed.kubectl("patch", "workflow.webmend.io", view.workflow.name, "--type=merge", "-p", patch)
        yield Step("let webmend act on it next time", command)


def _look_closer(view: View, typed: Typed) -> Iterator[Step]:
    failure, run = view.failure, view.run
    if run.status.phase is not Phase.FAILED or failure is None or not run.status.attempt:
        return
    if failure.fault is Fault.PLATFORM:
        yield Step("look whether the installation is well", typed.ours("doctor"))
    yield Step("get pictures and evidence", typed.ours("artifacts", run.name, "--download"))
    if failure.category is Category.NOT_CONFIDENT:
        yield Step("put everything together for a report", typed.ours("bundle", run.name))


def _repeat(view: View, typed: Typed) -> Iterator[Step]:
    status, name = view.run.status, view.run.name
    if status.phase not in (Phase.FAILED, Phase.STOPPED):
        return
    failure = view.failure
    if failure is not None and failure.fault is Fault.INPUT and view.run.spec.inputs:
        values = [word for each in view.run.spec.inputs for word in ("-i", f"{each}=VALUE")]
        yield Step("repeat it with other inputs", typed.ours("replay", name, *values))
        return
    confirmed = ["--confirm-irreversible"] if status.irreversible else []
    what = "repeat it, what cannot be undone too" if confirmed else "repeat it"
    yield Step(what, typed.ours("replay", name, *confirmed))


def _use_the_data(view: View, typed: Typed) -> Iterator[Step]:
    if view.run.status.phase is Phase.SUCCEEDED and view.run.status.records:
        yield Step("get what it extracted", typed.ours("data", view.run.name))


def _stop(view: View, typed: Typed) -> Iterator[Step]:
    if view.run.status.phase not in TERMINAL and not view.run.spec.stop:
        yield Step("stop it", typed.ours("stop", view.run.name))


def _failed_with(view: View, category: Category) -> bool:
    failure = view.failure
    return view.run.status.phase is Phase.FAILED and failure is not None and failure.category is category


RULES: tuple[Rule, ...] = (
    _answer,
    _judge_a_repair,
    _mend_the_login,
    _give_it_a_code,
    _switch_a_recovery_on,
    _follow,
    _find_what_is_in_the_way,
    _use_the_data,
    _see_what_was_learned,
    _look_closer,
    _repeat,
    _stop,
)
"""In the order in which people read them."""
