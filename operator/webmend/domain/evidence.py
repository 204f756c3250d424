"""What the runner saw at the moment of a failure; the only thing that classification looks at.

Every text in here has been redacted in the runner. Field groups follow the evidence bundle of the design notes.
"""

from typing import Annotated

from pydantic import Field

from .base import Line, Observed, Sentence, StrEnum, Text

Few = Field(max_length=16)


class ErrorKind(StrEnum):
    """What stopped the step, told from the exception's structure and the call log, never from page text."""

    NO_MATCH = "NoMatch"
    AMBIGUOUS = "Ambiguous"
    NOT_VISIBLE = "NotVisible"
    NOT_ENABLED = "NotEnabled"
    NOT_EDITABLE = "NotEditable"
    NOT_STABLE = "NotStable"
    INERT = "Inert"
    OUTSIDE_VIEWPORT = "OutsideViewport"
    COVERED = "Covered"
    DETACHED = "Detached"
    WRONG_ELEMENT = "WrongElement"
    """It cannot take the action."""
    MISMATCH = "Mismatch"
    """It is another element than the one of the last good run."""
    NO_OPTION = "NoOption"
    VALUE_REFUSED = "ValueRefused"
    EMPTY_VALUE = "EmptyValue"
    UNRESOLVED_TEMPLATE = "UnresolvedTemplate"
    EXPECTATION = "Expectation"
    NAVIGATION = "Navigation"
    TIMEOUT = "Timeout"
    EGRESS_REFUSED = "EgressRefused"
    """The egress proxy of the installation does not let runs go there."""
    PAGE_CLOSED = "PageClosed"
    BROWSER_CRASHED = "BrowserCrashed"
    BROWSER_LAUNCH = "BrowserLaunch"
    DEFINITION = "Definition"
    ENDED = "Ended"
    ASKED = "Asked"
    """It stops for somebody's input: nothing has failed, unless nobody answers."""
    PLATFORM = "Platform"
    OTHER = "Other"


class ErrorFacts(Observed):
    """The exception."""

    kind: ErrorKind = ErrorKind.OTHER
    """What stopped the step."""
    type: Line = ""
    """Name of its class; for Ended, the error code that the workflow gives; for Platform, a CamelCase reason."""
    message: Sentence = ""
    """Its first line."""
    call_log: Annotated[tuple[Line, ...], Field(max_length=40)] = ()
    """What the driver tried, line by line."""


class StepFacts(Observed):
    """The step that failed."""

    id: Line = ""
    action: Line = ""
    title: Line = ""
    description: Sentence = ""
    selector: Line = ""
    """Its first selector, or the one that matched."""
    expectation: Line = ""
    """The post-condition that did not hold."""
    index: int = 0
    """How many steps had been done before."""
    attempt: int = 1
    """How often it has been tried in this session."""
    wait_time: float = 15.0
    """Its ceiling in seconds."""
    waited: float = 0.0
    """Seconds until it gave up."""


class InputFacts(Observed):
    """The values that feed the step, by name only."""

    names: Annotated[tuple[Line, ...], Few] = ()
    empty: Annotated[tuple[Line, ...], Few] = ()
    unresolved: Annotated[tuple[Line, ...], Few] = ()
    options: Annotated[tuple[Line, ...], Field(max_length=50)] = ()
    """The options that a select offers, when the one wanted is not among them."""


class DocumentFacts(Observed):
    """The main document."""

    url: Sentence = ""
    """Address asked for last, without query values."""
    final_url: Sentence = ""
    """Address shown, without query values."""
    redirects: Annotated[tuple[Sentence, ...], Few] = ()
    status: int | None = None
    """Status of the last main-frame response."""
    ready_state: Line = ""
    title: Line = ""
    heading: Line = ""
    """Text of the first h1."""
    lang: Line = ""
    chrome_error: bool = False
    """The browser shows its own error page."""
    net_error: Line = ""
    """net::ERR_... of the navigation."""


class FailedRequest(Observed):
    """A request that failed or was answered with an error."""

    host: Line
    type: Line = ""
    """document, xhr, fetch, script, image, ..."""
    status: int | None = None
    error: Line = ""


class NetworkFacts(Observed):
    """Traffic of the page."""

    in_flight: int = 0
    oldest_in_flight_ms: int = 0
    pending: Annotated[tuple[Line, ...], Few] = ()
    """Kinds of the requests under way, each once: document, script, fetch, xhr, image, ..."""
    navigating: bool = False
    """Another main document has been asked for, and its answer has not begun."""
    failed: Annotated[tuple[FailedRequest, ...], Few] = ()
    main_ttfb_ms: int | None = None
    """Time to first byte of the main document."""
    retry_after: float | None = None
    """Seconds that the site asked to wait."""


