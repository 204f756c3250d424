"""The page's content, frame by frame."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from playwright.async_api import Error, Frame, Locator, Page

from webmend.adapters.browser.frames import is_own
from webmend.adapters.browser.locate import counts
from webmend.adapters.browser.revealing import revealers
from webmend.adapters.browser.script import call
from webmend.adapters.browser.selectors import locator_of, locators_of
from webmend.domain.target import Fingerprint, Target

from .closest import closest

JOINED = ("busy", "dialogs", "alerts", "candidates")
"""Lists of facts that are joined over all frames, the main frame's first."""
FRAMES = 12
"""Frames that are looked into at most: pages with more are mostly advertisements."""
FRAME_PATIENCE = 1.2
"""Seconds that one frame has to answer. One that is being loaded does not: browsers hold back what it is asked."""


async def look_at_page(page: Page, target: Target | None, known: Fingerprint | None) -> dict[str, Any]:
    """The fields of DomFacts, and those of DocumentFacts that only the page knows; raises when the page is silent."""
    locators = locators_of(page, target) if target else ()
    matches = await _counts(locators)
    found = next((locator.first for locator, count in zip(locators, matches, strict=True) if count), None)
    own, cover, frames, opening = await asyncio.gather(
        _facts_of_target(found), _cover_of_frame(page, target), _facts_of_frames(page), _revealers(page, target)
    )
    merged = _merge(frames, own)
    if merged.get("target") and cover:
        merged["target"] = {**merged["target"], "coveredBy": merged["target"]["coveredBy"] or cover}
    return {
        **merged,
        "revealers": opening,
        "selectorCounts": list(matches),
        "countsInFrames": await _elsewhere(page, target, matches),
        "closest": closest(target, known, merged.get("candidates", [])),
    }


async def _counts(locators: Sequence[Locator]) -> tuple[int, ...]:
    """How many elements each matches; none in a frame that does not answer."""
    try:
        return await asyncio.wait_for(counts(locators), FRAME_PATIENCE)
    except TimeoutError:
        return (0,) * len(locators)


async def _revealers(page: Page, target: Target | None) -> list[Mapping[str, Any]]:
    """What may bring a hidden target into sight; nothing where its frame does not answer."""
    try:
        return await asyncio.wait_for(revealers(page, target), FRAME_PATIENCE)
    except TimeoutError:
        return []


async def _facts_of_target(found: Locator | None) -> Mapping[str, Any]:
    """What the target's own frame says with the target in view; nothing when it has gone meanwhile."""
    if found is None:
        return {}
    with suppress(Error):
        facts: Mapping[str, Any] = await found.evaluate(call("facts"), timeout=FRAME_PATIENCE * 1000)
        return facts
    return {}


async def _cover_of_frame(page: Page, target: Target | None) -> Mapping[str, Any] | None:
    """What lies over the outermost iframe on the way to the target: the target's own document cannot see it."""
    if target is None or not target.frame:
        return None
    with suppress(Error):
        frame = page.locator(f"css={target.frame[0]}").first
        cover: Mapping[str, Any] | None = await frame.evaluate(call("cover"), timeout=FRAME_PATIENCE * 1000)
        return cover
    return None


async def _facts_of_frames(page: Page) -> list[Mapping[str, Any]]:
    """The facts of the main frame, which must answer, and of those other frames that do."""
    first, *others = page.frames[:FRAMES]
    main = await first.evaluate(call("facts"), None)
    answers = await asyncio.gather(*map(_facts_or_none, others))
    taken = zip(others, answers, strict=True)
    return [main, *(_of_frame(facts, is_own(page, frame)) for frame, facts in taken if facts)]


def _of_frame(facts: Mapping[str, Any], own: bool) -> Mapping[str, Any]:
    """The facts of a frame; nothing in a foreign one comes close to anything: a look-alike there is a trap."""
    return facts if own else {**facts, "candidates": []}


async def _facts_or_none(frame: Frame) -> Mapping[str, Any] | None:
    try:
        return await asyncio.wait_for(frame.evaluate(call("facts"), None), FRAME_PATIENCE)
    except (Error, TimeoutError):
        return None


def _merge(frames: list[Mapping[str, Any]], own: Mapping[str, Any]) -> dict[str, Any]:
    """The main frame's facts, with lists joined and forms and changes summed up over all frames."""
    joined = {name: [fact for frame in frames for fact in frame[name]] for name in JOINED}
    return {
        **frames[0],
        **joined,
        "forms": _forms([frame["forms"] for frame in frames]),
        "mainForms": frames[0]["forms"],
        "captcha": any(frame["captcha"] for frame in frames),
        "mutationsLast2S": sum(frame["mutationsLast2S"] for frame in frames),
        "dialogs": _dialogs(own.get("dialogs", []), joined["dialogs"]),
        **{name: own[name] for name in ("target", "tableHeaders") if own.get(name)},
    }


def _dialogs(own: list[Mapping[str, Any]], all_: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of the target's frame, which know whether they cover it, then the others."""
    known = [dialog["text"] for dialog in own]
    return [*own, *(dialog for dialog in all_ if dialog["text"] not in known)]


def _forms(forms: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "passwordFields": sum(form["passwordFields"] for form in forms),
        "autocomplete": [value for form in forms for value in form["autocomplete"]],
        "otpField": any(form["otpField"] for form in forms),
        "qrImage": any(form["qrImage"] for form in forms),
        "secretShown": any(form["secretShown"] for form in forms),
        "invalidFields": [field for form in forms for field in form["invalidFields"]],
    }


async def _elsewhere(page: Page, target: Target | None, matches: tuple[int, ...]) -> int:
    """Matches of the first selector in other frames of the page's own origin."""
    if target is None:
        return 0
    own = (frame for frame in page.frames[:FRAMES] if is_own(page, frame))
    each = (_counts([locator_of(frame, target.selectors[0])]) for frame in own)
    return max(0, sum(count for (count,) in await asyncio.gather(*each)) - matches[0])
