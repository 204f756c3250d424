"""What there is to do, and room for."""

import pytest

from webmend.domain.capacity import LiveRun
from webmend.domain.phase import Phase
from webmend.domain.settings import QueueSettings
from webmend.policy.capacity import capacity


def runs(*phases: str, namespace: str = "clinic", reason: str = "") -> list[LiveRun]:
    return [LiveRun(namespace=namespace, phase=Phase(phase), reason=reason) for phase in phases]


@pytest.mark.parametrize(
    ("phase", "is_running"),
    [
        ("Pending", False),
        ("Requeued", False),
        ("Running", True),
        ("Recovering", True),
        ("InputRequired", True),
        ("Validating", True),
    ],
)
def test_a_run_waits_or_is_under_way(phase: str, is_running: bool) -> None:
    found = capacity(runs(phase), QueueSettings(), True)
    assert (found.running, found.waiting) == ((1, 0) if is_running else (0, 1))


@pytest.mark.parametrize(
    ("limit", "sees_all", "want"), [(0, True, None), (5, True, 3), (2, True, 0), (1, True, 0), (5, False, None)]
)
def test_room_is_told_where_there_is_a_limit_and_all_is_seen(limit: int, sees_all: bool, want: int | None) -> None:
    found = capacity(runs("Running", "Running", "Pending"), QueueSettings(max=limit), sees_all)
    assert (found.free, found.limits.runs) == (want, limit or None)


def test_it_is_told_why_runs_wait_and_where() -> None:
    live = [
        *runs("Pending", "Pending", reason="Queued"),
        *runs("Requeued", reason="BackOff", namespace="lab"),
        *runs("Running", reason="Running", namespace="lab"),
        *runs("Pending", namespace="lab"),
    ]
    found = capacity(live, QueueSettings(per_namespace=2), True)
    assert [(each.reason, each.runs) for each in found.reasons] == [("Queued", 2), ("BackOff", 1), ("Pending", 1)]
    assert [(each.namespace, each.waiting, each.running) for each in found.namespaces] == [
        ("lab", 2, 1),
        ("clinic", 2, 0),
    ]
    assert found.limits.runs_per_namespace == 2
