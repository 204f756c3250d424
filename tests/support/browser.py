"""A browser in memory: the fake of ports/browser.py.

Its page is a list of elements. A step finds its target among them as it would on a real page, and fails as it would
there; a test that wants a step to fail, to wait or to give something says so with `gives`.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from urllib.parse import urljoin, urlsplit

from tests.support.popups import FakePopUps
from webmend.domain.comparison import ABOUT_ELEMENTS, Comparison, Expectation, Operator, compare
from webmend.domain.evidence import DocumentFacts, DomFacts, ErrorFacts, ErrorKind, Evidence
from webmend.domain.form import PageForm
from webmend.domain.graph import Node
from webmend.domain.report import Isolation
from webmend.domain.survey import Control, Hidden, PageElement, Survey
from webmend.domain.target import Fingerprint, Selector, Target
from webmend.ports.browser import Check, File, Performed, Question, StepFailed
from webmend.ports.trace import Hide, NoTrace

BLANK = "about:blank"
ENGINES = frozenset({"ask", "call", "condition", "delay", "end"})
"""Actions that the engine does itself."""


@dataclass
class Element:
    """An element of the page."""

    selectors: tuple[str, ...]
    """Selectors that match it, as `str(Selector)` writes them."""
    text: str = ""
    visible: bool = True
    behind: str = ""
    """What the control says that brings it into sight."""
    leads_to: str = ""
    """Where a click on it goes."""
    look: Fingerprint | None = None
    """What it looks like; else a button that says its text."""


@dataclass
class Page:
    """A page of the site."""

    elements: list[Element] = field(default_factory=list)
    title: str = ""
    status: int = 200
    form: PageForm | None = None
    """What it asks for, its secrets in it."""
    menus: dict[str, list[Element]] = field(default_factory=dict)
    """What comes into the page with a control, by what that says."""


class FakeBrowser:
    """One session on a site that the test writes: addresses and their pages."""

    def __init__(self, site: dict[str, Page] | None = None) -> None:
        self.site = site or {}
        self.url = BLANK
        self.before: list[str] = []
        """The addresses that were shown before, the first one first."""
        self.gives: defaultdict[str, list[Performed | StepFailed | float]] = defaultdict(list)
        """By node: what the next tries give instead of what the page would; a number is a wait in seconds."""
        self.performed: list[Node] = []
        self.typed: dict[str, str] = {}
        self.authenticated: list[str] = []
        self.view: bytes | None = b"\x89PNG"
        self.popups = FakePopUps()
        self.forms = FakeForms(self)
        self.elements = FakeElements(self)
        self.left = ""
        """What it keeps of the sites."""
        self.useless: tuple[str, ...] = ()
        """What the controls say that promise to bring something into sight and do not."""
        self.used: list[str] = []
        """What the controls say that were used to bring something into sight."""
        self.uploaded: list[File] = []
        """What its fields were given."""
        self.recorded = FakeTrace()
        """What it records, once it is asked to."""
        self.closed = False

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.site.get(self.url, Page(status=404 if self.url != BLANK else 200))

    async def declare(self, origins: Sequence[str]) -> None:
        """See BrowserSession."""

    async def perform(
        self,
        node: Node,
        ceiling: float,
        origins: tuple[str, ...] | None = None,
        check: Check | None = None,
        files: Sequence[File] = (),
    ) -> Performed:
        self.performed.append(node)
        self.uploaded += files
        self._check_open()
        given = self.gives[node.id].pop(0) if self.gives[node.id] else None
        if isinstance(given, StepFailed):
            raise given
        if isinstance(given, float):
            await asyncio.sleep(given)
        if isinstance(given, Performed):
            return given
        await self._refuse_other(node, check)
        selector = self._act(node, origins)
        self._check_outcome(node)
        waited = given if isinstance(given, float) else 0.0
        return Performed(selector=selector, waited=waited, fingerprint=_print(selector), url=_plain(self.url))

    async def holds(self, comparison: Comparison) -> bool:
        if comparison.element is None:
            return compare(comparison.operator, comparison.value or "", comparison.to or "")
        if comparison.operator in ABOUT_ELEMENTS:
            return self._is_visible(comparison.element) == (comparison.operator is Operator.VISIBLE)
        found = [element for s in comparison.element.selectors for element in self._matching(s)]
        return compare(comparison.operator, found[0].text if found else "", comparison.to or "")

    async def origin(self, node: Node) -> str:
        if node.target is not None:
            self._find(node.target)
        return _origin(self.url)

    async def evidence(self, question: Question) -> Evidence:
        target = question.node.target
        counts = tuple(len(self._matching(selector)) for selector in target.selectors) if target else ()
        return Evidence(
            error=question.error,
            step=question.step,
            inputs=question.inputs,
            session=question.session,
            history=question.history,
            document=DocumentFacts(final_url=_plain(self.url), status=self.page.status, title=self.page.title),
            dom=DomFacts(selector_counts=counts),
        )

    async def screenshot(self) -> bytes | None:
        return None if self.closed else self.view

    async def authenticated_by(self, node_id: str) -> None:
        self.authenticated.append(node_id)

    async def trace(self) -> "FakeTrace":
        self.recorded.began = True
        return self.recorded

    async def state(self) -> str:
        return self.left

    async def isolation(self) -> Isolation:
        return Isolation(level="Strict")

    async def close(self) -> None:
        self.closed = True

    def _check_open(self) -> None:
        if self.closed:
            raise _failed(ErrorKind.PAGE_CLOSED, "the page was closed")

    def _act(self, node: Node, origins: tuple[str, ...] | None) -> str:
        """Do what the action does to the page; the selector that matched."""
        if node.action in ENGINES:
            raise _failed(ErrorKind.DEFINITION, f"the browser cannot do {node.action}")
        if node.navigate is not None:
            self._go(node.navigate.url)
            return ""
        if node.back is not None:
            self._go_back()
            return ""
        if node.target is None:
            return ""
        selector, element = self._find(node.target)
        if self.popups.stack and node.click is not None:
            raise _failed(ErrorKind.COVERED, "something lies over it", str(selector))
        if origins is not None and _origin(self.url) not in origins:
            raise _failed(ErrorKind.DEFINITION, f"a credential is not typed on {_origin(self.url)}")
        if node.fill is not None:
            self.typed[node.id] = node.fill.value
        if node.click is not None and element.leads_to:
            self._go(element.leads_to)
        return str(selector)

    async def _refuse_other(self, node: Node, check: Check | None) -> None:
        """Raises StepFailed MISMATCH where the check has something against the step's element."""
        if check is None or node.target is None:
            return
        selector, element = self._find(node.target)
        if told := await check(_look_of(element)):
            raise _failed(ErrorKind.MISMATCH, told, str(selector))

    def _go(self, url: str) -> None:
        if urlsplit(urljoin(self.url, url)).scheme not in ("http", "https"):
            raise _failed(ErrorKind.DEFINITION, "only http and https addresses can be opened")
        self.before.append(self.url)
        self.url = urljoin(self.url, url)

    def _go_back(self) -> None:
        self.url = self.before.pop() if self.before else BLANK
        if self.url == BLANK:
            raise _failed(ErrorKind.DEFINITION, "this tab has shown no page before this one")

    def _find(self, target: Target) -> tuple[Selector, Element]:
        found = [(selector, self._matching(selector)) for selector in target.selectors]
        for selector, elements in found:
            if len(elements) == 1:
                return selector, elements[0]
        first = str(target.selectors[0])
        if any(elements for _, elements in found):
            raise _failed(ErrorKind.AMBIGUOUS, f"{first} matches several elements", first)
        raise _failed(ErrorKind.NO_MATCH, f"no element matches {first}", first)

    def _matching(self, selector: Selector) -> list[Element]:
        return [element for element in self.page.elements if str(selector) in element.selectors]

    def _is_visible(self, target: Target) -> bool:
        return any(element.visible for selector in target.selectors for element in self._matching(selector))

    def _check_outcome(self, node: Node) -> None:
        unmet = next((each for each in node.expect if not self._is_met(each)), None)
        if self.page.status >= 400 and (unmet or not node.expect):
            raise _failed(ErrorKind.NAVIGATION, f"the site answered with status {self.page.status}")
        if unmet is not None:
            raise _failed(ErrorKind.EXPECTATION, "a post-condition does not hold", expectation=str(unmet.stored()))

    def _is_met(self, expectation: Expectation) -> bool:
        if expectation.url is not None:
            return fnmatchcase(self.url, expectation.url)
        if expectation.title is not None:
            return expectation.title in self.page.title
        if expectation.text is not None:
            return any(expectation.text in element.text for element in self.page.elements)
        if expectation.element is not None:
            return self._is_visible(expectation.element)
        if expectation.no_element is not None:
            return not self._is_visible(expectation.no_element)
        return False


