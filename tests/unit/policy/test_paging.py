"""Cursors belong to one list."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmend.domain.record import RunFilter
from webmend.policy import paging

ASKED = RunFilter(workflows=("portal",))


@given(st.uuids())
def test_a_cursor_leads_back_to_its_place(after: UUID) -> None:
    text = paging.cursor(after, ASKED)
    assert paging.place(text, ASKED) == after
    assert text.replace("-", "").replace("_", "").isalnum()


def test_a_cursor_of_another_list_is_refused() -> None:
    text = paging.cursor(UUID(int=1), ASKED)
    with pytest.raises(paging.BadCursor, match="other filters"):
        paging.place(text, RunFilter(workflows=("other",)))


@given(st.text(max_size=60))
def test_what_no_list_has_given_out_is_refused(text: str) -> None:
    with pytest.raises(paging.BadCursor):
        paging.place(text, ASKED)
