"""What every browser session does: the fake in memory, and Chromium on pages that say the same."""

from collections.abc import AsyncIterator, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from tests.browser.site import Site, serve
from tests.support.browser import Element, FakeBrowser, Page
from tests.support.chromium import EXECUTABLE
from webmend.adapters.browser import launch
from webmend.adapters.browser.chromium import Chromium
from webmend.domain.comparison import Comparison
from webmend.domain.evidence import ErrorKind, StepFacts
from webmend.domain.graph import Node
from webmend.domain.target import Fingerprint, Selector
from webmend.domain.workflow import Browser
from webmend.ports.browser import BrowserSession, Question, StepFailed

pytestmark = pytest.mark.asyncio(loop_scope="module")

ELEMENTS = [
    Element(("css=#open", "text=Open"), "Open", leads_to="/record"),
    Element(("css=#name",)),
    Element(("css=.twin",), "One"),
    Element(("css=.twin",), "Two"),
    Element(("css=#more", "text=More"), "More"),
    Element(("css=#hidden",), "Hidden", visible=False, behind="More"),
    Element(("css=#count",), "12"),
    Element(("css=#lost",), "Lost", leads_to="/lost"),
    Element(("css=#actions", "text=Actions"), "Actions"),
]
MENUS = {"Actions": [Element(("text=Export",), "Export")]}
HTML = """
<title>Patients</title><a id=open href=/record>Open</a><input id=name><b class=twin>One</b><b class=twin>Two</b>
<button id=more aria-controls=hidden onclick="document.getElementById('hidden').hidden = false">More</button>
<b id=hidden hidden>Hidden</b><b id=count>12</b><a id=lost href=/lost>Lost</a>
<button id=actions aria-haspopup=menu aria-expanded=false>Actions</button>
<script>
  const item = Object.assign(document.createElement("button"), { textContent: "Export" });
  const turn = (on) => { on ? document.body.append(item) : item.remove(); actions.setAttribute("aria-expanded", on); };
  actions.addEventListener("click", () => turn(!item.isConnected));
</script>
"""
SOON = 0.8


@dataclass
class World:
    """A session and the site that it sees."""

    session: BrowserSession
    url: str

    async def at_patients(self) -> "World":
        await self.session.perform(node(navigate={"url": f"{self.url}/"}), 10)
        return self

    async def fails(self, step: Node, origins: tuple[str, ...] | None = None) -> StepFailed:
        with pytest.raises(StepFailed) as raised:
            await self.session.perform(step, SOON, origins)
        return raised.value


def node(target: str | None = None, **fields: Any) -> Node:
    place = {"target": {"selectors": [{"css": target}]}} if target else {}
    return Node.model_validate({"id": "step", **place, **fields})


def compared(element: str, operator: str, to: str | None = None) -> Comparison:
    given = {"element": {"selectors": [{"css": element}]}, "operator": operator}
    return Comparison.model_validate({**given, **({"to": to} if to is not None else {})})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Chromium]:
    browser = await launch(EXECUTABLE, sandbox=False)
    yield browser
    await browser.close()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve() as served:
        served.put("/", HTML)
        served.put("/record", "<title>Record</title><h1>Record</h1>")
        yield served


@pytest_asyncio.fixture(params=["fake", "chromium"], loop_scope="module")
async def world(request: pytest.FixtureRequest, chromium: Chromium, site: Site) -> AsyncIterator[World]:
    if request.param == "fake":
        url = "http://site.test"
        record = Page([Element(("css=h1",), "Record")], "Record")
        yield World(
            FakeBrowser({f"{url}/": Page(deepcopy(ELEMENTS), "Patients", menus=MENUS), f"{url}/record": record}), url
        )
        return
    session = await chromium.session(Browser(), str)
    yield World(session, site.url)
    await session.close()


