"""What a repair would make of elements of an old page on a new one: the session's own repair, on pages from files."""

from collections.abc import Awaitable, Collection, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import TypeVar

import rapidfuzz.fuzz  # noqa: F401
import scipy.optimize  # noqa: F401 - both loaded now, so that they do not count as time of the first element

from webmend.adapters.browser.chromium import Chromium
from webmend.adapters.browser.saved import SavedPage
from webmend.domain.evidence import ErrorKind
from webmend.domain.graph import Node
from webmend.domain.report import Band, FoundElement
from webmend.domain.survey import Control
from webmend.domain.target import Fingerprint, Selector, Target
from webmend.domain.workflow import Browser
from webmend.policy import revealing
from webmend.policy.selector import Lost, Match, match, without
from webmend.ports.browser import StepFailed
from webmend.ports.elements import Elements
from webmend.runner.checking import mismatch
from webmend.runner.recovering.proving import prove

T = TypeVar("T")

ACTIONS = {
    "click": {},
    "fill": {"value": "-"},
    "select": {"label": "-"},
    "check": {},
    "press": {"keys": ["Enter"]},
    "extract": {"fields": [{"name": "text"}]},
    "wait": {"element": "Visible"},
}
"""What a step may do with an element, with values that nobody uses: nothing is done."""


@dataclass(frozen=True)
class Wanted:
    """An element of the old page, and what a step does with it."""

    selector: Selector
    action: str = "click"
    """One of ACTIONS."""

    def node(self, number: int) -> Node:
        """The step."""
        target = Target(selectors=(self.selector,))
        return Node.model_validate({"id": f"s{number}", "target": target, self.action: ACTIONS[self.action]})


@dataclass(frozen=True)
class Healed:
    """What became of one."""

    wanted: Wanted
    failure: ErrorKind | None
    """Why the selector fails on the new page; None where it still finds its element, so that no repair would begin."""
    found: FoundElement
    """What a repair says of it: band, confidence, selectors, reason."""
    match: Match
    """The element that is most like it, also where it is refused, and the next one: `match.element.xpath` is the
    absolute place in the new page, with an index only where there are several of a tag beside one another."""
    controls: tuple[Control, ...]
    """Where it is refused, and its selector names one element and that is hidden: the controls that may bring it into
    sight, the likeliest first. A run would use them, and look."""
    html: str
    """Outer HTML of that element, its beginning where it is long."""
    search_ms: float
    """Milliseconds: its share of looking at the page and of comparing what was seen."""
    proof_ms: float
    """Milliseconds: trying its action and its selectors on the page."""


async def heal(
    chromium: Chromium,
    before: SavedPage,
    after: SavedPage,
    wanted: Sequence[Wanted],
    *,
    hidden: Collection[str] = (),
    browser: Browser | None = None,
) -> tuple[Healed, ...]:
    """For each wanted element of one page what a repair would make of it on the other; all of them assigned together.

    `chromium`: a running one; it may serve any number of calls. `before`, `after`: the page as it was and as it is;
    none of their scripts run, and nothing outside their folders is reached. `hidden`: attributes (`id`, `name`, ...)
    that the fingerprints are to lack; `text` stands for all that an element says. `browser`: the size of the page.
    The answers are in the order of `wanted`. Raises StepFailed where a page cannot be shown, or where a selector does
    not find exactly one element of the old page.
    """
    says = browser or Browser()
    nodes = [each.node(number) for number, each in enumerate(wanted)]
    looks = [without(look, hidden) for look in await _recorded(chromium, before, nodes, says)]
    session = await chromium.saved(after, says)
    try:
        return await _found(session.elements, wanted, nodes, looks)
    finally:
        await session.close()


async def _recorded(chromium: Chromium, page: SavedPage, nodes: Sequence[Node], says: Browser) -> Sequence[Fingerprint]:
    """What a good run on that page would have remembered."""
    session = await chromium.saved(page, says)
    try:
        return [await session.elements.fingerprint(node) for node in nodes]
    finally:
        await session.close()


async def _found(
    elements: Elements, wanted: Sequence[Wanted], nodes: Sequence[Node], looks: Sequence[Fingerprint]
) -> tuple[Healed, ...]:
    failures = [await _failure(elements, node, look) for node, look in zip(nodes, looks, strict=True)]
    lost = {node.id: Lost(look, node.action) for node, look in zip(nodes, looks, strict=True)}
    matches, shared = await _timed(_matched(elements, nodes[0], lost)) if nodes else ({}, 0.0)
    healed = []
    for each, node, look, failure in zip(wanted, nodes, looks, failures, strict=True):
        found, own = await _timed(prove(elements, node, matches[node.id], look))
        controls = await _controls(elements, node, found)
        html = await _html(elements, matches[node.id])
        healed.append(
            Healed(each, failure, found, matches[node.id], controls, html, round(shared / len(nodes), 3), round(own, 3))
        )
    return tuple(healed)


async def _matched(elements: Elements, node: Node, lost: dict[str, Lost]) -> dict[str, Match]:
    return match(lost, await elements.survey(node))


async def _controls(elements: Elements, node: Node, found: FoundElement) -> tuple[Control, ...]:
    """What may bring the element of the step's own selector into sight, where nothing in sight is it."""
    named = await elements.named(node) if found.band is Band.REFUSE else None
    hidden = await elements.hidden(named.handle) if named else None
    return tuple(revealing.usable(hidden.controls)) if hidden else ()


async def _failure(elements: Elements, node: Node, known: Fingerprint) -> ErrorKind | None:
    try:
        seen = await elements.fingerprint(node)
    except StepFailed as failed:
        return failed.error.kind
    return ErrorKind.MISMATCH if await mismatch(elements, node, known, seen) else None


async def _html(elements: Elements, matched: Match) -> str:
    return await elements.html(matched.element.handle) if matched.element else ""


async def _timed(work: Awaitable[T]) -> tuple[T, float]:
    """What it gives, and the milliseconds it took."""
    began = perf_counter()
    given = await work
    return given, 1000 * (perf_counter() - began)
