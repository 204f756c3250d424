"""What a runner sees of each page: its controls, the survey that a repair starts from, which ways to name them hold."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from playwright.async_api import BrowserContext

from webmend.adapters.browser.chromium import Chromium
from webmend.adapters.browser.session import PlaywrightSession
from webmend.domain.graph import Node
from webmend.domain.survey import Survey
from webmend.domain.target import Selector, Target
from webmend.policy.selector import selectors_of

from .pages import HERE, PAGES, VERSIONS, served

CONTROLS = (HERE / "controls.js").read_text()
PARAMETERS: Mapping[str, Mapping[str, str]] = {"fill": {"value": "-"}, "select": {"label": "-"}}


@dataclass(frozen=True)
class Control:
    """A control that a step may use."""

    key: str
    """Its kind, what its authors call it, its label, and the part of the page that it is in."""
    action: str
    """What a step does with it."""
    xpath: str
    """Its absolute place."""
    is_usable: bool
    """A trial of the action goes well, and some selector finds it alone."""
    proof_ms: float
    """What that trial took."""


@dataclass(frozen=True)
class Seen:
    """One page of one version."""

    version: str
    page: str
    controls: tuple[Control, ...]
    survey: Survey
    survey_ms: float

    @property
    def by_key(self) -> Mapping[str, Control]:
        """Its controls by their keys."""
        return {control.key: control for control in self.controls}

    def stored(self) -> str:
        """All of it as JSON."""
        return json.dumps(
            {**self.__dict__, "controls": [c.__dict__ for c in self.controls], "survey": self.survey.stored()}
        )

    @classmethod
    def read(cls, file: Path) -> "Seen":
        """What `stored` gave."""
        told = json.loads(file.read_text(encoding="utf-8"))
        controls = tuple(Control(**each) for each in told["controls"])
        return cls(**{**told, "controls": controls, "survey": Survey.model_validate(told["survey"])})


async def look(chromium: Chromium) -> AsyncIterator[Seen]:
    """Every page of every version, in the browser."""
    for version in VERSIONS:
        context = await chromium.browser.new_context(viewport={"width": 1280, "height": 720})
        with served(version) as url:
            for name in PAGES:
                yield await _look(chromium, context, url, version, name)
        await context.close()


async def _look(chromium: Chromium, context: BrowserContext, url: str, version: str, name: str) -> Seen:
    page = await context.new_page()
    session = PlaywrightSession(page, context, chromium.browser, str, _nothing, chromium.downloads)
    await page.goto(f"{url}/{name}.html")
    listed = _numbered(await page.evaluate(CONTROLS))
    began = perf_counter()
    survey = await session.elements.survey(_node("click"))
    survey_ms = 1000 * (perf_counter() - began)
    controls = [await _control(session, survey, each) for each in listed]
    await page.close()
    return Seen(version, name, tuple(controls), survey, survey_ms)


async def _nothing() -> None:
    """The context stays open for the next page."""


def _numbered(listed: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The controls with keys that are theirs alone: of several alike the second is #2."""
    count: Counter[str] = Counter()
    numbered = []
    for each in listed:
        count[each["key"]] += 1
        number = count[each["key"]]
        numbered.append({**each, "key": each["key"] if number == 1 else f"{each['key']} #{number}"})
    return numbered


async def _control(session: PlaywrightSession, survey: Survey, listed: Mapping[str, Any]) -> Control:
    element = next((each for each in survey.elements if each.xpath == listed["xpath"]), None)
    began = perf_counter()
    proven: tuple[Selector, ...] = ()
    if element is not None:
        node = _node(listed["action"])
        proven = await session.elements.proven(node, element.handle, selectors_of(element))
    return Control(**listed, is_usable=bool(proven), proof_ms=1000 * (perf_counter() - began))


def _node(action: str) -> Node:
    target = Target(selectors=(Selector(css="html"),))
    return Node.model_validate({"id": "s", "target": target, action: PARAMETERS.get(action, {})})
