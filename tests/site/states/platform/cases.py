"""What fails is our own side: the sites work, or fail in a way that must not be believed."""

from functools import partial

from tests.site.states.answers import data
from tests.site.states.catalogue import Case, Kind, Mishap
from tests.site.states.steps import await_, click, read, sign_in, visit

FOLDER = "platform"
fault = partial(Case, kind=Kind.PLATFORM_FAULT)
QUIET = {"/": f"{FOLDER}/quiet.html"}
WAITING = (visit("/"), await_("role=table[High water]", wait_time="6s"))

CASES = (
    fault(
        id="tides-renderer-killed",
        what="The process of the page is killed while a step waits.",
        pages=QUIET,
        nodes=WAITING,
        mishap=Mishap.RENDERER_KILLED,
    ),
    fault(
        id="berths-renderer-killed",
        what="The process of the page is killed while a spinner turns.",
        variant=2,
        pages={"/": f"{FOLDER}/spinner.html"},
        nodes=WAITING,
        mishap=Mishap.RENDERER_KILLED,
    ),
    fault(
        id="tides-browser-killed",
        what="The browser is killed while a step waits.",
        pages=QUIET,
        nodes=WAITING,
        mishap=Mishap.BROWSER_KILLED,
    ),
    fault(
        id="pilotage-browser-killed",
        what="The browser is killed while a dialog covers the button that a step wants to click.",
        variant=2,
        pages={"/": f"{FOLDER}/cookie.html"},
        nodes=(visit("/"), click("#book", wait_time="6s")),
        mishap=Mishap.BROWSER_KILLED,
    ),
    fault(
        id="trouble-browser-killed",
        what="The browser is killed on a page that tells of an error, and whose call was answered with status 500.",
        variant=3,
        pages={"/": f"{FOLDER}/in_trouble.html", "/api/tides": data({}, 500)},
        nodes=(visit("/"), read("#tides", wait_time="6s")),
        mishap=Mishap.BROWSER_KILLED,
    ),
    fault(
        id="tides-page-closed",
        what="The page is closed under a step that waits.",
        pages=QUIET,
        nodes=WAITING,
        mishap=Mishap.PAGE_CLOSED,
    ),
    fault(
        id="berths-context-closed",
        what="The browser's context is closed under a step that waits.",
        pages={"/": f"{FOLDER}/spinner.html"},
        nodes=WAITING,
        mishap=Mishap.CONTEXT_CLOSED,
    ),
    fault(
        id="tides-driver-killed",
        what="The driver between us and the browser is killed.",
        pages=QUIET,
        nodes=WAITING,
        mishap=Mishap.DRIVER_KILLED,
    ),
    fault(
        id="tides-launch-fails",
        what="The browser ends as soon as it is started.",
        pages=QUIET,
        nodes=WAITING,
        mishap=Mishap.LAUNCH_FAILS,
    ),
    fault(
        id="tides-no-browser",
        what="There is no browser where it is looked for.",
        pages=QUIET,
        nodes=WAITING,
        mishap=Mishap.NO_SUCH_BROWSER,
    ),
    fault(
        id="harbour-vault-fails",
        what="The vault does not hand out the password.",
        pages={"/login": f"{FOLDER}/login.html"},
        nodes=(*sign_in("#user", "#pass", "role=button[Log in]"), await_("role=link[Dues]")),
        mishap=Mishap.VAULT_FAILS,
    ),
    fault(
        id="tides-proxy-fails",
        what="The proxy through which the browser is to go does not answer.",
        pages=QUIET,
        nodes=WAITING,
        mishap=Mishap.PROXY_FAILS,
    ),
    fault(
        id="tides-lease-lost",
        what="The server says that another attempt is under way, and this one may not act any more.",
        pages=QUIET,
        nodes=WAITING,
        mishap=Mishap.LEASE_LOST,
    ),
)
