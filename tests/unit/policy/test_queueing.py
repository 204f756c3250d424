"""Which runs may begin an attempt now, as truth tables."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.builders import NOW, at, run, workflow
from webmend.domain.run import Run
from webmend.domain.settings import QueueSettings
from webmend.domain.workflow import Concurrency, Credential
from webmend.policy import queueing
from webmend.policy.queueing import Limit, Reason, Rival

ME: Run = run()
FREE = QueueSettings()


def login(most: int = 1) -> Limit:
    return Limit(Reason.CREDENTIAL_BUSY, "login/clinic/login", "credential portal", most)


def rival(name: str = "other", key: str = "login/clinic/login") -> Rival:
    return Rival(name, name, frozenset({key, "all"}))


def waiting(name: str = "other", key: str = "login/clinic/login", age: float = 0, priority: int = 0) -> Rival:
    place = (-priority, NOW - timedelta(seconds=age), name)
    return Rival(name, name, waits_for=frozenset({key}), place=place)


@pytest.mark.parametrize(
    ("rivals", "most", "want"),
    [
        pytest.param([], 1, 0, id="nobody else"),
        pytest.param([rival()], 1, 1, id="in use"),
        pytest.param([rival()], 2, 0, id="in use by one of two"),
        pytest.param([rival(), rival("third")], 2, 1, id="in use by two of two"),
        pytest.param([rival(key="login/clinic/other")], 1, 0, id="another one in use"),
        pytest.param([waiting(age=5)], 1, 2, id="free, and an older run waits"),
        pytest.param([waiting(age=-5)], 1, 0, id="free, and a younger run waits"),
        pytest.param([waiting(age=-5, priority=9)], 1, 2, id="free, and a run of higher priority waits"),
        pytest.param([rival(), waiting("old", age=5), waiting("young", age=-5)], 1, 2, id="in the middle"),
        pytest.param([waiting("old", age=5)], 2, 0, id="room for both"),
        pytest.param([waiting(key="all", age=5)], 1, 0, id="free, and an older run waits for something else"),
    ],
)
def test_so_many_runs_act_at_once_and_the_others_queue(rivals: list[Rival], most: int, want: int) -> None:
    found = queueing.busy(ME, [login(most)], rivals)
    assert (found.place if found else 0) == want


def test_of_those_that_wait_exactly_as_many_may_start_as_there_is_room() -> None:
    runs = [run().with_(name=f"run-{n}", uid=str(n), created=at(n % 3)) for n in range(7)]

    def others(one: Run) -> list[Rival]:
        keys = frozenset({login().key})
        return [Rival(r.uid, r.name, waits_for=keys, place=queueing.place(r)) for r in runs if r is not one]

    free = [r.name for r in runs if queueing.busy(r, [login(3)], others(r)) is None]
    assert free == ["run-0", "run-3", "run-6"]


@pytest.mark.parametrize(
    ("rivals", "want"),
    [
        ([rival("portal-7")], "in use by portal-7, and 1 may use it at once; place 1 in the queue"),
        ([waiting(age=5)], "asked for, and 1 may use it at once; place 2 in the queue"),
        ([waiting(age=5)] * 12, "asked for, and 1 may use it at once; about place 20 in the queue"),
        ([rival(n) for n in "dcba"], "in use by a, b, c and others, and 1 may use it at once; place 1 in the queue"),
    ],
)  # fmt: skip
def test_the_sentence_says_who_uses_it_and_the_place_in_the_queue(rivals: list[Rival], want: str) -> None:
    found = queueing.busy(ME, [login()], rivals)
    assert found is not None
    assert found.sentence == f"The credential portal is {want}"


CREDENTIAL = Credential(alias="portal", secret_ref="login", origins=("https://site.test",), concurrency=2)


@pytest.mark.parametrize(
    ("spec", "settings", "want"),
    [
        ({}, FREE, []),
        ({"credentials": [CREDENTIAL]}, FREE, [("CredentialBusy", "login/clinic/login", 2)]),
        ({"concurrency": Concurrency(max=3)}, FREE, [("WorkflowBusy", "workflow/clinic/portal", 3)]),
        ({"concurrency": Concurrency(max=3, group="cards")}, FREE, [("GroupBusy", "group/clinic/cards", 3)]),
        ({}, QueueSettings(per_namespace=5), [("NamespaceBusy", "namespace/clinic", 5)]),
        ({}, QueueSettings(max=9), [("InstallationBusy", "all", 9)]),
        (
            {"credentials": [CREDENTIAL], "concurrency": Concurrency(max=3)},
            QueueSettings(max=9, per_namespace=5),
            [
                ("CredentialBusy", "login/clinic/login", 2),
                ("WorkflowBusy", "workflow/clinic/portal", 3),
                ("NamespaceBusy", "namespace/clinic", 5),
                ("InstallationBusy", "all", 9),
            ],
        ),
    ],
)
def test_what_limits_a_run(spec: dict[str, Any], settings: QueueSettings, want: list[tuple[str, str, int]]) -> None:
    found = queueing.limits(run().with_(namespace="clinic"), workflow().with_(spec=workflow(**spec).spec), settings)
    assert [(each.reason, each.key, each.most) for each in found] == want


@pytest.mark.parametrize(
    ("reason", "want"),
    [
        ("CredentialBusy", {"login/clinic/login"}),
        ("WorkflowBusy", {"login/clinic/login", "workflow/clinic/portal"}),
        ("InstallationBusy", {"login/clinic/login", "workflow/clinic/portal", "namespace/clinic", "all"}),
        ("", set()),
        ("GroupBusy", set()),
    ],
)
def test_who_waits_keeps_its_place_at_the_limits_before_the_one_that_is_reached(reason: str, want: set[str]) -> None:
    portal = workflow(credentials=[CREDENTIAL], concurrency=Concurrency(max=3))
    of = queueing.limits(run().with_(namespace="clinic"), portal, QueueSettings(max=9, per_namespace=5))
    assert queueing.places(of, reason) == want


def test_a_run_whose_workflow_is_gone_counts_for_its_namespace_and_the_installation() -> None:
    found = queueing.limits(run().with_(namespace="clinic"), None, QueueSettings(max=9, per_namespace=5))
    assert [each.key for each in found] == ["namespace/clinic", "all"]


def test_once_something_is_free_the_first_of_each_queue_look_again() -> None:
    logins = [waiting(f"login-{n}", age=n) for n in range(3)]
    alls = [waiting(f"all-{n}", "all", age=n) for n in range(3)]
    others = [waiting(f"other-{n}", "login/clinic/other", age=9) for n in range(3)]
    rivals = [*others, *logins, rival("acts"), *alls]
    found = queueing.next_in_line(["login/clinic/login", "all"], rivals, 2)
    assert [each.name for each in found] == ["login-2", "login-1", "all-2", "all-1"]


def test_who_waits_for_what_is_still_taken_is_left_alone() -> None:
    assert queueing.next_in_line(["login/clinic/other"], [waiting(), rival()], 2) == ()
