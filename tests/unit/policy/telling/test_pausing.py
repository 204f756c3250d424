"""When a receiver is left alone for a while."""

from tests.support.builders import NOW, at
from webmend.policy.telling.pausing import AT_ONCE, FAILURES, LONGEST_PAUSE, Pause, after, free


def failing(times: int, asked: float | None = None) -> Pause:
    pause = Pause()
    for _ in range(times):
        pause = after(pause, False, asked, NOW)
    return pause


def test_a_few_messages_go_at_once() -> None:
    assert [free(Pause(), under_way, NOW) for under_way in range(AT_ONCE + 2)] == [4, 3, 2, 1, 0, 0]


def test_a_few_failures_change_nothing() -> None:
    assert free(failing(FAILURES - 1), 0, NOW) == AT_ONCE


def test_after_some_in_a_row_it_is_left_alone_and_then_tried_with_one() -> None:
    pause = failing(FAILURES)
    assert [free(pause, 0, at(seconds)) for seconds in (0, 4.9, 5)] == [0, 0, 1]
    assert free(pause, 1, at(5)) == 0


def test_each_further_failure_doubles_the_pause_up_to_five_minutes() -> None:
    pauses = [failing(FAILURES + more).until for more in range(8)]
    assert pauses == [at(5), at(10), at(20), at(40), at(80), at(160), at(LONGEST_PAUSE), at(LONGEST_PAUSE)]


def test_it_may_fail_for_ever() -> None:
    assert failing(2000).until == at(LONGEST_PAUSE)


def test_what_it_takes_ends_the_pause() -> None:
    assert after(failing(9), True, None, NOW) == Pause()


def test_it_is_left_alone_for_as_long_as_it_asks_for_within_bounds() -> None:
    assert [failing(1, asked).until for asked in (None, 0.0, 30.0, 1e9)] == [None, None, at(30), at(LONGEST_PAUSE)]
    assert failing(FAILURES, 1.0).until == at(5)


def test_a_failure_without_a_wish_does_not_shorten_the_pause_that_another_has_asked_for() -> None:
    assert after(failing(1, 30.0), False, None, NOW).until == at(30)