class ElementFacts(Observed):
    """An element, told in a few words."""

    tag: Line = ""
    role: Line = ""
    name: Line = ""
    text: Line = ""
    attributes: dict[str, str] = Field(default_factory=dict)
    score: float = 0.0
    """How close it comes to what was looked for, 0 to 1."""


class TargetFacts(Observed):
    """The target, where at least one element matched."""

    tag: Line = ""
    role: Line = ""
    name: Line = ""
    visible: bool = False
    enabled: bool = True
    stable: bool = True
    covered_by: ElementFacts | None = None
    """The element on top of it that is neither its ancestor nor its descendant."""


class DialogFacts(Observed):
    """Something laid over the page that asks for attention."""

    role: Line = ""
    text: Sentence = ""
    buttons: Annotated[tuple[Line, ...], Few] = ()
    links: Annotated[tuple[Line, ...], Few] = ()
    """Those of the buttons that are links to other pages."""
    has_form: bool = False
    covers_target: bool = False


class FormFacts(Observed):
    """Forms on the page, as far as logins and passwords go."""

    password_fields: int = 0
    autocomplete: Annotated[tuple[Line, ...], Few] = ()
    otp_field: bool = False
    qr_image: bool = False
    secret_shown: bool = False
    """A text that looks like the secret of a second factor is shown; the text itself is not kept."""
    invalid_fields: Annotated[tuple[Line, ...], Few] = ()
    """Names of the fields marked invalid, with what is said of them."""


class DomFacts(Observed):
    """The page's content."""

    selector_counts: Annotated[tuple[int, ...], Field(max_length=8)] = ()
    """How many elements each selector of the target matches now."""
    counts_in_frames: int = 0
    """Matches of the first selector in other frames."""
    closest: Annotated[tuple[ElementFacts, ...], Field(max_length=5)] = ()
    """Elements that come closest to what was looked for."""
    target: TargetFacts | None = None
    revealers: Annotated[tuple[ElementFacts, ...], Field(max_length=4)] = ()
    """Where the target's selectors name one element and that is hidden: controls that may bring it into sight."""
    busy: Annotated[tuple[ElementFacts, ...], Few] = ()
    """Spinners, progress bars, skeletons, aria-busy regions in view."""
    dialogs: Annotated[tuple[DialogFacts, ...], Field(max_length=5)] = ()
    alerts: Annotated[tuple[Line, ...], Few] = ()
    """Texts of role=alert and error messages."""
    forms: FormFacts = FormFacts()
    """All frames together."""
    main_forms: FormFacts = FormFacts()
    """The page's own document alone: only this proves anything."""
    pager: Line = ""
    """Name of a usable control that leads to the next page of a list."""
    captcha: bool = False
    """A known captcha or human-check widget is there."""
    table_headers: Annotated[tuple[Line, ...], Field(max_length=50)] = ()
    main_text_length: int = 0
    """Characters of visible text in the main area."""
    main_text_sample: Text = ""
    """Start of that text."""
    mutations_last_2s: int = 0
    """DOM changes in the two seconds before."""


class BrowserFacts(Observed):
    """The browser itself."""

    connected: bool = True
    page_closed: bool = False
    crashed: bool = False
    dialog_events: Annotated[tuple[Line, ...], Few] = ()
    console_errors: Annotated[tuple[Line, ...], Few] = ()


class SessionFacts(Observed):
    """Whether somebody is signed in."""

    was_authenticated: bool = False
    """A login step of this session had succeeded."""
    auth_cookie_lost: bool = False
    """A cookie set at the login has gone."""
    login_node: Line = ""
    """The step that typed the password last."""
    login_submitted: bool = False
    """A step that sends forms was done after that one."""
    login_pending: bool = False
    """The password was typed, and no step after it has shown that the login worked."""
    unsettled: Line = ""
    """Alias of the credential that was typed last while a change of it is not settled: another value is pending."""


class HistoryFacts(Observed):
    """What good runs did at this step."""

    waits: Annotated[tuple[float, ...], Field(max_length=10)] = ()
    """Seconds waited in the last good runs."""
    last_selector: Line = ""
    fingerprint_known: bool = False


class SiteFacts(Observed):
    """Other runs on the same host, filled in by the operator."""

    failures_last_30m: int = 0
    other_workflows: int = 0


class Evidence(Observed):
    """The whole bundle."""

    error: ErrorFacts = ErrorFacts()
    step: StepFacts = StepFacts()
    inputs: InputFacts = InputFacts()
    document: DocumentFacts = DocumentFacts()
    network: NetworkFacts = NetworkFacts()
    dom: DomFacts = DomFacts()
    browser: BrowserFacts = BrowserFacts()
    session: SessionFacts = SessionFacts()
    history: HistoryFacts = HistoryFacts()
    site: SiteFacts = SiteFacts()
    screenshot: Line = ""
    """Key of the picture in the artifact store."""
    dropped: Annotated[tuple[Line, ...], Few] = ()
    """Groups that were cut to make the bundle fit, or that could not be taken."""
