"""Which logins nobody may use now, as truth tables."""

from typing import Any

import pytest

from tests.support.builders import NOW, failure, graph, node, workflow
from webmend.domain.evidence import Evidence, SessionFacts
from webmend.domain.failure import Category, SubType
from webmend.domain.workflow import Credential, CredentialTrouble
from webmend.policy import credentials


def login(alias: str = "portal", secret: str = "login", concurrency: int = 1) -> Credential:
    return Credential(alias=alias, secret_ref=secret, origins=("https://site.test",), concurrency=concurrency)


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
