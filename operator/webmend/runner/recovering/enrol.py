"""Set up the second factor that the site demands. Its secret is kept before the site hears its first code."""

from functools import partial

from webmend.domain.directive import Directive
from webmend.domain.form import FormField, PageForm
from webmend.domain.password import TOTP
from webmend.domain.report import FailureReport
from webmend.domain.session import EnrolmentRequest
from webmend.policy import enrolment
from webmend.policy.rotation.fields import later_of
from webmend.ports.browser import StepFailed
from webmend.ports.session import ServerUnavailable, SessionRefused
from webmend.runner import outbox
from webmend.runner.context import Context, Ending
from webmend.runner.readying import CODE_PATIENCE, patiently

from . import passing
from .ending import directed
from .form_filling import Answer, GaveUp, answer, fill, press, send
from .going_on import begin

MOST_PAGES = 6
"""Pages of a set-up that are gone through."""
MOST_CODES = 2
"""Codes that are tried: the clocks of two machines may be a window apart."""


async def enrol(context: Context, directive: Directive, report: FailureReport) -> str | Ending:
    """The step to go on with; the attempt ends where the site has not plainly taken the code."""
    begin(context, report)
    try:
        work = context.fence.while_held(_Setup(context, directive, report).run())
        detail, reached = await context.stop.unless_asked(work)
    except (GaveUp, enrolment.Doubtful, StepFailed, SessionRefused, ServerUnavailable) as why:
        context.progress.did(report.sequence, detail=context.secrets(str(why))[:1024])
        return directed(report)
    context.progress.did(report.sequence, detail=detail)
    return await passing.go_on(context, report, reached)


class _Setup:
    """Page by page: find the secret, give a code, go forward."""

    def __init__(self, context: Context, directive: Directive, report: FailureReport):
        self._context = context
        self._directive = directive
        self._report = report
        self._secret = ""

    async def run(self) -> tuple[str, bool]:
        """What was done, and whether the failed step has thereby passed."""
        for _ in range(MOST_PAGES):
            page = await self._read()
            if later := later_of(page):
                await press(self._context, later)
                detail = f'Put off by "{self._context.secrets(later.name)}"'
                return detail, await passing.is_reached(self._context, self._report)
            fields = enrolment.fields_of(page)
            if self._secret and fields is not None:
                return await self._confirm(page, fields)
            await self._turn(page)
        raise GaveUp(f"the second factor is not set up after {MOST_PAGES} pages")

    async def _read(self) -> PageForm:
        """The page; what it shows of a secret is known from now on, and taken out of every text."""
        page = await self._context.browser.forms.read(codes=True)
        self._context.secrets.learn(*enrolment.texts_to_hide(page))
        self._secret = enrolment.secret_of(page) or self._secret
        if self._secret:
            self._context.secrets.learn(*enrolment.forms_of(self._secret))
        return page

    async def _turn(self, page: PageForm) -> None:
        """Go where the secret is shown, or its code asked for."""
        by_hand = None if self._secret else enrolment.by_hand_of(page)
        control = by_hand or enrolment.forward_of(page)
        if control is None:
            missing = "no field for its code" if self._secret else "no secret that could be read"
            raise GaveUp(f"the page shows {missing}, and nothing that leads on")
        await press(self._context, control)

    async def _confirm(self, page: PageForm, fields: enrolment.Fields) -> tuple[str, bool]:
        """Give the site a code, and a second one when it refuses the first."""
        for _ in range(MOST_CODES):
            await fill(self._context, fields.code, await self._code(page), self._origins)
            await self._send(fields)
            told, after = await answer(self._context, page, _asks)
            if told is Answer.TAKEN:
                return await self._taken(after)
            if told is Answer.NONE:
                raise GaveUp("the site did not say whether it has taken the code; the secret is kept as pending")
            page, fields = after, enrolment.fields_of(after) or fields
        raise GaveUp("the site refused the codes of the secret that it shows; it is kept as pending")

    async def _code(self, page: PageForm) -> str:
        request = EnrolmentRequest(
            sequence=self._directive.sequence,
            alias=self._directive.credential,
            origin=page.origin,
            secret=self._secret,
        )
        code = await patiently(self._context, partial(self._context.server.enrol, request), CODE_PATIENCE)
        self._context.secrets.learn(code)
        return code

    async def _send(self, fields: enrolment.Fields) -> None:
        """Some pages send the code by themselves as soon as it is whole: then there is nothing left to press."""
        try:
            await send(self._context, fields.submit, fields.code)
        except StepFailed:
            if _asks(await self._context.browser.forms.read()) is not None:
                raise

    async def _taken(self, page: PageForm) -> tuple[str, bool]:
        """The code is not asked for any more; pages that only lead on are gone past."""
        changes, alias = self._context.progress.changes, self._directive.credential
        changes.pending.add(alias)
        changes.types(alias, TOTP, unsettled=True)
        reached = await passing.is_reached(self._context, self._report)
        if not reached and (forward := enrolment.forward_of(page)):
            await press(self._context, forward)
            reached = await passing.is_reached(self._context, self._report)
        if reached:
            outbox.settle(self._context.outbox, changes.shown(TOTP))
        return "The second factor was set up", reached

    @property
    def _origins(self) -> tuple[str, ...]:
        alias = self._directive.credential
        return next(scope.origins for scope in self._context.plan.credentials if scope.alias == alias)


def _asks(page: PageForm) -> FormField | None:
    """The field for the code, while the page still has one."""
    fields = enrolment.fields_of(page)
    return fields.code if fields else None
