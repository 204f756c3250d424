"""Pictures of a page as a film."""

import io

import pytest
from PIL import Image

from webmend.adapters.browser.film import LARGEST, film


def picture(colour: str, size: tuple[int, int] = (64, 48)) -> bytes:
    body = io.BytesIO()
    Image.new("RGB", size, colour).save(body, "PNG")
    return body.getvalue()


def shown(body: bytes) -> list[tuple[int, tuple[int, int], tuple[int, ...]]]:
    """Milliseconds, size and the colour in the middle of each picture."""
    animated = Image.open(io.BytesIO(body))
    found = []
    for n in range(animated.n_frames):
        animated.seek(n)
        animated.load()
        middle = animated.convert("RGB").getpixel((animated.width // 2, animated.height // 2))
        assert isinstance(middle, tuple)
        found.append((int(animated.info["duration"]), animated.size, tuple(round(c / 255) for c in middle)))
    return found


def test_each_picture_is_in_view_for_its_time() -> None:
    body = film([picture("red"), picture("blue"), picture("lime")], [0.5, 2, 1.25])
    assert body[8:12] == b"WEBP"
    assert shown(body) == [(500, (64, 48), (1, 0, 0)), (2000, (64, 48), (0, 0, 1)), (1250, (64, 48), (0, 1, 0))]


def test_a_film_of_one_picture() -> None:
    assert Image.open(io.BytesIO(film([picture("red")], [2]))).size == (64, 48)


@pytest.mark.parametrize(
    ("size", "want"),
    [
        ((2 * LARGEST, 100), (LARGEST, 50)),
        ((LARGEST, 100), (LARGEST, 100)),
        ((100, 2 * LARGEST), (50, LARGEST)),
    ],
)
def test_a_large_picture_is_made_smaller(size: tuple[int, int], want: tuple[int, int]) -> None:
    found = shown(film([picture("red", size), picture("blue", size)], [1, 1]))
    assert [of for _, of, _ in found] == [want, want]


def test_a_picture_of_another_size_is_fitted_whole() -> None:
    found = shown(film([picture("red"), picture("blue", (300, 48))], [1, 1]))
    assert [(of, colour) for _, of, colour in found] == [((64, 48), (1, 0, 0)), ((64, 48), (0, 0, 1))]
