"""Which frames belong to the page itself."""

from playwright.async_api import Frame, Page

from .addresses import origin_of

INHERITING = ("about:", "blob:")
"""Addresses of frames that are of the origin that made them."""


def is_own(page: Page, frame: Frame) -> bool:
    """Whether a frame is of the page's own origin."""
    return not frame.url or frame.url.startswith(INHERITING) or origin_of(frame.url) == origin_of(page.url)
