"""Give the site the new password that it forces. At every moment the Secret holds one that logs in."""

from functools import partial

from webmend.domain.directive import Directive
from webmend.domain.form import FormField, PageForm
from webmend.domain.password import PASSWORD
from webmend.domain.report import FailureReport
from webmend.domain.session import RotationGrant, RotationRequest
from webmend.policy import rotation
from webmend.policy.classify.words.password_changed import PASSWORD_CHANGED
from webmend.policy.rotation.fields import later_of
from webmend.ports.browser import StepFailed
from webmend.ports.session import ServerUnavailable, SessionRefused
from webmend.runner import outbox
from webmend.runner.context import Context, Ending
from webmend.runner.readying import patiently

from . import passing
from .ending import directed
from .form_filling import Answer, GaveUp, answer, fill, press, send
from .going_on import begin


async def rotate(context: Context, directive: Directive, report: FailureReport) -> str | Ending:
    """The step to go on with; the attempt ends where the site has not plainly taken the new password."""
    begin(context, report)
    try:
        work = context.fence.while_held(_change(context, directive, report))
        detail, reached = await context.stop.unless_asked(work)
    except (GaveUp, StepFailed, SessionRefused, ServerUnavailable) as why:
        context.progress.did(report.sequence, detail=context.secrets(str(why))[:1024])
        return directed(report)
    context.progress.did(report.sequence, detail=detail)
    return await passing.go_on(context, report, reached)


async def _change(context: Context, directive: Directive, report: FailureReport) -> tuple[str, bool]:
    """What was done, and whether the failed step has thereby passed."""
    form = await context.browser.forms.read()
    if later := later_of(form):
        await press(context, later)
        return f'Put off by "{context.secrets(later.name)}"', await passing.is_reached(context, report)
    for cautious in (False, True):
        told, form = await _offer(context, directive, form, cautious)
        if told is Answer.TAKEN:
            return await _taken(context, directive.credential, report, form)
    raise GaveUp("the site did not take the new password; the old one is kept, and the new one as pending")


async def _offer(context: Context, directive: Directive, form: PageForm, cautious: bool) -> tuple[Answer, PageForm]:
    """Have a new password made and give it to the site."""
    fields = rotation.fields_of(form)
    if fields is None:
        raise GaveUp("the page has no form that is plainly one for a new password")
    request = RotationRequest(
        sequence=directive.sequence,
        alias=directive.credential,
        origin=form.origin,
        rules=rotation.rules_of(form, fields, cautious),
    )
    granted = await patiently(context, partial(context.server.rotate, request))
    context.secrets.learn(granted.old, granted.new)
    await _fill_in(context, directive.credential, fields, granted)
    await send(context, fields.submit, fields.again or fields.new)
    told, page = await answer(context, form, _asks)
    if told is Answer.NONE:
        raise GaveUp("the site did not say whether it has taken the new password; it is kept as pending")
    return told, page


async def _fill_in(context: Context, alias: str, fields: rotation.Fields, granted: RotationGrant) -> None:
    origins = next(scope.origins for scope in context.plan.credentials if scope.alias == alias)
    for field, value in ((fields.old, granted.old), (fields.new, granted.new), (fields.again, granted.new)):
        if field is not None:
            await fill(context, field, value, origins)


def _asks(page: PageForm) -> FormField | None:
    """The field for the new password, while the page still has one and does not say that it has taken it."""
    fields = rotation.fields_of(page)
    return None if fields is None or PASSWORD_CHANGED.find(page.texts) else fields.new


async def _taken(context: Context, alias: str, report: FailureReport, page: PageForm) -> tuple[str, bool]:
    """The form is gone. It is settled at once where the site shows that it took it, else once a login has worked."""
    changes = context.progress.changes
    changes.pending.add(alias)
    changes.types(alias, PASSWORD, unsettled=True)
    reached = await passing.is_reached(context, report)
    if reached or PASSWORD_CHANGED.find(page.texts):
        outbox.settle(context.outbox, changes.shown(PASSWORD))
    return "The site took the new password", reached
