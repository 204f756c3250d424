"""A change is begun once a day, and gone on with where it was cut off; the annotation says how far it has come."""

from datetime import UTC, datetime, timedelta

import pytest

from webmend.domain.password import Stage
from webmend.policy import turns
from webmend.policy.turns import Turn

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TURN = Turn(NOW, "run", 1)


@pytest.mark.parametrize("turn", [TURN, Turn(NOW, "run", 2, 3)])
def test_what_is_written_is_read(turn: Turn) -> None:
    assert turns.read(str(turn)) == turn


@pytest.mark.parametrize(
    "annotation", ["", "yesterday run 1", f"{NOW.isoformat()} run", f"{NOW.isoformat()} run x", "2026-03-01T12:00 r 1"]
)
def test_what_people_wrote_is_no_turn(annotation: str) -> None:
    assert turns.read(annotation) is None


@pytest.mark.parametrize(
    ("last", "is_open", "may"),
    [
        (None, False, True),
        (TURN, False, False),
        (TURN, True, True),
        (Turn(NOW, "run", 2), True, False),
        (Turn(NOW, "run", 1, undone=1), False, True),
        (Turn(NOW, "run", 1, undone=4), False, False),
        (Turn(NOW - timedelta(days=1), "run", 2, undone=9), False, True),
    ],
)
def test_a_change_may_be_made(last: Turn | None, is_open: bool, may: bool) -> None:
    assert (turns.refusal(last, NOW, is_open=is_open) == "") is may


def test_the_old_value_in_force_undoes_a_turn_and_the_new_one_ends_it() -> None:
    undone = turns.settled(TURN, Stage.CURRENT)
    assert undone == Turn(NOW, "run", 1, undone=1)
    assert turns.settled(undone, Stage.PENDING) == TURN
    assert turns.settled(None, Stage.CURRENT) is None
