"""Scroll to the target, or by an amount."""

from webmend.adapters.browser.step import Done, Step

SETTLED = """() => new Promise(resolve => {
  let place = [scrollX, scrollY].join(), frames = 0;
  const look = () => {
    const now = [scrollX, scrollY].join();
    frames = now === place ? frames + 1 : 0;
    place = now;
    frames < 6 ? requestAnimationFrame(look) : resolve();
  };
  requestAnimationFrame(look);
})"""
"""Until the page has stood still for six frames: the wheel does not wait for what it sets in motion."""


async def scroll(step: Step) -> Done:
    """Scroll until the target is in view, or turn the wheel in the middle of the page, as a person would."""
    if step.node.target is None:
        return await _by_amount(step)
    element = await step.target()
    await element.locator.scroll_into_view_if_needed(timeout=step.deadline.left_ms)
    step.ready()
    return Done()


async def _by_amount(step: Step) -> Done:
    amount = step.node.parameters
    width, height = await step.page.evaluate("[innerWidth, innerHeight]")
    await step.page.mouse.move(width / 2, height / 2)
    await step.page.mouse.wheel(amount.delta_x, amount.delta_y)
    await step.page.evaluate(SETTLED)
    step.ready()
    return Done()
