"""One tab with everything that watches it."""

from dataclasses import dataclass
from typing import Self

from playwright.async_api import Browser, Page

from .leaks import Leaks
from .life import Life
from .traffic import Traffic
from .voices import Voices


@dataclass(frozen=True)
class Tab:
    """A page from the moment it is there."""

    page: Page
    traffic: Traffic
    voices: Voices
    life: Life
    leaks: Leaks

    @classmethod
    def watched(cls, page: Page, browser: Browser) -> Self:
        """The tab of that page."""
        return cls(page, Traffic(page), Voices(page), Life(page, browser), Leaks(page))
