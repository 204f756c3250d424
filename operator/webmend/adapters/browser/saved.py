"""Pages from files, shown without running anything of theirs and without reaching anything outside their folder.

Whoever wrote a page may mean harm. Scripts are refused by the page's own security policy, which also hides `noscript`
as the live page would; requests are answered from the folder or not at all; what no request shows (name look-ups,
connections made ahead) ends at a proxy that is not there.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from playwright.async_api import Browser, BrowserContext, Error, Page, Route

from webmend.domain.evidence import ErrorFacts, ErrorKind
from webmend.ports.browser import StepFailed

from .errors import say

ORIGIN = "https://saved.invalid"
"""A name that RFC 6761 keeps from ever being anybody's."""
POLICY = (
    f"default-src 'none'; style-src 'unsafe-inline' {ORIGIN}; img-src data: {ORIGIN}; font-src data: {ORIGIN}; "
    "form-action 'none'; base-uri 'none'"
)
NO_PROXY = "http://127.0.0.1:9"
"""The port for discarding: nothing listens there."""
LOOKS = frozenset({"stylesheet", "image", "font"})
"""What a page needs of its folder to look as it did."""
PATIENCE_MS = 15_000
"""Milliseconds for a page to lay itself out: style sheets can keep a browser busy for long."""


@dataclass(frozen=True)
class SavedPage:
    """A page as it was saved."""

    name: str
    """What people call it: mostly the name of its file."""
    html: bytes
    """The document. It is read as UTF-8 where it is that, else as it says itself."""
    folder: Path | None = None
    """Where its style sheets, pictures and fonts are looked for, by their address as a path from here."""

    @classmethod
    def read(cls, file: Path) -> "SavedPage":
        """The page in that file, with the folder around it; raises OSError."""
        return cls(file.name, file.read_bytes(), file.parent)

    @property
    def url(self) -> str:
        """The address under which it is shown."""
        return f"{ORIGIN}/{quote(self.name, safe='')}"

    @property
    def content_type(self) -> str:
        """Its type, with the character set where that is certain."""
        try:
            self.html.decode()
        except UnicodeDecodeError:
            return "text/html"
        return "text/html; charset=utf-8"

    def file_at(self, url: str) -> Path | None:
        """The file of its folder that an address means; None when there is none inside it."""
        parts = urlsplit(url)
        if self.folder is None or f"{parts.scheme}://{parts.netloc}" != ORIGIN:
            return None
        folder = self.folder.resolve()
        try:
            file = (folder / unquote(parts.path).lstrip("/")).resolve()
            return file if file.is_relative_to(folder) and file.is_file() else None
        except (OSError, ValueError):  # no path at all
            return None


async def isolated(browser: Browser, width: int, height: int) -> BrowserContext:
    """A context for such pages, of that size in CSS pixels."""
    return await browser.new_context(
        viewport={"width": width, "height": height},
        proxy={"server": NO_PROXY},
        offline=True,
        service_workers="block",
        accept_downloads=False,
    )


async def show(page: Page, saved: SavedPage) -> None:
    """Show it in a page of an isolated context; raises StepFailed when it cannot be shown."""

    async def answer(route: Route) -> None:
        request = route.request
        if request.url == saved.url and request.resource_type == "document" and request.frame == page.main_frame:
            headers = {"content-type": saved.content_type, "content-security-policy": POLICY}
            return await route.fulfill(body=saved.html, headers=headers)
        file = saved.file_at(request.url) if request.resource_type in LOOKS else None
        return await (route.fulfill(path=file) if file else route.abort("aborted"))

    await page.route("**/*", answer)
    try:
        await page.goto(saved.url, timeout=PATIENCE_MS)
    except Error as error:
        text = f"{saved.name} could not be shown: {say(error).message}"[:1024]
        raise StepFailed(ErrorFacts(kind=ErrorKind.NAVIGATION, type=type(error).__name__, message=text)) from None
