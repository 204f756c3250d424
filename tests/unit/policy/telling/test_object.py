"""What is told of versions and error codes."""

from typing import Any

import pytest

from tests.support.builders import NOW, version, workflow
from tests.support.events import bodies
from webmend.domain.error_code import CodeMatch, CodeState, ErrorCode, ErrorCodeSpec
from webmend.domain.failure import Category
from webmend.domain.version import Author, WorkflowVersion
from webmend.policy.telling.object import of_error_code, of_version


def made(number: int = 4, **spec: Any) -> WorkflowVersion:
    return version(workflow(), number, **spec).with_(created=NOW)


def code(**spec: Any) -> ErrorCode:
    facts = {"match": CodeMatch(category=Category.UPSTREAM_ERROR, site="portal.test"), "author": Author.WEBMEND, **spec}
    return ErrorCode(namespace="clinic", name="no-slot", uid="c1", created=NOW, spec=ErrorCodeSpec(**facts))


def test_a_version_is_told_with_who_made_it_and_why() -> None:
    (body,) = bodies(*of_version(made(note="Selector repaired", author=Author.WEBMEND, run="portal-1")))
    assert body["type"] == "workflow.version_created"
    assert (body["data"]["version"], body["data"]["author"], body["data"]["run"]) == (4, "Webmend", "portal-1")


def test_a_revert_is_told_as_that_and_not_as_a_new_version_too() -> None:
    (body,) = bodies(*of_version(made(graph=None, revert_to=2)))
    assert (body["type"], body["data"]["revertedTo"]) == ("workflow.version_reverted", 2)


def test_a_decision_about_a_version_is_no_other_event() -> None:
    proposed = made(review=True)
    assert of_version(proposed)[0].id == of_version(made(review=True, decision="Approved"))[0].id


def test_a_suggested_code_is_told_once_whatever_becomes_of_it() -> None:
    (body,) = bodies(*of_error_code(code(state=CodeState.SUGGESTED)))
    assert (body["type"], body["data"]["category"]) == ("error_code.suggested", "UPSTREAM_ERROR")
    assert of_error_code(code())[0].id == of_error_code(code(state=CodeState.SUGGESTED))[0].id


@pytest.mark.parametrize("author", Author)
def test_a_code_that_a_person_wrote_is_not_told(author: Author) -> None:
    assert bool(of_error_code(code(author=author))) is (author is Author.WEBMEND)
