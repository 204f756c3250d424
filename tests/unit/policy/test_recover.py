from dataclasses import replace
from typing import Any

import pytest

from tests.support.builders import NOW, SETTINGS, at, attempt, failure, graph, node, report
from webmend.domain.directive import DirectiveKind
from webmend.domain.evidence import ErrorFacts, ErrorKind, Evidence, NetworkFacts
from webmend.domain.failure import Category, Failure, Fault, SubType
from webmend.domain.run import AttemptCause, AttemptState, Recovery, RecoveryKind
from webmend.domain.workflow import ErrorHandling
from webmend.policy.recover import Decision, RecoveryFacts, decide

SPINNER = failure(Category.PAGE_STILL_LOADING, SubType.SPINNER_VISIBLE)
SKELETON = failure(Category.PAGE_STILL_LOADING, SubType.COMPONENT_LOADING)
DOWN = failure(Category.SERVICE_UNAVAILABLE, SubType.HTTP_ERROR)
CRASH = failure(Category.NOT_CONFIDENT, fault=Fault.PLATFORM, reason="BrowserCrashed")
SWITCH_ON = ErrorHandling(service_unavailable_recovery=True)


def facts(why: Failure = SPINNER, **changes: Any) -> RecoveryFacts:
    base = RecoveryFacts(
        failure=why,
        report=report(safe_nodes=("open",)),
        graph=graph(),
        handling=ErrorHandling(),
        settings=SETTINGS.recovery,
        attempt=1,
        attempts=(attempt(),),
        recoveries=(),
        in_session=True,
        now=NOW,
    )
    return replace(base, **changes)


def tried(kind: RecoveryKind, node_id: str = "new-patient", attempt_: int = 1) -> Recovery:
    return Recovery(attempt=attempt_, sequence=1, kind=kind, node_id=node_id, what="tried", decided_at=NOW)


def told(decision: Decision) -> tuple[Any, ...]:
    directive = decision.directive
    assert directive is not None
    return directive.kind, directive.node_id, directive.delay


def test_tier_1_waits_and_tries_the_failed_step_again_in_the_same_session() -> None:
    assert told(decide(facts(), 0.5)) == (DirectiveKind.RETRY, "new-patient", 15)


@pytest.mark.parametrize(
    ("sub_type", "want_delay"),
    [
        (SubType.SPINNER_VISIBLE, 15),
        (SubType.CONTENT_AREA_EMPTY, 15),
        (SubType.NAVIGATION_IN_PROGRESS, 15),
        (SubType.COMPONENT_LOADING, 10),
        (SubType.PARTIAL_PAGE_LOAD, 10),
        (SubType.LAZY_CONTENT_PENDING, 10),
        (SubType.OTHER, 15),
    ],
)
def test_the_wait_depends_on_what_is_still_loading(sub_type: SubType, want_delay: float) -> None:
    assert told(decide(facts(failure(Category.PAGE_STILL_LOADING, sub_type)), 0.5))[2] == want_delay


def test_tier_2_goes_back_to_the_latest_safe_step() -> None:
    second = facts(recoveries=(tried(RecoveryKind.WAIT_AND_RETRY),))
    assert told(decide(second, 0.5)) == (DirectiveKind.RESUME, "open", 15)


def test_a_tier_used_for_another_step_is_still_there_for_this_one() -> None:
    other = facts(recoveries=(tried(RecoveryKind.WAIT_AND_RETRY, "open"),))
    assert told(decide(other, 0.5))[0] is DirectiveKind.RETRY


def test_a_new_session_has_its_tiers_anew() -> None:
    fresh = facts(attempt=2, recoveries=(tried(RecoveryKind.WAIT_AND_RETRY, attempt_=1),))
    assert told(decide(fresh, 0.5))[0] is DirectiveKind.RETRY


def test_the_delay_that_a_new_attempt_brought_was_its_tier_1() -> None:
    brought = facts(attempt=2, recoveries=(tried(RecoveryKind.WAIT_IN_NEW_ATTEMPT, attempt_=1),))
    assert told(decide(brought, 0.5))[0] is DirectiveKind.RESUME


BOTH = (tried(RecoveryKind.WAIT_AND_RETRY), tried(RecoveryKind.WAIT_AND_RESUME))


def test_tier_3_ends_the_session_and_then_requeues_where_the_switch_is_on() -> None:
    waiting = decide(facts(recoveries=BOTH, handling=SWITCH_ON), 0.5)
    over = decide(facts(recoveries=BOTH, handling=SWITCH_ON, in_session=False), 0.5)
    assert told(waiting)[0] is DirectiveKind.END
    assert waiting.recovery is None
    assert over.requeue is not None
    assert over.requeue.at == at(600)
    assert over.recovery is not None
    assert (over.recovery.kind, over.recovery.tier) == (RecoveryKind.REQUEUE, 3)


def test_tier_3_without_the_switch_fails_the_run() -> None:
    over = decide(facts(recoveries=BOTH, in_session=False), 0.5)
    assert over.requeue is None
    assert "serviceUnavailableRecovery" in over.reason


