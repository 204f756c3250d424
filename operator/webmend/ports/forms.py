"""The form that a page shows, as changes of a password or a second factor read it."""

from typing import Protocol

from webmend.domain.form import PageForm


class Forms(Protocol):
    """What the page itself asks for; never what a frame in it does."""

    async def read(self, *, codes: bool = False) -> PageForm:
        """The page's fields, controls and texts as they are now; `codes`: its QR codes too. Raises StepFailed."""
        ...
