"""The catalogue of live cases is whole, and each case is well formed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest
from starlette.testclient import TestClient

from tests.site.states import answers
from tests.site.states.app import States
from tests.site.states.catalogue import Case, Kind, Mishap, cases
from tests.site.states.workflow import workflow
from webmend.domain.failure import SUB_TYPES, Category, SubType
from webmend.policy.graph import problems

CASES = cases()
CATEGORIES = [category for category in Category if category is not Category.NOT_CONFIDENT]
NAMED = [(category, sub_type) for category in CATEGORIES for sub_type in SUB_TYPES[category] or (None,)]
WITH_OTHER = [category for category in CATEGORIES if SUB_TYPES[category]]


def of(kind: Kind, category: Category | None = None, sub_type: SubType | None = None) -> list[Case]:
    return [case for case in CASES if (case.kind, case.category, case.sub_type) == (kind, category, sub_type)]


def structure(case: Case) -> tuple[str, ...]:
    """The address that is opened, the places that answer, and the tags of their pages in order."""
    texts = [text for answer in case.pages.values() if isinstance(answer, str) for text in [_text(answer)]]
    return (
        case.nodes[0]["navigate"]["url"],
        *case.pages,
        *(tag for text in texts for tag in re.findall(r"<(\w+)", text)),
    )


def _text(answer: str) -> str:
    return answer if answer.lstrip().startswith("<") else (answers.HERE / answer).read_text(encoding="utf-8")


@pytest.mark.parametrize(("category", "sub_type"), NAMED, ids=str)
def test_a_label_has_three_cases_of_different_structure(category: Category, sub_type: SubType | None) -> None:
    assert len({structure(case) for case in of(Kind.NAMED, category, sub_type)}) >= 3


@pytest.mark.parametrize("category", WITH_OTHER)
def test_what_a_category_does_not_name_has_three_cases(category: Category) -> None:
    assert len({structure(case) for case in of(Kind.OTHER, category, SubType.OTHER)}) >= 3


@pytest.mark.parametrize("category", CATEGORIES)
def test_two_traps_look_like_each_category(category: Category) -> None:
    assert sum(case.kind is Kind.TRAP and case.looks_like is category for case in CASES) >= 2


def test_twenty_cases_cannot_be_decided() -> None:
    assert len(of(Kind.UNDECIDABLE)) >= 20


def test_every_mishap_of_our_own_side_happens_to_a_case() -> None:
    assert {case.mishap for case in CASES if case.kind is Kind.PLATFORM_FAULT} == set(Mishap)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_workflow_of_a_case_would_be_accepted(case: Case) -> None:
    assert problems(workflow(case).spec) == ()


def test_ids_and_hosts_are_used_once() -> None:
    assert _twice(case.id for case in CASES) == []
    assert _twice(host for case in CASES for host in case.hosts) == []


@pytest.fixture
def client() -> TestClient:
    return TestClient(States().application(), follow_redirects=False)


def test_a_case_answers_on_its_own_host_only(client: TestClient) -> None:
    assert "Sparkasse" in client.get("http://sparkasse-lindau.example/login").text
    assert client.get("http://elsewhere.example/login").status_code == 404


def test_a_case_answers_by_method(client: TestClient) -> None:
    assert "stimmen nicht" in client.post("http://sparkasse-lindau.example/login").text


def test_a_case_begins_anew_when_it_is_told_to(client: TestClient) -> None:
    login = "http://depot-first-post-lost.example/login"
    assert [client.post(login).status_code for _ in range(2)] == [502, 303]
    assert client.post("http://127.0.0.1/depot-first-post-lost").status_code == 200
    assert client.post(login).status_code == 502


def _twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)


def test_variants_of_a_label_are_numbered() -> None:
    numbers: dict[object, list[int]] = defaultdict(list)
    for case in of_labels():
        numbers[case.category, case.sub_type, case.kind].append(case.variant)
    assert {label: found for label, found in numbers.items() if len(set(found)) != len(found)} == {}


def of_labels() -> list[Case]:
    return [case for case in CASES if case.kind in (Kind.NAMED, Kind.OTHER)]
