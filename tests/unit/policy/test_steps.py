"""Which step comes next, and how far back a session may go."""

from typing import Any

import pytest

from tests.support.builders import graph, node
from webmend.domain.evidence import ErrorKind
from webmend.domain.graph import Graph, Node
from webmend.policy.steps import (
    BEFORE_ACTING,
    branch_name,
    credentials_of,
    done_on_page,
    inputs_of,
    may_have_happened,
    misplaced_credentials,
    next_node,
    repeatable,
    safe_nodes,
    types_password,
)


def condition(id_: str, **branches: str) -> Node:
    asked = {"all": [{"value": "{{ inputs.kind }}", "operator": "NotEmpty"}]}
    return node(id_, "condition", condition=asked, **({"branches": branches} if branches else {}))


def opens(id_: str, url: str = "http://site.test/") -> Node:
    return node(id_, "navigate", navigate={"url": url})


def types(id_: str, value: str) -> Node:
    return node(id_, "fill", fill={"value": value})


@pytest.mark.parametrize(
    ("at", "answer", "want"),
    [
        ("a", None, "b"),
        ("b", None, "d"),
        ("c", True, "a"),
        ("c", False, "d"),
        ("d", True, "e"),
        ("d", False, "b"),
        ("e", True, "f"),
        ("e", False, "f"),
        ("f", None, None),
        ("g", None, None),
    ],
)
def test_the_next_step_is_the_one_named_else_the_one_below(at: str, answer: bool | None, want: str | None) -> None:
    walked = graph(
        node("a"),
        node("b", next="d"),
        condition("c", whenTrue="a", whenFalse="d"),
        condition("d", whenFalse="b"),
        condition("e"),
        node("f", "end"),
        node("g"),
    )
    assert next_node(walked, at, answer) == want


@pytest.mark.parametrize(
    ("walked", "want"),
    [
        (condition("c"), ("whenTrue", "whenFalse")),
        (node("l", "loop", loop={"times": 2}, branches={"body": "a"}), ("body", "next")),
    ],
)
def test_a_branch_is_named_as_the_graph_names_it(walked: Node, want: tuple[str, str]) -> None:
    assert (branch_name(walked, True), branch_name(walked, False)) == want


def test_the_credentials_of_a_step_are_those_it_types() -> None:
    step = types("login", "{{ credentials.portal.username }}-{{ credentials.portal.password }}{{ inputs.x }}")
    assert credentials_of(step) == (("portal", "username"), ("portal", "password"))
    assert types_password(step)
    assert inputs_of(step) == ("credentials.portal.username", "credentials.portal.password", "inputs.x")


def test_a_user_name_alone_is_no_login() -> None:
    assert not types_password(types("user", "{{ credentials.portal.username }}"))


@pytest.mark.parametrize(
    "step",
    [
        opens("leak", "http://elsewhere.test/?p={{ credentials.portal.password }}"),
        node("press", "press", press={"keys": ["{{ credentials.portal.password }}"]}),
        node("see", expect=[{"text": "{{ credentials.portal.password }}"}]),
    ],
)
def test_a_credential_outside_the_value_of_a_fill_is_misplaced(step: Node) -> None:
    assert misplaced_credentials(step) == ("credentials.portal.password",)
    assert credentials_of(step) == ()


def test_a_credential_in_the_value_of_a_fill_is_in_its_place() -> None:
    assert misplaced_credentials(types("login", "{{ credentials.portal.password }}")) == ()


PORTAL = graph(
    opens("login-page"),
    types("user", "{{ credentials.portal.username }}"),
    types("password", "{{ credentials.portal.password }}"),
    node("sign-in"),
    opens("patients", "http://site.test/patients"),
    node("search"),
    opens("relative", "patients/7"),
    opens("record", "{{ inputs.site }}/patients/7"),
    node("pay", irreversible=True),
    opens("receipt", "http://site.test/receipt"),
    node("print"),
)
BEFORE_LOGIN = ("login-page", "user", "password", "sign-in")


@pytest.mark.parametrize(
    ("executed", "failed", "want"),
    [
        ((), "login-page", ()),
        (("login-page",), "user", ("login-page",)),
        (("login-page", "user", "password"), "sign-in", ("login-page",)),
        (BEFORE_LOGIN, "patients", ("login-page",)),
        ((*BEFORE_LOGIN, "patients"), "search", ("patients", "login-page")),
        ((*BEFORE_LOGIN, "patients", "search", "relative"), "record", ("patients", "login-page")),
        ((*BEFORE_LOGIN, "patients", "record"), "pay", ("record", "patients", "login-page")),
        ((*BEFORE_LOGIN, "patients", "record", "pay"), "receipt", ()),
        ((*BEFORE_LOGIN, "patients", "record", "pay", "receipt"), "print", ("receipt",)),
        # the second time round, the login page is not where everything began
        (("patients", "login-page", "user", "password", "sign-in"), "search", ("patients",)),
        ((*BEFORE_LOGIN, "patients", "search", "patients"), "search", ("patients", "login-page")),
    ],
)
def test_a_session_resumes_from_the_latest_page_that_can_be_opened_again(
    executed: tuple[str, ...], failed: str, want: tuple[str, ...]
) -> None:
    assert safe_nodes(PORTAL, executed, failed) == want


def test_no_step_is_safe_once_the_failed_step_may_have_had_its_effect() -> None:
    assert safe_nodes(PORTAL, ("login-page",), "pay", happened=True) == ()


def test_at_most_eight_safe_steps_are_named() -> None:
    many = Graph(nodes=tuple(opens(f"n{i}") for i in range(12)))
    assert safe_nodes(many, tuple(f"n{i}" for i in range(11)), "n11") == tuple(f"n{i}" for i in range(10, 2, -1))


@pytest.mark.parametrize("kind", ErrorKind)
def test_an_irreversible_step_may_have_happened_unless_it_was_stopped_before_acting(kind: ErrorKind) -> None:
    fields: dict[str, Any] = {"irreversible": True}
    assert may_have_happened(node("pay", **fields), kind) is (kind not in BEFORE_ACTING)
    assert not may_have_happened(node("look"), kind)


@pytest.mark.parametrize(
    ("executed", "happened", "want"),
    [
        (("open", "user", "list", "search"), False, ("list", "search")),
        (("list", "submit", "search"), False, ("search",)),
        (("list", "search"), True, ()),
        (("user",), False, ()),
        (("search",) * 30, False, ("search",) * 24),
    ],
)
def test_what_could_be_done_again_ends_at_what_is_irreversible_and_at_a_login(
    executed: tuple[str, ...], happened: bool, want: tuple[str, ...]
) -> None:
    steps_ = graph(
        node("open", "navigate"),
        node("user", "fill", fill={"value": "{{ credentials.portal.username }}"}),
        node("list", "navigate"),
        node("search"),
        node("submit", irreversible=True),
    )
    assert repeatable(steps_, executed, happened) == want


@pytest.mark.parametrize(
    ("pages", "shown", "want"),
    [
        (("/login", "/patients", "/patients", "/patients"), "/patients", 2),
        (("/login", "/patients", "/record"), "/patients", 1),
        (("/login", "/patients"), "/error", 0),
        ((), "/patients", 0),
        (("/patients",), "/patients", 0),
    ],
)
def test_steps_were_done_on_the_page_that_was_shown_before_them(pages: tuple[str, ...], shown: str, want: int) -> None:
    assert done_on_page(pages, shown) == want
