"""The actions of a step: one model each, named in a node by its field (`click: {}`)."""

from typing import Annotated, ClassVar

from pydantic import Field

from .asked import AskedForm
from .base import Duration, Identifier, Line, Model, Name, StrEnum, Text, Url
from .comparison import Comparison, ResponseExpectation
from .rule import Rule, one_of
from .target import SelectorText, Target


class Navigate(Model):
    """Open an address."""

    url: Url
    """The address; relative ones start from the page as it is."""


class Back(Model):
    """Go back in the page's history."""


class Reload(Model):
    """Load the page again."""


class MouseButton(StrEnum):
    LEFT = "Left"
    MIDDLE = "Middle"
    RIGHT = "Right"


class Modifier(StrEnum):
    ALT = "Alt"
    CONTROL = "Control"
    META = "Meta"
    SHIFT = "Shift"


class Click(Model):
    """Click the target."""

    count: Annotated[int, Field(ge=1, le=3)] = 1
    """How many times: 2 is a double click."""
    button: MouseButton = MouseButton.LEFT
    """The mouse button."""
    modifiers: Annotated[tuple[Modifier, ...], Field(max_length=4)] = ()
    """Keys held meanwhile."""


class Hover(Model):
    """Move the mouse over the target."""


class Press(Model):
    """Press keys, on the target if there is one."""

    keys: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=64)], ...], Field(min_length=1, max_length=32)]
    """Keys or chords in order, such as Enter, Control+A."""


class Scroll(Model):
    """Scroll to the target, or by an amount."""

    delta_x: Annotated[int, Field(ge=-100_000, le=100_000)] = 0
    """Pixels to the right; only without a target."""
    delta_y: Annotated[int, Field(ge=-100_000, le=100_000)] = 0
    """Pixels down; only without a target."""


class Fill(Model):
    """Put a value into the target; it is read back and must be what was meant."""

    value: Text
    """The value, usually a template such as {{ inputs.patientId }} or {{ credentials.portal.username }}."""


class Select(Model):
    """Choose an option of the target. Exactly one of value, label, match."""

    RULES: ClassVar = (one_of("value", "label", "match"),)

    value: Text | None = None
    """The option's value."""
    label: Text | None = None
    """The option's text, whole."""
    match: Text | None = None
    """The option whose text comes closest; refused when none is close or two are."""


class Check(Model):
    """Tick or untick the target."""

    checked: bool = True
    """Whether it is to be ticked."""


class Upload(Model):
    """Give files to the target: a file field, its label, or what opens the window to choose files in."""

    files: Annotated[tuple[Text, ...], Field(min_length=1, max_length=16)]
    """Earlier downloads ({{ steps.ID.artifact }}), or data addresses (data:TYPE;name=NAME;base64,...) from inputs."""


class FieldType(StrEnum):
    STRING = "String"
    INTEGER = "Integer"
    NUMBER = "Number"
    BOOLEAN = "Boolean"


class ExtractField(Model):
    """One value to extract."""

    name: Identifier
    """Name of the value in the output."""
    target: Target | None = None
    """The element, looked for inside the list's item where there is one; default the item itself."""
    attribute: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    """Take this attribute instead of the text."""
    type: FieldType = FieldType.STRING
    """What the text is turned into; numbers lose their currency and grouping signs."""


class Column(Model):
    """One column of a table to extract."""

    name: Identifier
    """Name of the value in each row."""
    header: Line | None = None
    """Text of the column's head; default the name, compared without case, spaces and signs."""
    type: FieldType = FieldType.STRING
    """What the cell's text is turned into."""


class Pages(Model):
    """Go on to the next page until there is none."""

    next: Target
    """What leads to the next page; absent, hidden or disabled means that this is the last one."""
    limit: Annotated[int, Field(ge=1, le=1000)] = 50
    """At most so many pages; more is an error."""


