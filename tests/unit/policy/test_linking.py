"""A link opens one body, until its time is over, and cannot be changed into another."""

import pytest

from tests.support.builders import at
from webmend.policy.linking import NotOpened, link, opened

KEY, OTHER = b"k" * 32, b"o" * 32
BODY = "runs/u/a1/files/receipt.pdf"
WORD = link(KEY, BODY, at(300))


@pytest.mark.parametrize("body", [BODY, "runs/u/a1/page 1.png", "é", ""])
def test_a_link_opens_the_body_that_it_was_made_for(body: str) -> None:
    assert opened(KEY, link(KEY, body, at(300)), at(299)) == body


def test_it_fits_into_a_path_as_it_is() -> None:
    assert set(WORD) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@pytest.mark.parametrize("seconds", [300, 301, 86_400])
def test_it_opens_nothing_once_its_time_is_over(seconds: int) -> None:
    with pytest.raises(NotOpened, match="run out"):
        opened(KEY, WORD, at(seconds))


def test_a_link_of_another_server_opens_nothing() -> None:
    with pytest.raises(NotOpened, match="none of this server's"):
        opened(OTHER, WORD, at(0))


@pytest.mark.parametrize("place", range(0, len(WORD), 7))
def test_a_changed_one_opens_nothing(place: int) -> None:
    changed = "B" if WORD[place] == "A" else "A"
    with pytest.raises(NotOpened):
        opened(KEY, WORD[:place] + changed + WORD[place + 1 :], at(0))


@pytest.mark.parametrize("word", ["", ".", "a", "a.b", "%00", "é.é", WORD[:-5], WORD.partition(".")[0]])
def test_what_is_no_link_opens_nothing(word: str) -> None:
    with pytest.raises(NotOpened):
        opened(KEY, word, at(0))
