"""Take data from the page."""

from typing import Any

from playwright.async_api import Error

from webmend.adapters.browser.deadline import poll
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.expectations import View
from webmend.adapters.browser.extraction import items, pages, table
from webmend.adapters.browser.extraction.values import convert, value_of
from webmend.adapters.browser.step import Done, Step
from webmend.domain.action import Extract, ExtractField
from webmend.domain.comparison import ResponseExpectation
from webmend.domain.evidence import ErrorKind


async def extract(step: Step) -> Done:
    """One record from fields, records from a list or a table, or the JSON of a response."""
    what: Extract = step.node.parameters
    if what.table is not None:
        return Done(await pages.records(step, table.Table(step, what.table), what.table.pages))
    if what.list is not None:
        return Done(await pages.records(step, items.Items(step, what.list), what.list.pages))
    if what.response is not None:
        return Done(await _body(step, what.response))
    return Done({field.name: await _field(step, field) for field in what.fields})


async def _field(step: Step, field: ExtractField) -> Any:
    element = await (step.find(field.target) if field.target else step.target("text"))
    if field.target is None and field.attribute is None and step.answer is not None:
        return convert(step.answer, field.type)
    return convert(await value_of(element.locator, field), field.type)


async def _body(step: Step, what: ResponseExpectation) -> Any:
    """The body of the last response that is meant; it may have come while the step before was still at work."""
    view = View(step.page, step.traffic, step.recent)

    async def look() -> Any:
        return view.received(what)

    received = await poll(look, step.deadline)
    if received is None:
        raise Failed(ErrorKind.EXPECTATION, f"no response from {what.url}", expectation=f"response {what.url}")
    step.ready()
    try:
        return await received.response.json()
    except (ValueError, Error) as error:
        raise Failed(ErrorKind.OTHER, f"the response from {what.url} has no JSON body to read") from error
