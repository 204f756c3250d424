"""What stopped the step, told from the messages of the tools in use: Playwright in its languages, WebDriver, Puppeteer,
Cypress and what is built on them. The runner's own driver is read by its adapter, which has the whole exception.
"""

from webmend.domain.evidence import ErrorKind

from .patterns import any_of

K = ErrorKind
_NOTHING = "(?:undefined|null|none|empty|object)"
_NOT_FOUND = r"(?:unable to|failed to|could not|couldn't|cannot|can't) (?:locate|find|select) (?:\w+ ){0,3}"

KINDS: tuple[tuple[ErrorKind, tuple[str, ...]], ...] = (
    # The browser itself. A context lost to a navigation is not among them.
    (
        K.BROWSER_LAUNCH,
        (
            "failed to launch",
            "failed to start(?: a)? (?:the )?browser",
            "executable doesn't exist",
            "session ?not ?created",
            "(?:chrome|chromium|firefox|browser) failed to start",
            "devtoolsactiveport",
            r"cannot find (?:the )?(?:chrome|firefox|edge|browser)\b",
            "unable to obtain (?:the )?driver",
            "only supports chrome version",
            "chromedriver (?:unexpectedly|executable)",
            "could not find chrom",
            "missing (?:dependencies|libraries)",
            "missing x server",
            "could not start a new session",
            "geckodriver",
            r"service \S*driver\S* unexpectedly exited",
            "unable to discover open (?:pages|window)",
        ),
    ),
    (
        K.BROWSER_CRASHED,
        (
            "(?:target|page|tab|renderer|browser)(?: process)?(?: has)?(?: unexpectedly)? crash",
            "crashed",
            "chrome not reachable",
            "not connected to devtools",
            "browser (?:has )?disconnected",
            "invalid session id",
            "nosuchsession",
            "session deleted",
            "out of memory",
            "websocket (?:error|closed)",
            "err_insufficient_resources",
            r"connection (?:closed|lost).{0,30}\bbrowser",
            "browser (?:process )?(?:has )?(?:died|exited)",
        ),
    ),
    (
        K.PAGE_CLOSED,
        (
            "target (?:page, context or browser has been )?closed",
            "(?:browser|page|context)(?: has been)? closed",
            "session closed",
            "no such window",
            "nosuchwindow",
            "window (?:was )?already closed",
            "target window",
            "web ?view not found",
            "browsing context has been discarded",
        ),
    ),
    (
        K.PLATFORM,
        (
            r"\bvault\b.{0,60}(?:\b5\d\d\b|unreachable|sealed|error|fail)",
            "proxy (?:error|connection failed|refused)",
            "err_proxy",
            "err_tunnel",
            "cannot connect to proxy",
            "proxyerror",
        ),
    ),
    # The machine that the tool runs on.
    (
        K.PLATFORM,
        (
            r"\[errno \d+\] (?:no such file|permission denied|no space)",
            r"\benoent\b",
            r"\beacces\b",
            r"\benospc\b",
            "no space left",
        ),
    ),
    # The value.
    (
        K.UNRESOLVED_TEMPLATE,
        (
            "unresolved .{0,40}(?:variable|template|placeholder|parameter|expression)",
            "(?:variable|placeholder|template) .{0,60}(?:not (?:found|defined|resolved|set)|unresolved)",
            r"(?<!\\)\{\{ ?[\w.\- ]{1,60} ?\}\}",
            r"\$\{[\w.\-]{1,60}\}",
            r"<%=? ?[\w.]{1,60} ?%>",
            r"\[object object\]",
            r"%\([a-z_]{2,40}\)s",
        ),
    ),
    (
        K.EMPTY_VALUE,
        (
            "object of type 'nonetype' has no len",
            "'nonetype' (?:object )?is not iterable",
            "keys? to send should be a? ?not null",
            r"expected (?:a )?(?:string|text|value)[^.\n]{0,20}, (?:but )?(?:got|received|was) \(?" + _NOTHING,
            r"(?:must|should|can only|has to) (?:be|accept) [^.\n]{0,60}(?:string|array|number)[^\n]{0,60}" + _NOTHING,
            "cannot (?:be an|accept an|type an) empty string",
            r"""(?:fill|type|send_?keys|selectoption|select)\((?:undefined|null|none|\"\"|'')\)""",
            "value (?:is|was) (?:empty|null|undefined|none|missing)",
            "(?:empty|blank|missing) (?:input )?value",
            "argument of type 'nonetype'",
            "text is not iterable",
            "each key must be a number or string",
            "can only (?:type|accept) [^.\\n]{0,40}you passed in: " + _NOTHING,
            "value is required",
        ),
    ),
    (
        K.NO_OPTION,
        (
            "did not find some options",
            _NOT_FOUND + r"(?:option|element with (?:visible )?(?:text|value|index))",
            "could not find a single .?<option>",
            "no (?:matching )?options? (?:matches|matching|with|found|named)",
            "option .{0,60}(?:not found|not available|does not exist|doesn't exist)",
            "no such option",
            r"waiting for (?:selector|locator|element)[^\n]{0,200}\boption\[",
            "options? .{0,40}(?:is|are) not (?:in|among)",
        ),
    ),
    (
        K.VALUE_REFUSED,
        (
            "cannot type text into",
            "malformed value",
            "clicking the checkbox did not change",
            "invalid value for (?:the )?(?:input|field)",
            "does not accept the value",
            "value .{0,40}was not accepted",
            r"input\[type=\w+\] .{0,30}(?:cannot|can't) be",
        ),
    ),
    # The element.
    (
        K.AMBIGUOUS,
        (
            "strict mode violation",
            r"(?:resolved to|matche[sd]|found) (?!0\b|1\b)\d+ (?:elements|nodes)",
            "(?:resolved to|matche[sd]|found|returned) (?:multiple|several|more than one) (?:elements|nodes|match)",
            "can only be called on a single element",
            "multiple elements (?:match|with|found)",
            "ambiguous (?:match|element|locator|selector)",
            "more than one element",
            "getmultipleelementsfound",
        ),
    ),
    (
        K.WRONG_ELEMENT,
        (
            "element is not an? <",
            "is not (?:an? )?(?:<input>|<select>|<textarea>|input|checkbox)",
            "not a checkbox or radio",
            "element should have been .?select.? but was",
            "unexpectedtagname",
            "input of type .{0,20} cannot be filled",
            "can only be called on an? .{0,60}(?:your|but)",
            "requires a valid `?typeable",
            "cannot type into",
            "is not (?:a )?(?:typeable|editable element)",
        ),
    ),
    (
        K.DEFINITION,
        (
            "invalid ?selector",
            "is not a valid (?:xpath|selector|css)",
            "unknown engine",
            "unknown key:",
            "while parsing (?:css )?selector",
            "malformed (?:xpath|selector)",
            "cannot navigate to invalid url",
            "unsupported selector",
            "unexpected token .{0,30}selector",
        ),
    ),
    (
        K.COVERED,
        (
            "intercepts pointer events",
            "would receive the click",
            "click ?intercepted",
            "covered by (?:another|an) element",
            "is being covered",
            "obscure[sd]",
            "is not clickable at point",
            "hit target",
        ),
    ),
    (
        K.DETACHED,
        (
            "stale ?element",
            "detached from (?:the )?(?:dom|document|page)",
            "not attached to the (?:dom|page|document)",
            "node is detached",
            "jshandle is disposed",
            "does not belong to the document",
            "element (?:was|is) detached",
            "re-?rendered",
            "no longer attached",
            "page updated",
            "is (?:no longer|not) attached",
            "could not find node with given id",
            "no node with given id",
            "node cannot be found in the current page",
            "element reference (?:of|not seen)",
            "no ?such ?element ?reference",
            "dead object",
            "element(?: handle)? has been (?:removed|detached|replaced)",
            "frame (?:was|got) detached",
            "node with given id",
        ),
    ),
    (
        K.NAVIGATION,
        (
            "execution context (?:was|is)",
            "context with specified id",
            "interrupted by another navigation",
            "navigating frame",
            "because of a navigation",
            "inspected target navigated",
            "net::err_aborted",
            "(?:while|during|page is) (?:the page (?:is|was) )?navigat(?:ing|ion)",
            "waiting for navigation to finish",
            "navigation (?:was |has been )?(?:interrupted|cancel+ed|aborted|superseded)",
            "ns_binding_aborted",
            "page is navigating",
            "page was navigated",
            "frame is being navigated",
            "navigated away",
            "document was unloaded",
        ),
    ),
    (
        K.NOT_ENABLED,
        (
            "element is not enabled",
            "is `?disabled`?",
            "element is disabled",
            "invalidelementstate",
            "aria-disabled",
        ),
    ),
    (
        K.NOT_EDITABLE,
        (
            "element is not editable",
            "is read-?only",
            "readonly",
        ),
    ),
    (
        K.NOT_STABLE,
        (
            "element is not stable",
            "element is (?:currently )?animating",
            "waiting for element to be.{0,30}stable",
        ),
    ),
    (
        K.OUTSIDE_VIEWPORT,
        (
            "outside of the viewport",
            "out of bounds",
            "not in the viewport",
            "scroll(?:ed)? into view",
        ),
    ),
    (
        K.NOT_VISIBLE,
        (
            "element is not visible",
            "resolved to hidden",
            "not ?interactable",
            "is not (?:currently )?(?:displayed|visible)",
            "not have a clickable",
            "not clickable or not an",
            "element not visible",
            "has (?:an )?effective width",
            "not an? htmlelement",
            "being clipped",
        ),
    ),
    (
        K.NO_MATCH,
        (
            _NOT_FOUND + "(?:element|node|selector|locator)",
            "no ?such ?element",
            "no (?:element|node)s? (?:was |were )?(?:found|match)",
            r"elements? (?:[^.\n]{0,80} )?(?:was |were |is |could )?not (?:be )?(?:found|located)",
            "never found it",
            "not located",
            "elementnotfound",
            "expected to find (?:element|content)",
            "waiting for (?:selector|locator|element)",
            "waiting for get_?by",
            "waiting for (?:function|xpath)",
            "resolved to 0 elements",
            "tobevisible",
            r"element\(s\) not",
        ),
    ),
    (
        K.TIMEOUT,
        (
            "time(?:d)? ?out",
            "deadline exceeded",
            "exceeded .{0,20}(?:ms|seconds)",
        ),
    ),
    (
        K.EXPECTATION,
        (
            r"expect\(",
            "assert",
            r"to ?(?:have|be|equal|match|contain)\b",
            "expected .{0,80}(?:received|but|actual|to)",
        ),
    ),
)
"""In the order of precedence, in lower case: what names the cause goes before what names the wait for it."""

_KINDS = tuple((kind, any_of(*patterns)) for kind, patterns in KINDS)


def kind_of(text: str) -> ErrorKind:
    """What stopped the step, as far as its message says."""
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), ErrorKind.OTHER)