async def test_a_step_tells_its_selector_its_element_and_where_it_ended(world: World) -> None:
    await world.at_patients()

    performed = await world.session.perform(node("#open", click={}), 10)

    assert performed.selector == "css=#open"
    assert performed.fingerprint is not None
    assert performed.url == f"{world.url}/record"
    assert performed.waited >= 0


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (node("#nowhere", click={}), ErrorKind.NO_MATCH),
        (node("#nowhere", fill={"value": "x"}), ErrorKind.NO_MATCH),
        (node(".twin", click={}), ErrorKind.AMBIGUOUS),
        (node(navigate={"url": "/missing"}), ErrorKind.NAVIGATION),
        (node("#lost", click={}), ErrorKind.NAVIGATION),
        (node(navigate={"url": "file:///etc/passwd"}), ErrorKind.DEFINITION),
        (node("#nowhere", hover={}), ErrorKind.NO_MATCH),
        (node("#nowhere", scroll={}), ErrorKind.NO_MATCH),
        (node("#nowhere", upload={"files": ["-"]}), ErrorKind.NO_MATCH),
        (node(call={"workflow": "other"}), ErrorKind.DEFINITION),
        (node("#name", fill={"value": "x"}, expect=[{"text": "nowhere to be read"}]), ErrorKind.EXPECTATION),
        (node("#open", click={}, expect=[{"title": "Patients"}]), ErrorKind.EXPECTATION),
    ],
    ids=lambda value: getattr(value, "action", value),
)
async def test_what_stops_a_step(world: World, step: Node, kind: ErrorKind) -> None:
    await world.at_patients()

    assert (await world.fails(step)).error.kind is kind


async def test_a_session_goes_back_to_the_page_before_and_can_load_it_again(world: World) -> None:
    await world.at_patients()
    await world.session.perform(node("#open", click={}), 10)

    assert (await world.session.perform(node(reload={}), 10)).url == f"{world.url}/record"
    assert (await world.session.perform(node(back={}), 10)).url == f"{world.url}/"


async def test_there_is_nothing_to_go_back_to_from_the_first_page(world: World) -> None:
    await world.at_patients()

    assert (await world.fails(node(back={}))).error.kind is ErrorKind.DEFINITION


async def test_a_missing_element_is_named(world: World) -> None:
    await world.at_patients()

    assert (await world.fails(node("#nowhere", click={}))).selector == "css=#nowhere"


@pytest.mark.parametrize(
    "expect",
    [
        {"text": "Record"},
        {"title": "Record"},
        {"url": "**/record"},
        {"element": {"selectors": [{"css": "h1"}]}},
        {"noElement": {"selectors": [{"css": "#open"}]}},
    ],
)
async def test_post_conditions_that_hold(world: World, expect: dict[str, Any]) -> None:
    await world.at_patients()

    await world.session.perform(node("#open", click={}, expect=[expect]), 10)


@pytest.mark.parametrize(
    ("comparison", "want"),
    [
        (compared("#open", "Visible"), True),
        (compared("#hidden", "Visible"), False),
        (compared("#nowhere", "NotVisible"), True),
        (compared("#count", "Equals", "12"), True),
        (compared("#count", "LessThan", "3"), False),
        (compared("#nowhere", "Empty"), True),
        (Comparison.model_validate({"value": "a", "operator": "Contains", "to": "b"}), False),
    ],
)
async def test_comparisons(world: World, comparison: Comparison, want: bool) -> None:
    await world.at_patients()

    assert await world.session.holds(comparison) is want


async def test_a_credential_is_typed_on_its_own_origins_only(world: World) -> None:
    await world.at_patients()
    step = node("#name", fill={"value": "nurse"})

    assert await world.session.origin(step) == world.url
    await world.session.perform(step, 10, (world.url,))
    assert (await world.fails(step, ("https://portal.test",))).error.kind is ErrorKind.DEFINITION


async def test_asking_for_the_origin_of_what_is_not_there_fails_as_the_step_would(world: World) -> None:
    await world.at_patients()

    with pytest.raises(StepFailed) as raised:
        await world.session.origin(node("#nowhere", fill={"value": "x"}, waitTime="300ms"))

    assert raised.value.error.kind is ErrorKind.NO_MATCH


async def test_evidence_repeats_the_question_and_says_what_the_page_shows(world: World) -> None:
    await world.at_patients()
    step = node(".twin", click={})
    failed = await world.fails(step)

    question = Question(node=step, error=failed.error, step=StepFacts(id="step", action="click"))
    evidence = await world.session.evidence(question)

    assert (evidence.error, evidence.step) == (question.error, question.step)
    assert evidence.document.title == "Patients"
    assert evidence.document.status == 200
    assert evidence.dom.selector_counts == (2,)


async def test_a_picture_is_a_png(world: World) -> None:
    assert (await world.session.screenshot() or b"").startswith(b"\x89PNG")


async def test_isolation_has_a_level(world: World) -> None:
    assert (await world.session.isolation()).level in ("Strict", "Compat", "Unknown")


async def test_a_login_may_be_remembered_at_any_time(world: World) -> None:
    await world.session.authenticated_by("login")


async def test_once_closed_nothing_raises_but_steps(world: World) -> None:
    await world.at_patients()
    await world.session.close()
    await world.session.close()

    failed = await world.fails(node("#open", click={}))
    question = Question(node=node("#open", click={}), error=failed.error, step=StepFacts(id="step"))

    assert failed.error.kind is ErrorKind.PAGE_CLOSED
    assert await world.session.screenshot() is None
    assert (await world.session.evidence(question)).error == failed.error


