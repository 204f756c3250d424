"""One step: whether it is wanted, its values, doing it, and saying how it went."""

import mimetypes
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from webmend.domain import action
from webmend.domain.comparison import Comparison, compare
from webmend.domain.duration import seconds
from webmend.domain.evidence import ErrorFacts, ErrorKind
from webmend.domain.graph import Node
from webmend.domain.password import PASSWORD
from webmend.domain.report import StepOutcome, StepReport
from webmend.domain.workflow import Capture
from webmend.policy import asking, steps, template
from webmend.policy.outputs.rows import record_count
from webmend.ports.browser import Performed, StepFailed

from . import announcing, outbox
from .checking import check_of
from .context import Context
from .looping import go_round
from .readying import get_ready


@dataclass(frozen=True)
class Taken:
    """What a step gave."""

    performed: Performed = field(default_factory=Performed)
    answer: bool | None = None
    """What a condition found, or whether a loop goes round once more."""
    resume_at: datetime | None = None
    """When a delay was to end."""
    shown: str = ""
    """What was typed, secrets masked."""


async def take(context: Context, node: Node) -> bool | None:
    """Do the step and report it; what a condition or a loop answered, else None. Raises StepFailed and Stopped."""
    began = _Began(context, node, context.progress.asked_at.pop(node.id, context.clock.now()))
    context.progress.begins(node, began.at)
    context.watcher.step_started(node, steps.ceiling_of(node))
    try:
        if not await _is_wanted(context, node):
            began.report(StepOutcome.SKIPPED, message="runIf does not hold")
            return None
        context.progress.tries[node.id] += 1
        await announcing.begins(context, node)
        if context.recording is not None:
            await context.recording.step_begins(node)
        taken = await _act(context, node)
    except StepFailed as failed:
        if failed.error.kind is ErrorKind.ASKED:
            context.progress.asked_at[node.id] = began.at
        else:
            began.report_failed(failed)
        raise
    taken = _keep_file(context, taken)
    before = context.progress.login
    context.progress.passed(node, taken.performed.data, taken.performed.url)
    announcing.done(context, node)
    if context.progress.login.authenticated and not before.authenticated:
        await context.browser.authenticated_by(context.progress.login.node)
    if before.pending and not context.progress.login.pending:
        outbox.settle(context.outbox, context.progress.changes.shown(PASSWORD))
    began.report_done(taken, await _picture(context, node, taken.performed))
    return taken.answer


@dataclass(frozen=True)
class _Began:
    """A step under way, and the report that comes of it."""

    context: Context
    node: Node
    at: datetime

    def report_done(self, taken: Taken, picture: outbox.Artifact | None) -> None:
        performed = taken.performed
        self.report(
            StepOutcome.DONE,
            picture,
            waited=performed.waited,
            selector=performed.selector[:256],
            url=performed.url[:256],
            input=taken.shown,
            branch="" if taken.answer is None else steps.branch_name(self.node, taken.answer),
            records=record_count(performed.data) if self.node.output else 0,
            resume_at=taken.resume_at,
            fingerprint=performed.fingerprint,
            message=performed.note[:1024],
        )

    def report_failed(self, failed: StepFailed) -> None:
        waited = self.context.progress.waited = (self.context.clock.now() - self.at).total_seconds()
        message = f"{failed.error.kind}: {failed.error.message}"[:1024]
        self.report(StepOutcome.FAILED, waited=waited, selector=failed.selector[:256], message=message)

    def report(self, outcome: StepOutcome, picture: outbox.Artifact | None = None, **facts: object) -> None:
        report = StepReport.model_validate(
            {
                "node_id": self.node.id,
                "title": self.node.title,
                "action": self.node.action,
                "outcome": outcome,
                "started_at": self.at,
                "finished_at": self.context.clock.now(),
                "wait_time": steps.ceiling_of(self.node),
                "waited": 0.0,
                **facts,
            }
        )
        self.context.outbox.add(outbox.Step(report, picture))
        self.context.watcher.step_ended(report)


async def _is_wanted(context: Context, node: Node) -> bool:
    return node.run_if is None or await _holds(context, template.render_comparison(node.run_if, context.scope()))


async def _holds(context: Context, comparison: Comparison) -> bool:
    if comparison.element is not None:
        return await context.browser.holds(comparison)
    return compare(comparison.operator, comparison.value or "", comparison.to or "")


