"""What an element looks like, so that it can be found again when its selector breaks."""

from collections.abc import Mapping
from typing import Any

from playwright.async_api import Error
from pydantic import ValidationError

from webmend.domain.target import Fingerprint
from webmend.ports.browser import Redact

from .addresses import plain
from .bounded import fit
from .locate import Element
from .script import call

PATIENCE_MS = 2000
"""Milliseconds that taking a fingerprint may cost a step: a by-product, but a step without one cannot be mended later.
It takes a few, and more than half a second on a node whose cores are all taken."""


async def look_of(element: Element, patience_ms: int = PATIENCE_MS) -> Mapping[str, Any]:
    """The raw fingerprint, in clear; empty when the element could not be looked at in these milliseconds."""
    try:
        raw: Mapping[str, Any] = await element.locator.evaluate(call("fingerprint"), timeout=patience_ms)
    except Error:
        return {}
    return raw


def fingerprint(raw: Mapping[str, Any], frame: tuple[str, ...], redact: Redact) -> Fingerprint | None:
    """The fingerprint to keep; None when there is none, or the page sent nonsense."""
    if not raw:
        return None
    try:
        return fit(Fingerprint, {**raw, "url": plain(str(raw["url"])), "frame": frame}, redact)
    except (ValidationError, ValueError, KeyError):
        return None
