import pytest

from webmend.domain.phase import MOVES, TERMINAL, IllegalMove, Phase, move


@pytest.mark.parametrize("old", Phase)
@pytest.mark.parametrize("new", Phase)
def test_a_run_moves_only_as_the_table_says(old: Phase, new: Phase) -> None:
    if new is old or new in MOVES[old]:
        assert move(old, new) is new
    else:
        with pytest.raises(IllegalMove, match=f"{old} to {new}"):
            move(old, new)


def test_nothing_leads_out_of_the_end() -> None:
    assert all(not MOVES[phase] for phase in TERMINAL)


def test_every_phase_can_be_reached_from_pending() -> None:
    reached, todo = set(), [Phase.PENDING]
    while todo:
        phase = todo.pop()
        if phase not in reached:
            reached.add(phase)
            todo += MOVES[phase]
    assert reached == set(Phase)


def test_every_phase_can_come_to_an_end() -> None:
    for phase in set(Phase) - TERMINAL:
        assert MOVES[phase] & TERMINAL or any(MOVES[p] & TERMINAL for p in MOVES[phase])
