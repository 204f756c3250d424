"""What an error of the driver says, told from its text's grammar."""

import pytest
from playwright.async_api import Error
from playwright.async_api import TimeoutError as DriverTimeout

from webmend.adapters.browser import call_log
from webmend.adapters.browser.errors import Failed, is_passing, say
from webmend.domain.evidence import ErrorKind

K = ErrorKind
WAITED = 'Locator.click: Timeout 1500ms exceeded.\nCall log:\n  - waiting for locator("#x")\n'
RESOLVED = WAITED + '    - locator resolved to <button id="x">A</button>\n  - attempting click action\n'


def waiting(*lines: str) -> str:
    """A time-out that met these, in order."""
    return RESOLVED + "".join(
        f"    2 × waiting for element to be visible, enabled and stable\n      - {line}\n" for line in lines
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (WAITED, K.NO_MATCH),
        (RESOLVED, K.TIMEOUT),
        ("ElementHandle.fill: Timeout 500ms exceeded.\nCall log:\n  - attempting fill action\n", K.TIMEOUT),
        (waiting("element is not visible"), K.NOT_VISIBLE),
        (waiting("element is not enabled"), K.NOT_ENABLED),
        (waiting("element is not editable"), K.NOT_EDITABLE),
        (waiting("element is not stable"), K.NOT_STABLE),
        (waiting("element is inert"), K.INERT),
        (waiting("element is outside of the viewport"), K.OUTSIDE_VIEWPORT),
        (waiting("element was detached from the DOM, retrying"), K.DETACHED),
        (waiting("did not find some options"), K.NO_OPTION),
        (waiting("option being selected is not enabled"), K.NO_OPTION),
        (waiting('<div id="ov"></div> intercepts pointer events'), K.COVERED),
        (waiting("<button>Accept</button> from <div>…</div> subtree intercepts pointer events"), K.COVERED),
        (waiting("element is not stable", '<div id="ov"></div> intercepts pointer events'), K.COVERED),
        (waiting('<div id="ov"></div> intercepts pointer events', "element is not visible"), K.NOT_VISIBLE),
        (waiting("<i>element is inert</i> is what the page says"), K.TIMEOUT),
        (WAITED + '    - locator resolved to hidden <p id="x">A</p>\n', K.NOT_VISIBLE),
        ('Page.goto: Timeout 800ms exceeded.\nCall log:\n  - navigating to "http://h/"\n', K.NAVIGATION),
        ("Page.wait_for_load_state: Timeout 800ms exceeded.", K.TIMEOUT),
    ],
)
def test_a_time_out_means_what_the_driver_met_last(text: str, kind: ErrorKind) -> None:
    assert say(DriverTimeout(text)).kind is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Locator.click: Error: strict mode violation: locator(\".b\") resolved to 2 elements:\n    1) …", K.AMBIGUOUS),
        ("Locator.select_option: Error: Element is not a <select> element", K.WRONG_ELEMENT),
        ("Locator.fill: Error: Element is not an <input>, <textarea>, <select> or …", K.WRONG_ELEMENT),
        ("Locator.check: Error: Not a checkbox or radio button", K.WRONG_ELEMENT),
        ("Locator.fill: Error: Input of type \"checkbox\" cannot be filled", K.WRONG_ELEMENT),
        ("Locator.fill: Error: Cannot type text into input[type=number]", K.VALUE_REFUSED),
        ("Locator.fill: Error: Malformed value", K.VALUE_REFUSED),
        ("Locator.check: Clicking the checkbox did not change its state", K.VALUE_REFUSED),
        ("Locator.count: Unexpected token \"#\" while parsing css selector \"##bad[\".", K.DEFINITION),
        ("Locator.count: Unknown engine \"foo\" while parsing selector foo=bar", K.DEFINITION),
        ("Locator.count: SyntaxError: Failed to execute 'evaluate' on 'Document': The string '//*[' is not a valid "
         "XPath expression.", K.DEFINITION),
        ("Keyboard.press: Unknown key: \"Foo\"", K.DEFINITION),
        ("Page.goto: Protocol error (Page.navigate): Cannot navigate to invalid URL", K.DEFINITION),
        ("ElementHandle.click: Element is not attached to the DOM", K.DETACHED),
        ("Locator.click: Frame was detached", K.DETACHED),
        ("Page.evaluate: Execution context was destroyed, most likely because of a navigation.", K.NAVIGATION),
        ("Page.goto: net::ERR_NAME_NOT_RESOLVED at http://nowhere.test/", K.NAVIGATION),
        ("Page.goto: Navigation to \"A\" is interrupted by another navigation to \"B\"", K.NAVIGATION),
        ("Page.goto: Download is starting", K.NAVIGATION),
        ("Locator.click: Target crashed ", K.BROWSER_CRASHED),
        ("Page.goto: Page crashed", K.BROWSER_CRASHED),
        ("Locator.click: Target page, context or browser has been closed", K.PAGE_CLOSED),
        ("BrowserType.launch: Failed to launch chromium because executable doesn't exist at /nope", K.BROWSER_LAUNCH),
        ("Locator.click: something that nobody has seen before", K.OTHER),
    ],
)  # fmt: skip
def test_other_errors_mean_what_their_first_line_begins_with(text: str, kind: ErrorKind) -> None:
    assert say(Error(text)).kind is kind


def test_an_error_of_ours_says_its_own_kind() -> None:
    assert say(Failed(K.NO_OPTION, "no such option")).kind is K.NO_OPTION


def test_an_error_that_is_not_the_drivers_is_told_by_its_class() -> None:
    said = say(ValueError("odd"))

    assert (said.kind, said.type, said.message) == (K.OTHER, "ValueError", "odd")


def test_the_log_comes_without_bullets_indentation_and_counts() -> None:
    assert call_log.read(waiting("element is not visible")).lines == (
        'waiting for locator("#x")',
        'locator resolved to <button id="x">A</button>',
        "attempting click action",
        "waiting for element to be visible, enabled and stable",
        "element is not visible",
    )


@pytest.mark.parametrize(
    "line",
    ['fill("hunter2")', 'fill("hun"ter2")', 'fill("one\nhunter2")', 'fill("one\n\n  hunter2")', 'type("hunter2")',
     'press("hunter2")', 'selectOption("hunter2")', 'locator resolved to <input value="hunter2"/>'],
)  # fmt: skip
def test_what_was_typed_is_not_in_the_log(line: str) -> None:
    said = say(DriverTimeout(RESOLVED + f"    - {line}\n  - attempting fill action\n"))

    assert "hunter2" not in str(said)
    assert said.call_log[-1] == "attempting fill action"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Locator.count: Execution context was destroyed, most likely because of a navigation", True),
        ("Locator.count: Frame was detached", True),
        ("Locator.count: Target crashed", False),
        ("Locator.count: Unknown engine", False),
    ],
)
def test_what_passes_by_itself(text: str, want: bool) -> None:
    assert is_passing(Error(text)) is want
