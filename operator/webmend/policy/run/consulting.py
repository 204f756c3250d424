"""A failure that the rules leave open is shown to a model before it is answered, where one is configured.

The plan only says that it is to be asked, and looks again: an endpoint that is slow or dead holds up nobody but this
failure, and that no longer than `model.timeout`. What came of it is stored with the run, so that the same failure is
explained alike ever after, also by another replica.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from webmend.domain.advice import Consultation, ConsultationOutcome
from webmend.domain.duration import seconds
from webmend.domain.report import FailureReport
from webmend.domain.run import RunStatus
from webmend.domain.settings import ModelSettings
from webmend.policy.classify import advice
from webmend.policy.classify.discretion import Discretion

from . import failing
from .facts import AskModel
from .state import Context

KEPT = 32
"""How many are kept with a run, the latest."""


@dataclass(frozen=True)
class Wait:
    """The failure is not answered yet."""

    until: datetime
    actions: tuple[AskModel, ...] = ()
    reason: str = "A model is asked why the step failed"


def wait(context: Context, report: FailureReport) -> Wait | None:
    """What to do before this failure is answered; None: answer it now."""
    settings, asked = context.settings.model, of(context, report)
    if settings is None:
        return None
    if asked is None:
        return _ask(context, report, settings) if _is_open(context, report) else None
    until = asked.asked_at + _patience(settings)
    is_awaited = asked.outcome is ConsultationOutcome.PENDING and context.now < until
    return Wait(until) if is_awaited else None


def of(context: Context, report: FailureReport) -> Consultation | None:
    """What a model was asked about this failure, as stored or else as this process knows it."""
    known = (*context.status.consultations, *context.facts.consultations)
    return next((each for each in known if each.is_of(report.attempt, report.sequence)), None)


def noted(context: Context, status: RunStatus, report: FailureReport) -> RunStatus:
    """The status, which says that a model was asked about this failure, if one was."""
    asked = of(context, report)
    if asked is None or asked in status.consultations:
        return status
    if asked.outcome is ConsultationOutcome.PENDING:
        asked = asked.with_(outcome=ConsultationOutcome.UNAVAILABLE, detail="no answer in time")
    return status.with_(consultations=(*status.consultations, asked)[-KEPT:])


def _is_open(context: Context, report: FailureReport) -> bool:
    site = context.facts.site
    return advice.is_wanted(failing.explain(report, site), failing.seen(report, site))


def _ask(context: Context, report: FailureReport, settings: ModelSettings) -> Wait:
    discreet = Discretion(context.facts.run.spec.inputs.values())
    prompt = advice.question(failing.seen(report, context.facts.site), discreet)
    until = context.now + _patience(settings)
    return Wait(until, (AskModel(report.attempt, report.sequence, prompt),))


def _patience(settings: ModelSettings) -> timedelta:
    return timedelta(seconds=seconds(settings.timeout))
