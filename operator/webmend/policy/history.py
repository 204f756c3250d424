"""Which finished runs may go: never one that is not recorded, and none at all where no recorder is installed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webmend.domain import names
from webmend.domain.duration import seconds
from webmend.domain.run import Run
from webmend.domain.settings import HistorySettings
from webmend.domain.workflow import History


@dataclass(frozen=True)
class Finished:
    """A run that is over, as far as this is about it."""

    namespace: str
    name: str
    uid: str
    workflow: str
    has_succeeded: bool
    finished_at: datetime
    is_recorded: bool
    """Its condition Recorded is True."""
    finalizers: tuple[str, ...] = ()
    version: str = ""
    """Resource version."""


def surplus(runs: Iterable[Finished], limits: History, now: datetime) -> tuple[Finished, ...]:
    """Those of one workflow's runs that are to be deleted: recorded, and beyond the limits by count or by age.

    One that is not recorded counts as one that is kept.
    """
    latest = sorted(runs, key=lambda run: (run.finished_at, run.name), reverse=True)
    beyond = {
        *[run for run in latest if run.has_succeeded][limits.succeeded :],
        *[run for run in latest if not run.has_succeeded][limits.failed :],
    }
    return tuple(run for run in latest if run.is_recorded and (run in beyond or _is_old(run, limits, now)))


def is_held(run: Finished | Run) -> bool:
    """Whether the run cannot go before it is recorded."""
    return names.FINALIZER_RECORDED in run.finalizers


def is_let_go(run: Finished, settings: HistorySettings, now: datetime) -> bool:
    """Whether a run that is held is to be held no longer: it is recorded, or nobody has recorded it in time.

    In time is so long after its end, be it deleted or not: a namespace that is deleted must not wait for ever.
    """
    if not is_held(run):
        return False
    overdue = now - run.finished_at >= timedelta(seconds=seconds(settings.hold))
    return run.is_recorded or overdue or not settings.recorder


def finalizers(run: Run, settings: HistorySettings) -> tuple[str, ...]:
    """The finalizers that a run which is not over should have."""
    return with_hold(run.finalizers) if settings.recorder else without_hold(run.finalizers)


def with_hold(found: Sequence[str]) -> tuple[str, ...]:
    """These finalizers, with our own."""
    return tuple(found) if names.FINALIZER_RECORDED in found else (*found, names.FINALIZER_RECORDED)


def without_hold(found: Sequence[str]) -> tuple[str, ...]:
    """These finalizers, without our own."""
    return tuple(each for each in found if each != names.FINALIZER_RECORDED)


def _is_old(run: Finished, limits: History, now: datetime) -> bool:
    return limits.keep_for is not None and now - run.finished_at >= timedelta(seconds=seconds(limits.keep_for))
