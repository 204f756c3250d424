"""Whether an object is what the same request has made before."""

import pytest

from webmend.policy.repeating import AnotherRequest, Request, has_made

FIRST = Request("ada", "POST /runs {}", "k-1")


def made_by(request: Request) -> dict[str, object]:
    return {"metadata": {"annotations": request.annotations}}


@pytest.mark.parametrize(
    ("request_", "want"),
    [
        (FIRST, True),
        (Request("bob", FIRST.content, "k-1"), False),
        (Request("ada", FIRST.content, "k-2"), False),
        (Request("ada", FIRST.content), False),
        (Request("ada 3 k-1", FIRST.content), False),
    ],
)
def test_the_same_caller_with_the_same_key_has_made_it(request_: Request, want: bool) -> None:
    assert has_made(request_, made_by(FIRST)) is want


def test_what_was_made_without_a_key_was_made_by_nobody_else() -> None:
    assert has_made(FIRST, made_by(Request("ada", FIRST.content))) is False
    assert has_made(FIRST, {"metadata": {}}) is False


def test_a_key_that_was_used_for_something_else_is_refused() -> None:
    with pytest.raises(AnotherRequest, match="take a new one"):
        has_made(Request("ada", "POST /runs {1}", "k-1"), made_by(FIRST))


def test_a_caller_and_a_key_are_never_taken_for_others() -> None:
    words = {Request(user, "", key).word for user, key in [("a", "b c"), ("a b", "c"), ("a", "b"), ("ab", "")]}
    assert len(words) == 4
