"""One tab with everything that watches it."""

from dataclasses import dataclass
from typing import Self

from playwright.async_api import Browser, Page

from .leaks import Leaks
from .life import Life
from .traffic import Called, Traffic
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
    def watched(cls, page: Page, browser: Browser, called: Called) -> Self:
        """The tab of that page. `called`: names what is behind a network error."""
        return cls(page, Traffic(page, called), Voices(page), Life(page, browser), Leaks(page))
