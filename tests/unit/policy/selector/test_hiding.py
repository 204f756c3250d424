"""A fingerprint without some of what is known: to see how well an element is found again by the rest."""

import pytest

from webmend.domain.target import Fingerprint
from webmend.policy.selector import without

LOOK = Fingerprint(tag="a", name="Add", text="Add", attributes={"id": "add", "name": "add", "href": "/add"})


@pytest.mark.parametrize(
    ("hidden", "want"),
    [
        ((), LOOK),
        (("id",), LOOK.with_(attributes={"name": "add", "href": "/add"})),
        (("name",), LOOK.with_(attributes={"id": "add", "href": "/add"})),
        (("text",), LOOK.with_(name="", text="")),
        (("text", "id", "name", "href"), Fingerprint(tag="a")),
        (("title",), LOOK),
    ],
)
def test_what_is_hidden_is_left_out_and_nothing_else(hidden: tuple[str, ...], want: Fingerprint) -> None:
    assert without(LOOK, hidden) == want
