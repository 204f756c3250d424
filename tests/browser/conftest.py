"""One browser for all tests, and a tab of its own for each."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio

from tests.browser.site import Site, serve
from tests.browser.tab import Tab
from tests.site.states import packages
from tests.support import loopback
from tests.support.chromium import EXECUTABLE
from webmend.adapters.browser import launch
from webmend.adapters.browser.chromium import Chromium
from webmend.domain.workflow import Browser

MASK = "***"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Chromium]:
    """Without a sandbox: tests may run as root, whom Chromium refuses one. The end-to-end tests prove the sandbox."""
    browser = await launch(EXECUTABLE, sandbox=False)
    yield browser
    await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def resolving() -> AsyncIterator[Chromium]:
    """A browser that finds the pages of tests/site/components, NAME.example, which are served meanwhile."""
    from tests.site.components.app import application  # few tests need it, and Django takes a while

    packages.install()
    with loopback.in_thread(await asyncio.to_thread(application)) as port:
        browser = await launch(EXECUTABLE, sandbox=False, flags=(loopback.resolving(port),))
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Site]:
    with serve() as site:
        yield site


@pytest.fixture
def site(server: Site) -> Iterator[Site]:
    yield server
    server.clear()


@pytest_asyncio.fixture(loop_scope="session")
async def tab(chromium: Chromium, site: Site) -> AsyncIterator[Tab]:
    """A session of the test's own; every text in `tab.secrets` is a secret."""
    async with opened(chromium, site) as tab:
        yield tab


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def reused(chromium: Chromium, server: Site) -> AsyncIterator[Tab]:
    async with opened(chromium, server) as tab:
        yield tab


@pytest.fixture
def same_tab(reused: Tab, site: Site) -> Tab:
    """One session for the rows of a table that each open a page of their own: it saves most of their time."""
    return reused


@asynccontextmanager
async def opened(chromium: Chromium, site: Site) -> AsyncIterator[Tab]:
    secrets: list[str] = []

    def redact(text: str) -> str:
        for secret in secrets:
            text = text.replace(secret, MASK)
        return text

    session = await chromium.session(Browser(), redact)
    yield Tab(session, site, secrets)
    await session.close()
