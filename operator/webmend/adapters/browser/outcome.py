"""What a step led to: its post-conditions, and the document that its navigation brought."""

from time import monotonic

from webmend.domain.comparison import Expectation
from webmend.domain.evidence import ErrorKind

from . import expectations
from .deadline import poll
from .errors import Failed
from .expectations import View
from .following import shows
from .locate import refuse_error_page
from .step import Step
from .watch.traffic import Document

SETTLE = 1.0
"""Seconds that an error document must stay before post-conditions are given up: some lead on by themselves."""


async def conclude(step: Step) -> None:
    """Wait until the step's post-conditions hold; raises Failed EXPECTATION, or NAVIGATION on an error document.

    A document with a status of 400 or more is no error when the step expects something that holds on it.
    """
    if step.node.expect:
        await hold(step, step.node.expect, View(step.page, step.traffic, step.began))
        step.ready()
    refuse_error_page(step.page)
    if not any(map(expectations.is_positive, step.node.expect)):
        refuse_error_document(step)


async def hold(step: Step, wanted: tuple[Expectation, ...], view: View) -> None:
    """Wait until all hold; raises Failed."""

    unmet: Expectation | None = wanted[0]

    async def look() -> bool | None:
        nonlocal unmet
        refuse_error_page(step.page)
        unmet = await expectations.first_unmet(wanted, view)
        step.is_followed = unmet is not None and await shows(step.opened(), wanted, view.since)
        if unmet is None or step.is_followed:
            return True
        refuse_error_document(step, SETTLE)
        return None

    if not await poll(look, step.deadline) and unmet is not None:
        refuse_error_document(step)
        text = expectations.told(unmet, step.page)
        raise Failed(ErrorKind.EXPECTATION, text, expectation=expectations.words(unmet))


def refuse_error_document(step: Step, settle: float = 0.0) -> None:
    """Raises Failed when a navigation of this step brought a document with an error status, `settle` seconds ago."""
    document = step.traffic.document_since(step.began)
    if document is not None and _is_error(document) and monotonic() - document.at >= settle:
        raise Failed(ErrorKind.NAVIGATION, f"the site answered with status {document.status}")


def _is_error(document: Document) -> bool:
    return document.status is not None and document.status >= 400
