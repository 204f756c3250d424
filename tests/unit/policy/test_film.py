"""A film of an attempt: which pictures are in it, and for how long."""

import pytest

from tests.support.builders import at
from webmend.policy import film
from webmend.policy.film import FEWEST, LONGEST, MOST_FRAMES, SHORTEST, Frame, seconds, with_frame


def shot(*times: float, size: int = 1) -> tuple[Frame, ...]:
    """A film of pictures that were taken at these times."""
    frames: tuple[Frame, ...] = ()
    for time in times:
        frames = with_frame(frames, Frame(b"x" * size, at(time)))
    return frames


@pytest.mark.parametrize(
    ("times", "want"),
    [
        ((), ()),
        ((7,), (LONGEST,)),
        ((0, 1.5, 1.6, 60), (1.5, SHORTEST, LONGEST, LONGEST)),
    ],
)
def test_a_picture_is_in_view_as_long_as_it_was_within_bounds(
    times: tuple[float, ...], want: tuple[float, ...]
) -> None:
    assert seconds(shot(*times)) == pytest.approx(want)


def test_a_film_that_gets_too_long_loses_every_second_picture_of_its_older_half() -> None:
    frames = shot(*range(MOST_FRAMES + 1))
    times = [round((each.at - at(0)).total_seconds()) for each in frames]
    half = (MOST_FRAMES + 1) // 2
    assert times == [*range(0, half, 2), *range(half, MOST_FRAMES + 1)]


def test_a_film_of_a_long_attempt_keeps_its_bounds_its_beginning_and_its_end() -> None:
    frames = shot(*range(2000))
    assert len(frames) <= MOST_FRAMES
    assert (frames[0].at, frames[-1].at) == (at(0), at(1999))


def test_pictures_that_take_too_much_room_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(film, "MOST_BYTES", 100)
    assert len(shot(*range(50), size=10)) <= 10
    assert len(shot(*range(50), size=1000)) == FEWEST
