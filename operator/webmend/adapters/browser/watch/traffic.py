"""The page's requests and responses, as they come."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic

from playwright.async_api import Error, Page, Request, Response

KEPT = 2000
"""Responses that are remembered at most; steps look at those since they began."""
DATA = frozenset({"document", "xhr", "fetch"})
"""Types of requests that bring what a page is about."""
QUIET = 0.5
"""Seconds without a request after which a page counts as idle."""
RENDERING = 0.3
"""Seconds that a page gets to show the data that a request brought."""


Called = Callable[[str, str], str]
"""Given the browser's name of a network error and the address: the name of what was really the matter."""


def as_told(error: str, _url: str) -> str:
    """The browser knows best."""
    return error


@dataclass(frozen=True)
class Received:
    """A response that came."""

    response: Response
    url: str
    status: int
    at: float
    """When, on the monotonic clock."""


@dataclass(frozen=True)
class Lost:
    """A request that got no response."""

    url: str
    type: str
    error: str
    at: float


@dataclass(frozen=True)
class Document:
    """A navigation of the main frame that was answered or failed."""

    request: Request
    at: float
    """When its answer came."""
    response: Response | None = None
    error: str = ""
    """net::ERR_... of one that failed."""

    @property
    def status(self) -> int | None:
        """Its HTTP status."""
        return self.response.status if self.response else None


@dataclass
class Traffic:
    """The requests and responses of one page."""

    page: Page
    called: Called = as_told
    received: deque[Received] = field(default_factory=lambda: deque(maxlen=KEPT))
    lost: deque[Lost] = field(default_factory=lambda: deque(maxlen=KEPT))
    document: Document | None = None
    """The last navigation of the main frame."""
    navigating: Request | None = None
    """A navigation of the main frame that has no answer yet; until it has one, the page answers nothing either."""
    _open: dict[Request, float] = field(default_factory=dict)
    _last: float = field(default_factory=monotonic)
    _last_data: float = 0.0
    """When a request for data was last sent or ended."""

    def __post_init__(self) -> None:
        self.page.on("request", self._on_request)
        self.page.on("response", self._on_response)
        self.page.on("requestfinished", self._on_finished)
        self.page.on("requestfailed", self._on_failed)

    def in_flight(self) -> list[float]:
        """When each request that has no end yet was sent."""
        return list(self._open.values())

    def pending(self) -> list[str]:
        """Kinds of the requests that have no end yet, each once."""
        return sorted({request.resource_type for request in tuple(self._open)})

    def has_delivered(self, since: float) -> bool:
        """Whether what was asked for since that moment has come, and the page has had the time to show it."""
        waits = any(sent >= since and request.resource_type in DATA for request, sent in self._open.items())
        return not waits and monotonic() - self._last_data >= RENDERING

    def is_quiet(self) -> bool:
        """Whether nothing is under way and nothing has been for a while."""
        return not self._open and monotonic() - self._last >= QUIET

    def since(self, moment: float) -> Iterator[Received]:
        """The responses received since that moment."""
        return (received for received in tuple(self.received) if received.at >= moment)

    def document_since(self, moment: float) -> Document | None:
        """The last navigation of the main frame, if it was answered or failed since that moment."""
        return self.document if self.document and self.document.at >= moment else None

    def _on_request(self, request: Request) -> None:
        self._open[request] = monotonic()
        self._note(request)
        if self._is_main(request):
            self.navigating = request

    def _on_response(self, response: Response) -> None:
        now = monotonic()
        self.received.append(Received(response, response.url, response.status, now))
        if self._is_main(response.request):
            self.document = Document(response.request, now, response)
            self.navigating = None

    def _on_finished(self, request: Request) -> None:
        self._open.pop(request, None)
        self._note(request)

    def _note(self, request: Request) -> None:
        self._last = monotonic()
        if request.resource_type in DATA:
            self._last_data = self._last

    def _on_failed(self, request: Request) -> None:
        self._on_finished(request)
        if self.navigating is request:
            self.navigating = None
        error = self.called(request.failure or "", request.url)
        self.lost.append(Lost(request.url, request.resource_type, error, monotonic()))
        if self._is_main(request) and not self._was_answered(request):
            self.document = Document(request, monotonic(), error=error)

    def _was_answered(self, request: Request) -> bool:
        """Whether the last document is this request's: a body that broke off does not take back the status."""
        return self.document is not None and self.document.request is request

    def _is_main(self, request: Request) -> bool:
        try:
            return request.is_navigation_request() and request.frame == self.page.main_frame
        except Error:  # the request of a page that is still opening has no frame yet
            return False
