"""When a call to the API server is made again."""

import pytest

from webmend.adapters.kubernetes import retry
from webmend.adapters.kubernetes.errors import Unanswered, from_status
from webmend.ports.cluster import (
    AlreadyExists,
    ClusterError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Unavailable,
)

BROKEN = Unanswered("the connection broke")
REFUSED = Unanswered("asked to wait", undone=True)
PATIENT = Unanswered("asked to wait", undone=True, after=3)
LONG = Unanswered("asked to wait", undone=True, after=60)


@pytest.mark.parametrize(
    ("method", "error", "tries", "want"),
    [
        ("GET", BROKEN, 1, 0.1),
        ("GET", BROKEN, 2, 0.2),
        ("PATCH", BROKEN, 4, 0.8),
        ("GET", BROKEN, 5, None),  # enough
        ("POST", BROKEN, 1, None),  # it may have been carried out
        ("POST", REFUSED, 1, 0.1),  # it certainly was not
        ("POST", PATIENT, 1, 3),
        ("GET", LONG, 1, None),  # the caller is told instead of kept
        ("GET", NotFound("gone"), 1, None),
        ("PATCH", Conflict("changed"), 1, None),
    ],
)
def test_a_call_is_made_again_where_that_helps_and_does_no_harm(
    method: str, error: ClusterError, tries: int, want: float | None
) -> None:
    assert retry.delay(method, error, tries, chance=1.0) == want


def test_the_delay_grows_up_to_its_longest_and_is_never_less_than_half() -> None:
    assert retry.growing(1, 0.0) == 0.05
    assert retry.growing(1000, 1.0, longest=30) == 30
    assert retry.growing(1000, 0.0, longest=30) == 15


@pytest.mark.parametrize(
    ("code", "reason", "want"),
    [
        (400, "BadRequest", Invalid),
        (401, "Unauthorized", Forbidden),
        (403, "Forbidden", Forbidden),
        (404, "NotFound", NotFound),
        (409, "AlreadyExists", AlreadyExists),
        (409, "Conflict", Conflict),
        (422, "Invalid", Invalid),
        (429, "TooManyRequests", Unavailable),
        (500, "InternalError", Unavailable),
        (503, "", Unavailable),
        (504, "Timeout", Unavailable),
    ],
)
def test_an_answer_of_the_api_server_is_one_of_our_errors(code: int, reason: str, want: type[ClusterError]) -> None:
    error = from_status(code, {"reason": reason, "message": "because"})

    assert isinstance(error, want)
    assert str(error) == "because"


def test_only_too_many_requests_says_that_nothing_was_done() -> None:
    undone = {code: getattr(from_status(code, {}), "undone", None) for code in (429, 500, 503)}

    assert undone == {429: True, 500: False, 503: False}
