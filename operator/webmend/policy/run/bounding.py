"""A run's status stays a summary that etcd and every reader can bear: what it says of old failures gives way first.

Nothing that decisions rest on is dropped: which recoveries were tried at which step, how they ended, which attempts
there were and why they ended. The evidence of each failure stays with the run's artifacts.
"""

import json
from collections.abc import Callable

from webmend.domain.failure import Failure
from webmend.domain.run import Attempt, Recovery, RecoveryState, RunStatus

LIMIT = 56 * 1024
"""Bytes of JSON: with its spec and metadata a run stays under 64 KiB in etcd."""
MOST_RECOVERIES = 64
"""As the schema of a status says: one more, and it could not be written at all."""
SHORT = 8
"""A status with no more failures than that is never too long."""
_LATEST = 4
_FEW = 40
"""Characters that are kept of a long text."""


def bounded(status: RunStatus) -> RunStatus:
    """The status, with less and less said of what is long over until it fits."""
    if len(status.recoveries) + len(status.attempts) + len(status.consultations) <= SHORT:
        return status
    status = status.with_(recoveries=status.recoveries[-MOST_RECOVERIES:])
    cuts = (cut for cut in CUTS)
    while _size(status) > LIMIT and (cut := next(cuts, None)):
        status = cut(status)
    return status


def _size(status: RunStatus) -> int:
    return len(json.dumps(status.stored(), ensure_ascii=False, separators=(",", ":")).encode())


def _brief(failure: Failure | None) -> Failure | None:
    """The failure with its label and its sentence."""
    return failure and failure.with_(evidence=(), missing=(), suggested_fix="", runner_up=None)


def _labelled(failure: Failure | None) -> Failure | None:
    """The failure with its label."""
    short = _brief(failure)
    return short and short.with_(message=short.message[:_FEW])


def _recoveries(change: Callable[[Recovery], Recovery], latest: int) -> Callable[[RunStatus], RunStatus]:
    """The cut that changes all recoveries but the latest ones."""

    def cut(status: RunStatus) -> RunStatus:
        old = max(0, len(status.recoveries) - latest)
        return status.with_(recoveries=(*map(change, status.recoveries[:old]), *status.recoveries[old:]))

    return cut


def _attempts(change: Callable[[Attempt], Attempt], latest: int) -> Callable[[RunStatus], RunStatus]:
    """The cut that changes all attempts but the latest ones."""

    def cut(status: RunStatus) -> RunStatus:
        old = max(0, len(status.attempts) - latest)
        return status.with_(attempts=(*map(change, status.attempts[:old]), *status.attempts[old:]))

    return cut


def _without_proposals(status: RunStatus) -> RunStatus:
    old = max(0, len(status.consultations) - _LATEST)
    quiet = (each.with_(proposal=None, detail=each.detail[:_FEW]) for each in status.consultations[:old])
    return status.with_(consultations=(*quiet, *status.consultations[old:]))


def _short(recovery: Recovery) -> Recovery:
    is_to_be_learned = recovery.state is not RecoveryState.FAILED and recovery.version is None
    found = recovery.found if is_to_be_learned else None
    return recovery.with_(error=_labelled(recovery.error), what=recovery.what[:_FEW], detail="", found=found)


CUTS: tuple[Callable[[RunStatus], RunStatus], ...] = (
    _recoveries(lambda each: each.with_(error=_brief(each.error)), _LATEST),
    _attempts(lambda each: each.with_(error=_brief(each.error)), 1),
    _without_proposals,
    _recoveries(_short, _LATEST),
    _attempts(lambda each: each.with_(error=None), 1),
    _recoveries(_short, 1),
    _recoveries(lambda each: each.with_(error=None), 8),
    _attempts(lambda each: each.with_(error=_brief(each.error)), 0),
    _recoveries(lambda each: each.with_(error=_brief(each.error)), 0),
)
"""What goes, in this order. The status's own error keeps all that is said of it."""