class TableShape(Model):
    """The target is a table; every body row becomes a record, also those that come only as one scrolls."""

    columns: Annotated[tuple[Column, ...], Field(max_length=50)] = ()
    """The columns to take; default all, named after their heads."""
    pages: Pages | None = None
    """How to go on to further pages."""


class ListShape(Model):
    """The target matches every item of a list; each becomes a record."""

    fields: Annotated[tuple[ExtractField, ...], Field(min_length=1, max_length=50)]
    """The values of a record."""
    pages: Pages | None = None
    """How to go on to further pages."""


class Extract(Model):
    """Take data from the page into an output. Exactly one of fields, table, list, response."""

    RULES: ClassVar = (one_of("table", "list", "response", lists=("fields",)),)

    output: Identifier | None = None
    """Name of the output; default the id of the step."""
    fields: Annotated[tuple[ExtractField, ...], Field(max_length=50)] = ()
    """Single values."""
    table: TableShape | None = None
    """The rows of a table."""
    list: ListShape | None = None
    """The items of a list."""
    response: ResponseExpectation | None = None
    """The JSON body of a response that the page receives."""


class ElementState(StrEnum):
    VISIBLE = "Visible"
    HIDDEN = "Hidden"


class PageState(StrEnum):
    LOADED = "Loaded"
    IDLE = "Idle"


class Wait(Model):
    """Wait until something is so, at most the step's waitTime. Exactly one of element, url, response, page."""

    RULES: ClassVar = (one_of("element", "url", "response", "page"),)

    element: ElementState | None = None
    """The state of the target."""
    url: Url | None = None
    """The address as a glob."""
    response: ResponseExpectation | None = None
    """A response."""
    page: PageState | None = None
    """Loaded: the load event has fired; Idle: no request for half a second."""


class Condition(Model):
    """Ask a question; go on with branches.whenTrue or branches.whenFalse."""

    all: Annotated[tuple[Comparison, ...], Field(min_length=1, max_length=8)]
    """Comparisons that must all hold."""


class Loop(Model):
    """Run branches.body once for each item, then go on with next. Exactly one of items, times, rows, pages.

    The last step of the body names the loop as its next. In the body {{ item }} is the current item, or the number of
    the round. What a step of the body extracts is gathered over the rounds.
    """

    RULES: ClassVar = (one_of("items", "times", "rows", "pages"),)

    items: Text | None = None
    """A template that gives a list: the rows of an earlier step, or an input that is a JSON list."""
    times: Annotated[int, Field(ge=1, le=10_000)] | None = None
    """A number of rounds."""
    rows: Target | None = None
    """A table; its rows, as they are when the loop begins, by the heads of their columns."""
    pages: Pages | None = None
    """Pages until there is none left: the first round is the page as it is."""
    limit: Annotated[int, Field(ge=1, le=10_000)] = 1000
    """At most so many rounds; more is an error."""


class Delay(Model):
    """A fixed pause."""

    duration: Duration
    """How long."""


class TabAct(StrEnum):
    OPEN = "Open"
    CLOSE = "Close"
    SWITCH = "Switch"


class Tab(Model):
    """Open, close or switch to a tab."""

    RULES: ClassVar = (
        Rule(
            message="Switch needs the url of the tab",
            cel="self.act != 'Switch' || has(self.url)",
            holds=lambda tab: tab.act is not TabAct.SWITCH or tab.url is not None,
            at="url",
        ),
    )

    act: TabAct
    """What to do."""
    url: Url | None = None
    """Address to open, or a glob of the tab to switch to."""


class DialogAct(StrEnum):
    ACCEPT = "Accept"
    DISMISS = "Dismiss"
    ANSWER = "Answer"


class Dialog(Model):
    """Decide how the next JavaScript dialog is answered."""

    RULES: ClassVar = (
        Rule(
            message="answer is given with Answer, and only then",
            cel="has(self.answer) == (self.act == 'Answer')",
            holds=lambda dialog: (dialog.answer is not None) == (dialog.act is DialogAct.ANSWER),
            at="answer",
        ),
    )

    act: DialogAct
    """What to do."""
    answer: Text | None = None
    """The text for Answer."""