async def _act(context: Context, node: Node) -> Taken:
    ready = await get_ready(context, node)
    own = OWN_ACTIONS.get(node.action)
    if own is None:
        named = ready.node.upload.files if ready.node.upload else ()
        performed = await context.browser.perform(
            ready.node,
            steps.ceiling_of(node),
            ready.origins,
            check_of(context, ready.node),
            context.progress.files.named(named),
        )
        return Taken(performed, shown=ready.shown)
    taken = await own(context, ready.node)
    await _check_expectations(context, ready.node)
    return taken


async def _decide(context: Context, node: Node) -> Taken:
    assert node.condition is not None
    for comparison in node.condition.all:
        if not await _holds(context, comparison):
            return Taken(answer=False)
    return Taken(answer=True)


async def _go_round(context: Context, node: Node) -> Taken:
    return Taken(answer=await go_round(context, node))


async def _pause(context: Context, node: Node) -> Taken:
    assert node.delay is not None
    length = seconds(node.delay.duration)
    resume_at = context.clock.now() + timedelta(seconds=length)
    await context.pause(length, node.title)
    return Taken(resume_at=resume_at)


async def _ask(context: Context, node: Node) -> Taken:
    """The answer; while there is none, the step stops here, and comes again with it."""
    assert node.ask is not None
    reply = context.progress.replies.pop(node.id, None)
    wrong = asking.wrong_answer(node.ask, reply) if reply is not None else ""
    if reply is None or wrong:
        again = f" (the answer did not fit: {wrong})" if wrong else ""
        message = context.secrets(f"{node.ask.message}{again}")[:1024]
        raise StepFailed(ErrorFacts(kind=ErrorKind.ASKED, type="Asked", message=message))
    return Taken(Performed(data=reply, note=f"answered: {', '.join(reply)}"))


async def _call(_context: Context, node: Node) -> Taken:
    """The component's steps look their inputs up here; they follow as steps of their own."""
    assert node.call is not None
    return Taken(Performed(data=dict(node.call.inputs)), answer=True if node.branches else None)


async def _end(_context: Context, node: Node) -> Taken:
    assert node.end is not None
    if node.end.outcome is action.Outcome.FAILURE:
        message = node.end.message or "the workflow ends here as failed"
        raise StepFailed(ErrorFacts(kind=ErrorKind.ENDED, type=node.end.code or "End", message=message))
    return Taken()


OWN_ACTIONS: dict[str, Callable[[Context, Node], Awaitable[Taken]]] = {
    "condition": _decide,
    "loop": _go_round,
    "delay": _pause,
    "ask": _ask,
    "call": _call,
    "end": _end,
}
"""Actions that are the engine's own."""


async def _check_expectations(context: Context, node: Node) -> None:
    """Post-conditions of a step that the browser did not do: it checks them as those of a wait."""
    if node.expect:
        wait = action.Wait(page=action.PageState.LOADED)
        checks = Node(id=node.id, wait=wait, expect=node.expect, wait_time=node.wait_time)
        await context.browser.perform(checks, steps.ceiling_of(node))


def _keep_file(context: Context, taken: Taken) -> Taken:
    """Send what was downloaded on its way; the data then says under which name it is kept."""
    file = taken.performed.file
    if file is None:
        return taken
    name = f"{context.progress.begun:04d}-{_safe(file.name)}"
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    context.outbox.add(outbox.Artifact(name, file.body, kind))
    if any(node.upload for node in context.plan.graph.nodes):
        context.progress.files.hold(name, file)
    performed = replace(taken.performed, data={**taken.performed.data, "artifact": name}, note=f"kept as {name}")
    return replace(taken, performed=performed)


async def _picture(context: Context, node: Node, performed: Performed) -> outbox.Artifact | None:
    """The picture to keep of this step."""
    view = await _view(context, performed)
    if performed.picture is not None:
        name = node.screenshot.name if node.screenshot and node.screenshot.name else node.id
        return outbox.Artifact(
            f"{context.progress.begun:04d}-{_safe(name.removesuffix('.png'))}.png", performed.picture
        )
    if context.plan.screenshots is not Capture.ALWAYS or view is None:
        return None
    return outbox.Artifact(f"{context.progress.begun:04d}-{node.id}.png", view)


async def _view(context: Context, performed: Performed) -> bytes | None:
    """What the page looks like after the step, where that is kept or filmed."""
    is_filmed = context.recording is not None and context.recording.is_filmed
    if not is_filmed and (performed.picture is not None or context.plan.screenshots is not Capture.ALWAYS):
        return None
    view = await context.browser.screenshot()
    if context.recording is not None:
        context.recording.saw(view, context.clock.now())
    return view


def _safe(name: str) -> str:
    """A file name of plain letters."""
    return "".join(c if c.isalnum() or c in "._-" else "-" for c in name)[-100:]
