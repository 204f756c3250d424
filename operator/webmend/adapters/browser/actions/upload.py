"""Give files to a file field, or to what opens the window to choose files in."""

import mimetypes

from playwright.async_api import Error, FilePayload, Locator

from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.step import Done, Step
from webmend.domain.evidence import ErrorKind

TAKES_FILES = "(element) => (element instanceof HTMLLabelElement ? element.control : element)?.type === 'file'"
PLAIN = "application/octet-stream"


async def upload(step: Step) -> Done:
    """Give the files to the target, which may be hidden; what is no file field is clicked and asks for them."""
    files: list[FilePayload] = [
        {"name": file.name, "mimeType": mimetypes.guess_type(file.name)[0] or PLAIN, "buffer": file.body}
        for file in step.files
    ]
    field = (await step.target()).locator
    if await field.evaluate(TAKES_FILES):
        await _give(step, field, files)
    else:
        await _choose(step, field, files)
    return Done()


async def _give(step: Step, target: Locator, files: list[FilePayload]) -> None:
    """Give them to the field itself: the driver does not follow a label that passes for a button."""
    field = (await target.evaluate_handle("(element) => element.control || element")).as_element()
    if field is None:
        raise Failed(ErrorKind.DETACHED, "the field went away before it was given its files")
    _refuse_several(await field.evaluate("(field) => field.multiple"), files)
    await field.set_input_files(files, timeout=step.deadline.left_ms)


async def _choose(step: Step, button: Locator, files: list[FilePayload]) -> None:
    """Click, and answer the window that the site opens."""
    try:
        async with step.page.expect_file_chooser(timeout=step.deadline.left_ms) as opened:
            await button.click(timeout=step.deadline.left_ms)
        chooser = await opened.value
    except Error as error:
        if not step.deadline.left and "filechooser" in error.message:
            raise Failed(ErrorKind.EXPECTATION, "the site asked for no file", expectation="a file chooser") from None
        raise
    _refuse_several(chooser.is_multiple(), files)
    await chooser.set_files(files, timeout=step.deadline.left_ms)


def _refuse_several(is_multiple: bool, files: list[FilePayload]) -> None:
    if len(files) > 1 and not is_multiple:
        raise Failed(ErrorKind.DEFINITION, f"the field takes one file, and the step gives {len(files)}")