class Frame(Model):
    """Let the following steps look inside a frame, until the next `frame`, another page, or another tab.

    A target that names a frame itself is looked for there, from the page on.
    """

    path: Annotated[tuple[SelectorText, ...], Field(max_length=5)] = ()
    """CSS selectors of the iframes, outermost first; empty is the page itself."""


class Download(Model):
    """Click the target and keep the file that is downloaded."""

    name: Line | None = None
    """Name of the artifact; default the name that the site suggests."""


class Screenshot(Model):
    """Take a picture of the target, or of the page."""

    name: Line | None = None
    """Name of the artifact; default the id of the step."""
    full_page: bool = False
    """The whole page, not only what is in view."""


class Totp(Model):
    """Type the current one-time code of a credential into the target."""

    credential: Name
    """Alias of the credential."""


class Code(Model):
    """Fetch a code that the site sent by SMS or e-mail and type it into the target."""

    source: Name
    """Alias of the code source."""


class Method(StrEnum):
    GET = "GET"
    HEAD = "HEAD"
    POST = "POST"
    PUT = "PUT"
    PATCH = "PATCH"
    DELETE = "DELETE"


SAFE = frozenset({Method.GET, Method.HEAD})
"""Methods that ask nothing of the site but to show something (RFC 9110 section 9.2.1): they may be sent again."""


class Request(Model):
    """An HTTP call by the page that is open, with its session; what the site lets its pages call can be called."""

    RULES: ClassVar = (
        Rule(
            message="body is not given with GET or HEAD",
            cel="!has(self.body) || (has(self.method) && !(self.method in ['GET', 'HEAD']))",
            holds=lambda request: request.body is None or request.method not in SAFE,
            at="body",
        ),
    )

    method: Method = Method.GET
    """The method; only GET and HEAD are ever tried again."""
    url: Url
    """The address; relative ones start from the page as it is."""
    headers: Annotated[dict[str, Text], Field(max_length=16)] = Field(default_factory=dict)
    """Headers, such as X-CSRFToken."""
    body: Text | None = None
    """The body; its type is application/json where it is JSON and no header says otherwise."""
    output: Identifier | None = None
    """Name of the output for the JSON body of the answer, which is at most 4 MiB long."""


class Ask(Model):
    """Stop for input of a person or an agent."""

    message: Text
    """What is asked for."""
    input_schema: AskedForm | None = None
    """JSON Schema of the answer, an object of plain values; default one text, {{ steps.ID.answer }}."""
    timeout: Duration = "15s"
    """How long to wait for it, 5s to 1h; the browser is kept open meanwhile."""


class Call(Model):
    """Do the steps of another workflow in the same session; a version of the caller has them laid out as its own."""

    workflow: Name
    """Its name, in the same namespace."""
    version: Annotated[int, Field(ge=1)] | None = None
    """Its version; default the active one, and with each new one the caller gets a new version too."""
    inputs: Annotated[dict[str, Text], Field(max_length=64)] = Field(default_factory=dict)
    """Values of its inputs. What a step of it has given is {{ steps.CALL.STEP.NAME }}."""


class Outcome(StrEnum):
    SUCCESS = "Success"
    FAILURE = "Failure"


class End(Model):
    """End the workflow."""

    RULES: ClassVar = (
        Rule(
            message="code is given only with outcome Failure",
            cel="!has(self.code) || (has(self.outcome) && self.outcome == 'Failure')",
            holds=lambda end: end.code is None or end.outcome is Outcome.FAILURE,
            at="code",
        ),
    )

    outcome: Outcome = Outcome.SUCCESS
    """How it ended."""
    code: Annotated[str, Field(max_length=63)] | None = None
    """Error code of a failure."""
    message: Line | None = None
    """What to tell people of a failure."""
