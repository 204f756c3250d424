"""Pictures of a page as a film."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

LARGEST = 1280
"""Pixels of its width, and of its height; larger pictures are made smaller: all of them lie in memory at once."""
QUALITY, METHOD = 60, 0
"""Of WebP: text can be read, and encoding takes the least time."""


def film(pictures: Sequence[bytes], seconds: Sequence[float]) -> bytes:
    """An animated WebP of these PNGs, each in view for so many seconds; the first one says how big it is.

    Takes its time (some 50 ms a picture): called in a thread. Pictures that are the same in a row become one.
    """
    first = _opened(pictures[0])
    size = _within(first.size)
    body = io.BytesIO()
    _fitted(first, size).save(
        body,
        "WEBP",
        save_all=True,
        append_images=[_fitted(_opened(picture), size) for picture in pictures[1:]],
        duration=[round(1000 * each) for each in seconds],
        quality=QUALITY,
        method=METHOD,
    )
    return body.getvalue()


def _opened(picture: bytes) -> "Image.Image":
    from PIL import Image  # few attempts want a film, and every start would pay for it

    return Image.open(io.BytesIO(picture)).convert("RGB")


def _within(size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, LARGEST / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _fitted(picture: "Image.Image", size: tuple[int, int]) -> "Image.Image":
    """The picture in a frame of that size: whole, and in its own proportions."""
    from PIL import ImageOps

    return picture if picture.size == size else ImageOps.pad(picture, size, color="white")
