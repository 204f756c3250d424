"""Who may use a login now, as truth tables."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.builders import NOW, at, failure, graph, node, run, workflow
from webmend.domain.evidence import Evidence, SessionFacts
from webmend.domain.failure import Category, SubType
from webmend.domain.run import Run
from webmend.domain.workflow import Credential, CredentialTrouble
from webmend.policy import credentials
from webmend.policy.credentials import Rival


def login(alias: str = "portal", secret: str = "login", concurrency: int = 1) -> Credential:
    return Credential(alias=alias, secret_ref=secret, origins=("https://site.test",), concurrency=concurrency)


def rival(name: str = "other", active: bool = True, secret: str = "login", age: float = 0, priority: int = 0) -> Rival:
    return Rival(name, frozenset({secret}), active, (-priority, NOW - timedelta(seconds=age), name))


ME: Run = run()


@pytest.mark.parametrize(
    ("rivals", "concurrency", "want"),
    [
        pytest.param([], 1, 0, id="nobody else"),
        pytest.param([rival()], 1, 1, id="in use"),
        pytest.param([rival()], 2, 0, id="in use by one of two"),
        pytest.param([rival(), rival("third")], 2, 1, id="in use by two of two"),
        pytest.param([rival(secret="another")], 1, 0, id="another Secret in use"),
        pytest.param([rival(active=False, age=5)], 1, 2, id="free, and an older run waits"),
        pytest.param([rival(active=False, age=-5)], 1, 0, id="free, and a younger run waits"),
        pytest.param([rival(active=False, age=-5, priority=9)], 1, 2, id="free, and a run of higher priority waits"),
        pytest.param([rival(), rival("old", False, age=5), rival("young", False, age=-5)], 1, 2, id="in the middle"),
        pytest.param([rival("old", False, age=5)], 2, 0, id="room for both"),
    ],
)
def test_so_many_runs_use_a_login_at_once_and_the_others_queue(
    rivals: list[Rival], concurrency: int, want: int
) -> None:
    found = credentials.busy(ME, [login(concurrency=concurrency)], rivals)
    assert (found.place if found else 0) == want


def test_of_those_that_wait_exactly_as_many_may_start_as_there_is_room() -> None:
    waiting = [run().with_(name=f"run-{n}", uid=str(n), created=at(n % 3)) for n in range(7)]

    def others(one: Run) -> list[Rival]:
        return [Rival(r.name, frozenset({"login"}), False, credentials.place(r)) for r in waiting if r is not one]

    free = [r.name for r in waiting if credentials.busy(r, [login(concurrency=3)], others(r)) is None]
    assert free == ["run-0", "run-3", "run-6"]


def test_the_sentence_says_who_uses_it_and_the_place_in_the_queue() -> None:
    found = credentials.busy(ME, [login()], [rival("portal-7")])
    assert found is not None
    assert found.sentence == (
        "The credential portal is in use by portal-7, and 1 may use it at once; place 1 in the queue"
    )


def trouble(version: str = "7", reason: SubType = SubType.INVALID_CREDENTIALS) -> CredentialTrouble:
    return CredentialTrouble(version=version, reason=reason, run="portal-1", at=NOW)


@pytest.mark.parametrize(
    ("versions", "troubles", "want"),
    [
        pytest.param({"login": "7"}, [("login", trouble())], True, id="the Secret that was refused"),
        pytest.param({"login": "8"}, [("login", trouble())], False, id="it was changed"),
        pytest.param({"login": "7"}, [("another", trouble())], False, id="another Secret was refused"),
        pytest.param({"login": "7"}, [], False, id="none was"),
        pytest.param({}, [("login", trouble())], False, id="nobody knows its version"),
        pytest.param({"login": ""}, [("login", trouble(""))], False, id="a server that tells no versions"),
        pytest.param({"login": "8"}, [("login", trouble()), ("login", trouble("8"))], True, id="refused again"),
    ],
)
def test_a_login_that_was_refused_is_held_until_its_secret_changes(
    versions: dict[str, str], troubles: Any, want: bool
) -> None:
    said = credentials.held([login()], versions, troubles)
    assert bool(said) is want
    if want:
        assert said == (
            "The site refused the credential portal (INVALID_CREDENTIALS, run portal-1); it is not tried again until "
            "the Secret login is changed, or annotated once all is well at the site"
        )


TWO = workflow(
    graph(
        node("open", "navigate"),
        node("pass", "fill", fill={"value": "{{ credentials.portal.password }}"}),
        node("other-pass", "fill", fill={"value": "{{ credentials.lab.password }}"}),
    ),
    credentials=[login(), login("lab", "lab-login")],
)


@pytest.mark.parametrize(
    ("sub_type", "node_id", "want"),
    [
        (SubType.INVALID_CREDENTIALS, "pass", ("login",)),
        (SubType.ACCOUNT_LOCKED, "other-pass", ("lab-login",)),
        (SubType.INVALID_CREDENTIALS, "", ("login", "lab-login")),
        (SubType.INVALID_CREDENTIALS, "gone", ("login", "lab-login")),
        (SubType.MFA_CODE_REJECTED, "pass", ()),
        (SubType.ACCESS_DENIED, "pass", ()),
    ],
)
def test_the_login_that_was_typed_is_the_one_that_was_refused(
    sub_type: SubType, node_id: str, want: tuple[str, ...]
) -> None:
    refused = failure(Category.AUTHENTICATION_ERROR, sub_type)
    evidence = Evidence(session=SessionFacts(login_node=node_id))
    assert credentials.refused(refused, evidence, TWO, TWO.spec.graph) == want


def test_what_is_known_of_a_secret_that_the_workflow_uses_no_more_is_forgotten() -> None:
    assert set(credentials.still_named({"login": trouble(), "old": trouble()}, [login()])) == {"login"}
