"""Whether an answer to a run that asks for input may be taken, and where the session goes on with it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from webmend.domain.graph import Graph, Node
from webmend.domain.report import FailureReport
from webmend.domain.run import Answer, InputRequest, RunSpec, RunStatus
from webmend.domain.workflow import Input

from . import inputs, steps


@dataclass(frozen=True)
class AnswerFacts:
    """An answer, and what it is judged by."""

    answer: Answer
    request: InputRequest | None
    """The question that is open."""
    declared: tuple[Input, ...]
    """The inputs of the workflow."""
    now: datetime
    grace: float = 0.0
    """Seconds for which an answer still counts that was not looked at in time."""


def refusal(facts: AnswerFacts) -> str:
    """Why the answer is not taken, in a sentence; empty when it is. Values that a Secret holds are not looked at."""
    return next((why for rule in RULES if (why := rule(facts))), "")


def _nobody_asks(facts: AnswerFacts) -> str:
    named, request = facts.answer.request_id, facts.request
    if request is None:
        return f"the run asks nothing now; an answer to {named} comes too late or belongs to another run"
    return "" if named == request.request_id else f"the run asks {request.request_id}, not {named}"


def _too_late(facts: AnswerFacts) -> str:
    assert facts.request is not None
    until = facts.request.expires_at
    is_over = facts.now >= until + timedelta(seconds=facts.grace)
    return f"the time for an answer was over at {until:%Y-%m-%dT%H:%M:%SZ}" if is_over else ""


def _of_the_other_kind(facts: AnswerFacts) -> str:
    assert facts.request is not None
    actions, chosen = facts.request.actions, facts.answer.modal_action
    if actions and chosen is None:
        return f"a decision is asked for: modalAction, one of {_listed(actions)}"
    return "new values of inputs are asked for, not a modalAction" if chosen is not None and not actions else ""


def _not_offered(facts: AnswerFacts) -> str:
    assert facts.request is not None
    actions, chosen = facts.request.actions, facts.answer.modal_action
    return f'"{chosen}" is not offered; choose one of {_listed(actions)}' if actions and chosen not in actions else ""


def _wrong_values(facts: AnswerFacts) -> str:
    assert facts.request is not None
    return "; ".join(inputs.wrong_values(facts.request.fields or facts.declared, facts.answer.inputs))


def _not_given(facts: AnswerFacts) -> str:
    """A step gets all that it asks for; where a Secret gives some of it, that is seen when the step goes on."""
    assert facts.request is not None
    given = facts.answer
    missing = [f.name for f in facts.request.fields if f.required and f.name not in given.inputs]
    return "; ".join(f"{name}: {inputs.NOT_GIVEN}" for name in missing) if given.inputs_from is None else ""


RULES: tuple[Callable[[AnswerFacts], str], ...] = (
    _nobody_asks,
    _too_late,
    _of_the_other_kind,
    _not_offered,
    _wrong_values,
    _not_given,
)


def named(request: InputRequest, run: str, used: Collection[str]) -> InputRequest:
    """The question under a name of this run's own that no answer has used yet: a name is answered once.

    `run`: its UID. An answer that was meant for another run names no question of this one.
    """
    first = f"{run[:8]}-a{request.attempt}-s{request.sequence}"
    names = (first, *(f"{first}-{number}" for number in range(2, len(used) + 3)))
    return request.with_(request_id=next(name for name in names if name not in used))


def resume_at(report: FailureReport, graph: Graph, names: Collection[str]) -> str:
    """The step to go on with once these inputs have new values.

    That is the first step done that uses one of them, if it was done on the page that is shown now; from another page,
    the latest step before it that opens its page by itself. Where neither may be done again, the failed step.
    """
    first = next((i for i, id_ in enumerate(report.path) if _uses(graph.node(id_), names)), None)
    if first is None:
        return report.node_id
    if first >= len(report.path) - report.on_page:
        return report.path[first]
    openers = [id_ for id_ in report.path[: first + 1] if id_ in report.safe_nodes]
    return openers[-1] if openers else report.node_id


def changed_inputs(answer: Answer, request: InputRequest) -> tuple[str, ...]:
    """Names of the inputs that the answer may change; a Secret may hold any of those that were asked for."""
    from_secret = request.inputs if answer.inputs_from is not None else {}
    return tuple(dict.fromkeys([*answer.inputs, *from_secret]))


def accepted(spec: RunSpec, status: RunStatus) -> tuple[Answer, ...]:
    """The answers that gave the run new inputs, in the order in which it took them: later attempts begin with them.

    What a step has asked for, it asks for again.
    """
    given = {answer.request_id: answer for answer in spec.answers}
    taken = [j.request_id for j in status.answers if j.accepted and j.node_id is None]
    return tuple(given[id_] for id_ in taken if id_ in given)


def _uses(node: Node, names: Collection[str]) -> bool:
    return any(f"inputs.{name}" in steps.inputs_of(node) for name in names)


def _listed(actions: tuple[str, ...]) -> str:
    return ", ".join(f'"{action}"' for action in actions)
