"""Changes of a run's status, each in one place, so that every stage leaves it whole."""

from dataclasses import dataclass
from datetime import datetime

from webmend.domain.condition import Condition, ConditionStatus, put
from webmend.domain.duration import duration
from webmend.domain.failure import Failure
from webmend.domain.phase import TERMINAL, Phase, move
from webmend.domain.run import Attempt, AttemptState, RunStatus, current_attempt
from webmend.domain.settings import Settings
from webmend.policy.event import EmitEvent

from .bounding import bounded
from .facts import RunFacts, RunPlan


@dataclass(frozen=True)
class Context:
    """What every stage of the plan is given."""

    facts: RunFacts
    settings: Settings
    now: datetime
    chance: float

    @property
    def status(self) -> RunStatus:
        """The run's status as stored."""
        return self.facts.run.status


def moved(status: RunStatus, phase: Phase, reason: str, message: str) -> RunStatus:
    """The status in another phase (or the same), with why. Raises IllegalMove."""
    return status.with_(phase=move(status.phase, phase), reason=reason, message=message[:1024])


def ended(
    status: RunStatus, phase: Phase, reason: str, message: str, error: Failure | None, now: datetime
) -> RunStatus:
    """The status of a run that is over."""
    assert phase in TERMINAL
    took = duration(round((now - status.started_at).total_seconds())) if status.started_at else ""
    return moved(status, phase, reason, message).with_(
        error=error, finished_at=now, duration=took, next_attempt_time=None, directive=None, input_request=None
    )


def never(context: Context, reason: str, message: str, failure: Failure) -> RunPlan:
    """The plan for a run whose next attempt can never start: it has failed."""
    status = ended(context.status, Phase.FAILED, reason, message, failure, context.now)
    told = event(status, "Failed", message, warning=True)
    return RunPlan(whole(context, status), (told,), reason=message)


def with_attempt(status: RunStatus, attempt: Attempt) -> RunStatus:
    """The status with its latest attempt in this form."""
    return status.with_(attempts=(*status.attempts[:-1], attempt))


def active_attempt(status: RunStatus) -> Attempt | None:
    """The attempt that is under way."""
    attempt = current_attempt(status)
    return attempt if attempt is not None and attempt.state is AttemptState.RUNNING else None


def whole(context: Context, status: RunStatus) -> RunStatus:
    """The status with what follows from the rest of it: generation, session id, conditions. Done last, only here."""
    run, status = context.facts.run, bounded(status)
    status = status.with_(observed_generation=run.generation, session_id=run.uid)
    return status.with_(conditions=_conditions(status, context.now))


def event(status: RunStatus, reason: str, message: str, *, warning: bool = False) -> EmitEvent:
    """The Event of a transition: one per reason and attempt."""
    return EmitEvent(reason, message[:1024], f"{reason}-{status.attempt}-{len(status.recoveries)}", warning)


def _conditions(status: RunStatus, now: datetime) -> tuple[Condition, ...]:
    phase, conditions = status.phase, status.conditions
    finished = phase in TERMINAL
    wanted = [
        ("Started", bool(status.attempts)),
        ("Finished", finished),
        ("Recovering", phase is Phase.RECOVERING),
        ("InputRequired", phase is Phase.INPUT_REQUIRED),
    ]
    if finished:
        wanted.append(("Succeeded", phase is Phase.SUCCEEDED))
    for type_, holds in wanted:
        conditions = put(conditions, _condition(type_, holds, status, now))
    return conditions


def _condition(type_: str, holds: bool, status: RunStatus, now: datetime) -> Condition:
    says = type_ in ("Finished", "Succeeded") or holds
    return Condition(
        type=type_,
        status=ConditionStatus.TRUE if holds else ConditionStatus.FALSE,
        reason=status.reason or str(status.phase),
        message=status.message if says else "",
        last_transition_time=now,
    )
