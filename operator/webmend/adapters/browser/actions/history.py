"""Go back to the page before, or load the page again."""

from playwright.async_api import Error

from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.step import Done, Step
from webmend.domain.action import SAFE
from webmend.domain.evidence import ErrorKind

from .navigate import NET_ERROR, until_error_page, until_loaded

BLANK = "about:blank"
"""What a tab shows before its first page."""


async def back(step: Step) -> Done:
    """Go back in the tab's history and wait until the document is there."""
    before = step.page.url
    try:
        answer = await step.page.go_back(wait_until="domcontentloaded", timeout=step.deadline.left_ms)
    except Error as error:
        await _let_it_show(step, error)
        raise
    if step.page.url == BLANK or (answer is None and step.page.url == before):
        raise Failed(ErrorKind.DEFINITION, "this tab has shown no page before this one")
    return await _arrived(step)


async def reload(step: Step) -> Done:
    """Load the page again and wait until its document is there; never sends a form a second time unasked."""
    document = step.traffic.document
    if document is not None and document.request.method not in SAFE and not step.node.irreversible:
        raise Failed(
            ErrorKind.DEFINITION,
            "this page is the answer to a form, which loading it again would send again: "
            "open its address, or mark the step as irreversible",
        )
    try:
        await step.page.reload(wait_until="domcontentloaded", timeout=step.deadline.left_ms)
    except Error as error:
        await _let_it_show(step, error)
        raise
    return await _arrived(step)


async def _let_it_show(step: Step, error: Error) -> None:
    if NET_ERROR.search(error.message):
        await until_error_page(step.page)


async def _arrived(step: Step) -> Done:
    await until_loaded(step)
    step.ready()
    return Done()