@dataclass
class FakeTrace:
    """Implements webmend.ports.trace.Trace, and Recorded: its text instead of a file."""

    text: str = "trace"
    shown: tuple[str, ...] = ()
    """Secrets that the page shows and nobody else knows."""
    refusal: str = ""
    """Why there is none in the end."""
    too_long_at: str = ""
    """Title of the step at which it has grown too long."""
    breaks: bool = False
    """It meets something that nobody has thought of."""
    began: bool = False
    dropped: bool = False
    titles: list[str] = field(default_factory=list)
    seconds: float = 0.0
    """How long taking the secrets out of it may take."""

    async def step(self, title: str) -> None:
        if title == self.too_long_at:
            raise NoTrace("it has grown too long")
        self.titles.append(title)

    async def drop(self) -> None:
        self.dropped = True

    async def stop(self) -> "FakeTrace":
        if self.refusal:
            raise NoTrace(self.refusal)
        return self

    def without_secrets(self, hide: Hide, seconds: float) -> bytes:
        self.seconds = seconds
        if self.breaks:
            raise KeyError(self.text)
        return hide(self.shown)(self.text).encode()


class FakeElements:
    """Implements webmend.ports.elements.Elements: the elements of the page that the browser shows."""

    def __init__(self, browser: FakeBrowser) -> None:
        self._browser = browser
        self._opened: list[Element] = []

    async def fingerprint(self, node: Node) -> Fingerprint:
        if node.target is None:
            raise _failed(ErrorKind.DEFINITION, f"{node.action} names no element")
        return _look_of(self._browser._find(node.target)[1])

    async def survey(self, node: Node) -> Survey:
        return Survey(elements=tuple(_surveyed(each, i) for i, each in enumerate(self._browser.page.elements)))

    async def proven(self, node: Node, handle: int, selectors: Sequence[Selector]) -> tuple[Selector, ...]:
        element = self._element(handle)
        if not element.visible and node.click is not None:
            return ()
        return tuple(s for s in selectors if self._browser._matching(s) == [element])

    async def html(self, handle: int) -> str:
        return f"<button>{self._element(handle).text}</button>"

    async def named(self, node: Node) -> PageElement | None:
        for selector in node.target.selectors if node.target else ():
            if len(found := self._browser._matching(selector)) == 1:
                return _surveyed(found[0], self._browser.page.elements.index(found[0]))
        return None

    async def hidden(self, handle: int) -> Hidden | None:
        element = self._element(handle)
        if element.visible:
            return None
        outermost = self._outermost(element)
        tried = (*self._browser.useless, outermost.behind)
        numbered = [_surveyed(each, i) for i, each in enumerate(self._browser.page.elements)]
        controls = (Control(element=each) for each in numbered if each.visible and each.look.text in tried)
        return Hidden(by=outermost.text, controls=tuple(controls))

    async def use(self, control: Control, handle: int, by: str) -> None:
        used = control.element.look.text
        self._browser.used.append(used)
        for element in self._browser.page.elements:
            element.visible = element.visible or element.behind == used

    async def openers(self) -> tuple[Control, ...]:
        numbered = [_surveyed(each, i) for i, each in enumerate(self._browser.page.elements)]
        return tuple(Control(element=each) for each in numbered if each.look.text in self._browser.page.menus)

    async def open(self, control: Control) -> bool:
        self._opened = self._browser.page.menus[control.element.look.text]
        self._browser.used.append(control.element.look.text)
        self._browser.page.elements += self._opened
        return bool(self._opened)

    async def shut(self) -> None:
        elements = self._browser.page.elements
        elements[:] = [each for each in elements if each not in self._opened]

    def _outermost(self, element: Element) -> Element:
        """The hidden element whose control can be seen: it, or a control on the way to it."""
        control = next((each for each in self._browser.page.elements if each.text == element.behind), None)
        return element if control is None or control.visible else self._outermost(control)

    def _element(self, handle: int) -> Element:
        elements = self._browser.page.elements
        if handle >= len(elements):
            raise _failed(ErrorKind.DETACHED, "the element belongs to an earlier look at the page")
        return elements[handle]


def _look_of(element: Element) -> Fingerprint:
    return element.look or Fingerprint(tag="button", role="button", name=element.text, text=element.text)


def _surveyed(element: Element, handle: int) -> PageElement:
    look = _look_of(element)
    return PageElement(handle=handle, look=look, xpath=f"/html/body/*[{handle + 1}]", visible=element.visible)


@dataclass
class FakeForms:
    """Implements webmend.ports.forms.Forms: the form of the page that the browser shows."""

    browser: FakeBrowser
    then: list[PageForm] = field(default_factory=list)
    """What the next looks give instead."""

    async def read(self, *, codes: bool = False) -> PageForm:
        form = self.then.pop(0) if self.then else self.browser.page.form
        shown = form or PageForm(origin=_origin(self.browser.url), url=self.browser.url)
        return shown if codes else shown.with_(codes=())


def _failed(kind: ErrorKind, message: str, selector: str = "", expectation: str = "") -> StepFailed:
    return StepFailed(ErrorFacts(kind=kind, message=message), selector=selector, expectation=expectation)


def _print(selector: str) -> Fingerprint | None:
    return Fingerprint(text=selector) if selector else None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else "null"


def _plain(url: str) -> str:
    return urlsplit(url)._replace(query="", fragment="").geturl()