async def test_a_survey_shows_what_is_on_the_page_and_whether_it_can_be_seen(world: World) -> None:
    await world.at_patients()
    survey = await world.session.elements.survey(node("#open", click={}))
    assert {"Open": True, "Lost": True}.items() <= {e.look.text: e.visible for e in survey.elements}.items()
    assert [e.handle for e in survey.elements] == list(range(len(survey.elements)))


async def test_only_selectors_that_match_the_element_and_nothing_else_are_proven(world: World) -> None:
    await world.at_patients()
    step = node("#open", click={})
    survey = await world.session.elements.survey(step)
    handle = next(e.handle for e in survey.elements if e.look.text == "Open")
    told = [Selector(css="#open"), Selector(css="#lost"), Selector(css=".twin"), Selector(text="Open")]
    assert await world.session.elements.proven(step, handle, told) == (Selector(css="#open"), Selector(text="Open"))


async def test_an_element_of_an_earlier_look_is_refused(world: World) -> None:
    await world.at_patients()
    step = node("#open", click={})
    await world.session.elements.survey(step)
    with pytest.raises(StepFailed) as raised:
        await world.session.elements.proven(step, 999, [Selector(css="#open")])
    assert raised.value.error.kind is ErrorKind.DETACHED


async def test_an_element_of_a_survey_is_told_as_html(world: World) -> None:
    await world.at_patients()
    survey = await world.session.elements.survey(node("#open", click={}))
    handle = next(e.handle for e in survey.elements if e.look.text == "Open")
    assert "Open" in await world.session.elements.html(handle)


async def test_a_hidden_element_is_named_and_comes_into_sight_by_the_control_that_hides_it(world: World) -> None:
    await world.at_patients()
    elements, step = world.session.elements, node("#hidden", click={})
    await elements.survey(step)
    named = await elements.named(step)
    assert named is not None
    assert (named.look.text, named.visible) == ("Hidden", False)
    hidden = await elements.hidden(named.handle)
    assert hidden is not None
    assert [control.element.look.text for control in hidden.controls] == ["More"]
    await elements.use(hidden.controls[0], named.handle, hidden.by)
    assert await elements.hidden(named.handle) is None


async def test_what_a_menu_holds_is_on_the_page_while_it_is_open(world: World) -> None:
    await world.at_patients()
    elements, step = world.session.elements, node("#nowhere", click={})

    async def shown() -> set[str]:
        return {element.look.text for element in (await elements.survey(step)).elements}

    assert "Export" not in await shown()
    controls = await elements.openers()
    assert [control.element.look.text for control in controls] == ["Actions"]
    assert await elements.open(controls[0])
    assert "Export" in await shown()
    await elements.shut()
    assert "Export" not in await shown()


@pytest.mark.parametrize("target", ["#nowhere", ".twin"])
async def test_what_no_selector_names_alone_is_not_named(world: World, target: str) -> None:
    await world.at_patients()
    step = node(target, click={})
    await world.session.elements.survey(step)
    assert await world.session.elements.named(step) is None


async def test_the_element_of_a_step_is_looked_at_without_doing_anything(world: World) -> None:
    await world.at_patients()
    assert (await world.session.elements.fingerprint(node("#open", click={}))).text == "Open"
    assert await world.session.holds(compared("#count", "Equals", "12"))


@pytest.mark.parametrize(("css", "kind"), [("#nowhere", ErrorKind.NO_MATCH), (".twin", ErrorKind.AMBIGUOUS)])
async def test_an_element_that_is_not_the_only_one_cannot_be_looked_at(world: World, css: str, kind: ErrorKind) -> None:
    await world.at_patients()
    with pytest.raises(StepFailed) as raised:
        await world.session.elements.fingerprint(node(css, click={}))
    assert raised.value.error.kind is kind


@pytest.mark.parametrize("objection", ["", "it is another one"])
async def test_an_element_that_something_speaks_against_is_not_used(world: World, objection: str) -> None:
    async def check(seen: Fingerprint) -> str:
        assert seen.text == "Open"
        return objection

    await world.at_patients()
    step = node("#open", click={})
    if objection:
        with pytest.raises(StepFailed) as raised:
            await world.session.perform(step, 10, None, check)
        assert (raised.value.error.kind, raised.value.error.message) == (ErrorKind.MISMATCH, objection)
    else:
        assert (await world.session.perform(step, 10, None, check)).url == f"{world.url}/record"
