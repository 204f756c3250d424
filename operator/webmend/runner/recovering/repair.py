"""Find the step's element anew by what it looked like, or bring it into sight; prove it on the page, and go on."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from webmend.domain.directive import Directive
from webmend.domain.graph import Node
from webmend.domain.report import Band, FailureReport, FoundElement
from webmend.domain.survey import Survey
from webmend.domain.target import Selector, Target
from webmend.ports.browser import StepFailed
from webmend.runner.context import Context, Ending

from .ending import directed
from .explore import explore
from .going_on import begin, may_go_on
from .proving import prove
from .reveal import reveal

if TYPE_CHECKING:
    from webmend.policy.selector import Lost


async def repair(context: Context, directive: Directive, report: FailureReport) -> str | Ending:
    """The failed step, to be tried with the element that was found; the attempt ends where none is sure enough."""
    if not may_go_on(context, report.node_id, report):
        return directed(report)
    begin(context, report)
    node = context.node(report.node_id)
    try:
        found = await context.stop.unless_asked(_find(context, node, directive.refused))
    except StepFailed as failed:
        found = _refused(f"the page could not be searched: {failed.error.message}")
    told = _redacted(context, found)
    context.progress.did(report.sequence, detail=_told(told), found=told)
    if found.band is not Band.APPLY:
        return directed(report)
    if found.selectors:
        frame = node.target.frame if node.target else ()
        context.progress.targets[node.id] = Target(selectors=found.selectors, frame=frame)
    return node.id


async def _find(context: Context, node: Node, refused: tuple[Selector, ...]) -> FoundElement:
    """What the page holds in the place of the step's element. Raises StepFailed."""
    from webmend.policy import selector  # few sessions need it, and every start would pay for its libraries

    survey = await context.browser.elements.survey(node)
    lost = {
        id_: selector.Lost(known, context.plan.graph.node(id_).action)
        for id_, known in context.plan.fingerprints.items()
        if id_ == node.id or _is_on_page(context, id_, survey)
    }
    in_sight = await _in_sight(context, node, survey, lost, refused)
    if in_sight.band is not Band.REFUSE:
        return in_sight
    for search in (reveal, explore):
        if found := await search(context.browser.elements, node, survey, lost, refused):
            return found
    return in_sight


async def _in_sight(
    context: Context, node: Node, survey: Survey, lost: "Mapping[str, Lost]", refused: tuple[Selector, ...]
) -> FoundElement:
    """The element among those that can be seen."""
    from webmend.policy import selector

    if node.id not in lost:
        return _refused("no good run has shown yet what the element looks like")
    match = selector.match(lost, survey)[node.id]
    return await prove(context.browser.elements, node, match, lost[node.id].fingerprint, refused)


def _is_on_page(context: Context, node_id: str, survey: Survey) -> bool:
    """Whether that step's element was on the page that is shown now: then no other step is led to it."""
    known = context.plan.fingerprints[node_id]
    return bool(known.url) and any(element.look.url == known.url for element in survey.elements[:1])


def _refused(reason: str) -> FoundElement:
    return FoundElement(band=Band.REFUSE, reason=reason[:1024])


def _told(found: FoundElement) -> str:
    """What was found, in a sentence."""
    was_now = f": {found.was} is now {found.now}" if found.now and found.band is not Band.REFUSE else ""
    used = "".join(f", after {reveal.gesture.lower()} {reveal.name}" for reveal in found.reveals)
    return f"{found.band}{was_now}{used} ({found.confidence:.2f}); {found.reason}"[:1024]


def _redacted(context: Context, found: FoundElement) -> FoundElement:
    """The same for others to read; a selector that holds a secret is kept in this session alone."""
    clean = context.secrets
    texts = {name: clean(getattr(found, name)) for name in ("was", "now", "runner_up", "reason")}
    reveals = [each.with_(selectors=_tellable(clean, each.selectors), name=clean(each.name)) for each in found.reveals]
    told = tuple(reveals) if all(each.selectors for each in reveals) else ()
    return found.with_(selectors=_tellable(clean, found.selectors), reveals=told, **texts)


def _tellable(clean: Callable[[str], str], selectors: tuple[Selector, ...]) -> tuple[Selector, ...]:
    """Those that hold no secret."""
    return tuple(each for each in selectors if clean(str(each)) == str(each))
