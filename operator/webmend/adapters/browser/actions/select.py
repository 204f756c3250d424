"""Choose an option of the target."""

from webmend.adapters.browser.deadline import poll
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.step import Done, Step
from webmend.domain.action import Select
from webmend.domain.evidence import ErrorKind

from .lists import Choice, Offer, choice_of
from .options import Option, choose, is_filled, is_tied, why_none


async def select(step: Step) -> Done:
    """Choose the option and read back that it is chosen; raises Failed NO_OPTION with the options there are."""
    element, wanted = await step.target("list"), step.node.parameters
    choice, offer = await choice_of(element.locator, step.deadline, step.answer)
    if choice is None:
        raise Failed(ErrorKind.WRONG_ELEMENT, "the target is no list to choose from")
    option = await _option(step, choice, offer, wanted)
    if not await choice.take(option):
        raise Failed(ErrorKind.VALUE_REFUSED, "the list shows another option than was chosen")
    step.ready()
    return Done()


async def _option(step: Step, choice: Choice, known: Offer | None, wanted: Select) -> Option:
    """The wanted option. A list that is empty or busy is waited for; one that is filled without it is final.

    `known`: what it offered a moment ago.
    """
    offer = Offer((), busy=True)

    async def look() -> Option | None:
        nonlocal offer, known
        offer, known = known or await choice.offer(wanted), None
        option = choose(offer.options, wanted)
        if option is None and is_filled(offer.options) and not offer.busy:
            raise _none(offer, wanted)
        return option

    option = await poll(look, step.deadline)
    if option is None:
        raise _none(offer, wanted)
    return option


def _none(offer: Offer, wanted: Select) -> Failed:
    labels = tuple(option.label for option in offer.options if option.value)
    kind = ErrorKind.AMBIGUOUS if is_tied(offer.options, wanted) else ErrorKind.NO_OPTION
    return Failed(kind, why_none(offer.options, wanted), options=labels)
