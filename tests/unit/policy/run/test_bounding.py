"""A status stays a bounded summary, however much has happened."""

import json

from tests.support.builders import NOW, attempt
from webmend.domain.advice import Consultation, ConsultationOutcome
from webmend.domain.failure import Category, Failure, Fault, SubType
from webmend.domain.report import Band, FoundElement
from webmend.domain.run import AttemptState, Recovery, RecoveryKind, RecoveryState, RunStatus
from webmend.domain.target import Selector
from webmend.policy.run.bounding import LIMIT, bounded

FULL = Failure(
    category=Category.PAGE_STILL_LOADING,
    sub_type=SubType.SPINNER_VISIBLE,
    fault=Fault.WEBSITE,
    message="ü" * 1024,
    evidence=("ü" * 256,) * 16,
    missing=("m" * 256,) * 16,
    suggested_fix="f" * 1024,
)


def recovery(number: int) -> Recovery:
    return Recovery(
        attempt=1,
        sequence=number,
        kind=RecoveryKind.WAIT_AND_RETRY,
        node_id="n" * 63,
        what="w" * 1024,
        detail="d" * 1024,
        state=RecoveryState.SUCCEEDED,
        error=FULL,
        decided_at=NOW,
    )


def size(status: RunStatus) -> int:
    return len(json.dumps(status.stored(), ensure_ascii=False, separators=(",", ":")).encode())


LONG = RunStatus(
    error=FULL,
    recoveries=tuple(recovery(number) for number in range(64)),
    attempts=tuple(attempt(number, AttemptState.FAILED, error=FULL) for number in range(1, 33)),
    consultations=tuple(
        Consultation(attempt=1, sequence=n, asked_at=NOW, outcome=ConsultationOutcome.UNDECIDED, detail="d" * 1024)
        for n in range(32)
    ),
)


def test_the_longest_status_that_there_can_be_fits() -> None:
    assert size(LONG) > 10 * LIMIT
    assert size(bounded(LONG)) <= LIMIT


def test_the_latest_failure_keeps_all_that_is_said_of_it() -> None:
    assert bounded(LONG).error == FULL
    less = LONG.with_(attempts=LONG.attempts[:4], recoveries=LONG.recoveries[:8], consultations=())
    assert size(less) > LIMIT
    assert bounded(less).recoveries[-1] == less.recoveries[-1]


def test_what_decisions_rest_on_stays() -> None:
    short = bounded(LONG)
    before, after = ([(r.key(), r.kind, r.state, r.node_id) for r in status.recoveries] for status in (LONG, short))
    assert before == after
    assert [(a.number, a.state, a.cause) for a in short.attempts] == [
        (a.number, a.state, a.cause) for a in LONG.attempts
    ]


def test_a_status_that_fits_is_left_alone() -> None:
    usual = LONG.with_(recoveries=LONG.recoveries[:3], attempts=LONG.attempts[:1], consultations=())
    assert bounded(usual) is usual


def test_an_element_that_a_version_is_still_to_be_made_of_stays() -> None:
    found = FoundElement(band=Band.APPLY, selectors=(Selector(css="#a"),))
    repaired = tuple(r.with_(found=found) for r in LONG.recoveries[:40])
    made = tuple(r.with_(version=7) for r in repaired[:20])
    short = bounded(LONG.with_(recoveries=(*made, *repaired[20:])))
    assert [r.found for r in short.recoveries[:20]] == [None] * 20
    assert all(r.found == found for r in short.recoveries[20:])


def test_no_more_recoveries_are_kept_than_a_status_may_have() -> None:
    many = LONG.with_(recoveries=(*LONG.recoveries, recovery(64)))
    assert [r.sequence for r in bounded(many).recoveries] == list(range(1, 65))