def test_without_a_safe_step_tier_2_is_passed_over() -> None:
    nowhere = facts(recoveries=(tried(RecoveryKind.WAIT_AND_RETRY),), report=report(safe_nodes=()))
    assert told(decide(nowhere, 0.5))[0] is DirectiveKind.END


def test_when_nobody_could_answer_a_new_attempt_brings_the_delay_at_once_and_without_a_switch() -> None:
    alone = decide(facts(in_session=False), 0.5)
    assert alone.requeue is not None
    assert alone.requeue.at == NOW
    assert alone.requeue.cause is AttemptCause.SITE
    assert alone.requeue.carried is not None
    assert (alone.requeue.carried.node_id, alone.requeue.carried.delay) == ("new-patient", 15)


@pytest.mark.parametrize("allowed", [False, True])
def test_a_delay_is_never_brought_past_an_irreversible_step(allowed: bool) -> None:
    handling = ErrorHandling(requeue_after_irreversible=allowed)
    assert decide(facts(in_session=False, irreversible=True, handling=handling), 0.5).requeue is None


def test_a_site_that_is_down_is_tried_again_later_where_the_switch_is_on() -> None:
    later = decide(facts(DOWN, handling=SWITCH_ON, in_session=False), 0.5)
    assert later.requeue is not None
    assert later.requeue.at == at(600)


@pytest.mark.parametrize("chance", [0.0, 0.25, 0.999])
def test_the_jitter_is_the_chance_that_is_handed_in(chance: float) -> None:
    later = decide(facts(DOWN, handling=SWITCH_ON, in_session=False), chance)
    assert later.requeue is not None
    assert later.requeue.at == at(600 * (0.8 + 0.4 * chance))


def test_a_longer_retry_after_wins() -> None:
    asked = report(evidence=Evidence(network=NetworkFacts(retry_after=7200)))
    later = decide(facts(DOWN, handling=SWITCH_ON, in_session=False, report=asked), 0.5)
    assert later.requeue is not None
    assert later.requeue.at == at(7200)


REQUEUED = tuple(attempt(n, AttemptState.FAILED) for n in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"handling": ErrorHandling()}, "serviceUnavailableRecovery"),
        ({"handling": SWITCH_ON.with_(allow_requeue=False)}, "allowRequeue"),
        ({"handling": SWITCH_ON, "irreversible": True}, "irreversible"),
        ({"handling": SWITCH_ON, "attempts": REQUEUED, "attempt": 4}, "all 3 further attempts"),
        ({"handling": SWITCH_ON.with_(max_recovery_attempts=0)}, "all 0 further attempts"),
    ],
)
def test_a_site_that_is_down_fails_the_run_and_says_why(changes: dict[str, Any], why: str) -> None:
    decision = decide(facts(DOWN, in_session=False, **changes), 0.5)
    assert decision.requeue is None
    assert why in decision.reason


def test_a_requeue_after_an_irreversible_step_can_be_allowed() -> None:
    handling = SWITCH_ON.with_(requeue_after_irreversible=True)
    assert decide(facts(DOWN, in_session=False, irreversible=True, handling=handling), 0.5).requeue is not None


def test_a_fault_of_the_platform_has_a_budget_of_its_own() -> None:
    spent_by_site = facts(CRASH, attempts=REQUEUED, attempt=4, in_session=False)
    decision = decide(spent_by_site, 0.5)
    assert decision.requeue is not None
    assert decision.requeue.cause is AttemptCause.PLATFORM


def test_the_platform_budget_ends_too() -> None:
    crashes = tuple(attempt(n, AttemptState.INTERRUPTED, cause=AttemptCause.PLATFORM) for n in (2, 3, 4))
    decision = decide(facts(CRASH, attempts=(attempt(), *crashes), attempt=4, in_session=False), 0.5)
    assert decision.requeue is None
    assert "platform" in decision.reason


@pytest.mark.parametrize(
    "category",
    [
        c
        for c in Category
        if c not in (Category.PAGE_STILL_LOADING, Category.SERVICE_UNAVAILABLE, Category.ACCOUNT_LOGGED_OUT)
    ],
)
def test_what_has_no_recovery_ends_the_session(category: Category) -> None:
    decision = decide(facts(failure(category), handling=SWITCH_ON), 0.5)
    assert told(decision)[0] is DirectiveKind.END
    assert decision.requeue is None


@pytest.mark.parametrize(
    ("kind", "want"),
    [(ErrorKind.NO_MATCH, DirectiveKind.RETRY), (ErrorKind.EXPECTATION, DirectiveKind.END)],
    ids=["it was stopped before it acted", "it may have happened"],
)
def test_an_irreversible_step_is_tried_again_only_if_it_cannot_have_happened(
    kind: ErrorKind, want: DirectiveKind
) -> None:
    paying = graph(node("open", "navigate"), node("pay", irreversible=True))
    seen = report("pay", safe_nodes=(), evidence=Evidence(error=ErrorFacts(kind=kind)))
    assert told(decide(facts(graph=paying, report=seen), 0.5))[0] is want
