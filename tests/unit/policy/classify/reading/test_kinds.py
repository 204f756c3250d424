"""What stopped the step, in the words of the tools in use."""

import pytest

from webmend.domain.evidence import ErrorKind
from webmend.policy.classify.reading.kinds import kind_of

K = ErrorKind
MESSAGES: dict[ErrorKind, tuple[str, ...]] = {
    K.NO_MATCH: (
        'NoSuchElementException: Message: no such element: Unable to locate element: {"selector":"#go"}',
        "Unable to locate element: #go",
        "TimeoutError: Waiting for selector `#go` failed: Waiting failed: 30000ms exceeded",
        "Error: No element found for selector: #go",
        "Error: failed to find element matching selector \"#go\"",
        "AssertionError: Timed out retrying after 4000ms: Expected to find element: `#go`, but never found it.",
        "locator.click: Timeout 30000ms exceeded.\nCall log:\n  - waiting for getByRole('button', { name: 'Go' })",
        "com.codeborne.selenide.ex.ElementNotFound: Element not found {#go}",
        "Error: expect(locator).toBeVisible() failed\nLocator: locator('#go')\nReceived: <element(s) not found>",
        "Element with locator 'id:go' not found.",
    ),
    K.AMBIGUOUS: (
        "Error: strict mode violation: locator('a') resolved to 3 elements",
        "cy.click() can only be called on a single element. Your subject contained 4 elements.",
        "TestingLibraryElementError: Found multiple elements with the text: Go",
        "Locator 'css:a' matched 12 elements",
    ),
    K.COVERED: (
        "Element <a> is not clickable at point (1, 2). Other element would receive the click: <div>",
        '<div class="x">…</div> intercepts pointer events',
        "`cy.click()` failed because this element: `<a>` is being covered by another element: `<div>`",
        "Element <a> is not clickable at point (1,2) because another element <div> obscures it",
    ),
    K.DETACHED: (
        "StaleElementReferenceException: Message: stale element reference: stale element not found",
        "Error: Node is detached from document",
        "Error: JSHandle is disposed!",
        "elementHandle.click: Element is not attached to the DOM",
        "CypressError: `cy.click()` failed because the page updated: this element is detached from the DOM",
        "Protocol error (DOM.describeNode): Node with given id does not belong to the document",
    ),
    K.NAVIGATION: (
        "Error: Execution context was destroyed, most likely because of a navigation.",
        "Error: Cannot find context with specified id",
        "page.goto: Navigation to \"https://a.test/\" is interrupted by another navigation to \"https://a.test/b\"",
        "page.goto: net::ERR_ABORTED at https://a.test",
        "javascript error: Inspected target navigated or closed",
    ),
    K.NOT_VISIBLE: (
        "ElementNotInteractableException: Message: element not interactable",
        "element is not visible - waiting...",
        "Error: Node is either not clickable or not an Element",
        "`cy.type()` failed because this element is not visible: `<input>`",
    ),
    K.NOT_ENABLED: (
        "element is not enabled - waiting...",
        "InvalidElementStateException: Element is not currently interactable and may not be manipulated",
        "`cy.click()` failed because this element is `disabled`",
    ),
    K.WRONG_ELEMENT: (
        "Error: Element is not an <input>, <textarea>, <select> or [contenteditable]",
        "UnexpectedTagNameException: Select only works on <select> elements, not on <div>",
        "Error: Not a checkbox or radio button",
        "cy.select() can only be called on a `<select>`. Your subject is a: `<div>`",
    ),
    K.NO_OPTION: (
        "did not find some options - waiting...",
        "NoSuchElementException: Message: Could not locate element with visible text: Blue",
        "NoSuchElementException: Cannot locate option with value: 7",
        "cy.select() failed because it could not find a single `<option>` with value, index, or text matching: `Blue`",
    ),
    K.VALUE_REFUSED: ("Cannot type text into input[type=number]", "page.fill: Error: Malformed value"),
    K.EMPTY_VALUE: (
        "TypeError: object of type 'NoneType' has no len()",
        "page.fill: value: expected string, got undefined",
        "IllegalArgumentException: Keys to send should be a not null CharSequence",
        "`cy.type()` cannot accept an empty string. You need to actually type something.",
        "cy.type() can only accept a string or number. You passed in: `undefined`",
    ),
    K.UNRESOLVED_TEMPLATE: (
        "no option named {{ plan_name }}",
        "Cannot open https://a.test/${tenantId}/home",
        "Variable '${USERNAME}' not found.",
        "Unresolved placeholder in step 3",
        "typed [object Object] into the search field",
    ),
    K.DEFINITION: (
        "InvalidSelectorException: invalid selector: An invalid or illegal selector was specified",
        "SyntaxError: Failed to execute 'evaluate' on 'Document': The string '//a[' is not a valid XPath expression.",
        "Error: Unexpected token \"=\" while parsing css selector \"a[b==c]\"",
    ),
    K.BROWSER_LAUNCH: (
        "Error: Failed to launch the browser process!",
        "browserType.launch: Executable doesn't exist at /root/.cache/chromium",
        "SessionNotCreatedException: This version of ChromeDriver only supports Chrome version 114",
        "WebDriverException: unknown error: DevToolsActivePort file doesn't exist",
        "Error: Could not find Chrome (ver. 121.0)",
    ),
    K.BROWSER_CRASHED: (
        "Error: Page crashed!",
        "WebDriverException: chrome not reachable",
        "InvalidSessionIdException: invalid session id",
        "selenium.common.exceptions.WebDriverException: Message: tab crashed",
        "disconnected: not connected to DevTools",
    ),
    K.PAGE_CLOSED: (
        "Error: Target page, context or browser has been closed",
        "Protocol error (Runtime.callFunctionOn): Target closed.",
        "NoSuchWindowException: no such window: target window already closed",
        "Error: Session closed. Most likely the page has been closed.",
    ),
    K.PLATFORM: (
        "vault answered 503: sealed",
        "ProxyError: Cannot connect to proxy",
        "OSError: [Errno 28] No space left on device",
        "ENOENT: no such file or directory, open '/profile/Default'",
    ),
    K.TIMEOUT: ("Test timeout of 30000ms exceeded.", "Navigation timeout of 30000 ms exceeded", "Script timed out"),
    K.EXPECTATION: ("AssertionError: expect(received).toBe(expected)", "assert 3 == 4"),
    K.OTHER: ("KeyError: 'authenticated'", "Something else", ""),
}  # fmt: skip


@pytest.mark.parametrize(
    ("message", "want"), [(message, kind) for kind, messages in MESSAGES.items() for message in messages]
)
def test_a_message_is_read(message: str, want: ErrorKind) -> None:
    assert kind_of(message) is want


@pytest.mark.parametrize("message", ["(" * 2000, "a " * 5000, "{{" * 2000, "<" * 5000, "expected " * 2000])
def test_a_message_of_any_shape_is_read_at_once(message: str) -> None:
    kind_of(message)
