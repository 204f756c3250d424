"""Runs of a workflow on the clinic, with the real runner, browser and server, and the operator's own plan; cut off at
any effect: a call to the server before it arrives or after its answer is lost, a write of the Secret, a form that the
site gets.

The cluster is the fake that its contract holds; time passes faster for server and site, whose one-time codes would take
half a minute each.
"""

import asyncio
import base64
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.site.clinic import app as clinic
from tests.site.faults import Faults
from tests.site.tenant import Tenant
from tests.site.tenants import Tenants
from tests.support.artifacts import FakeArtifacts
from tests.support.builders import SETTINGS, graph, node, version, workflow
from tests.support.cluster import FakeCluster
from tests.support.installation import NAMESPACE, Installation
from tests.support.loopback import served
from tests.support.witness import Witness
from webmend.adapters.browser.chromium import Chromium
from webmend.adapters.clock import SystemClock
from webmend.adapters.session import HttpSession
from webmend.domain.phase import TERMINAL
from webmend.domain.report import AttemptOutcome, AttemptReport
from webmend.domain.resource import run_from
from webmend.domain.run import Run
from webmend.domain.session import SessionPlan
from webmend.domain.workflow import Workflow
from webmend.policy import run as run_policy
from webmend.ports.browser import BrowserSession
from webmend.ports.cluster import RUNS, SECRETS, Kind, Object, Unavailable
from webmend.runner.attempt import Surroundings, run_attempt
from webmend.runner.secrets import Secrets
from webmend.server.app import create_app
from webmend.server.parts import Outside

TENANT = "clinic"
FASTER = 20.0
QUIET: dict[str, Any] = {"log_level": "critical", "access_log": False, "timeout_graceful_shutdown": 1}
SPOKEN = frozenset(
    {
        "open",
        "report_steps",
        "report_failure",
        "directive",
        "report_recovery",
        "credential",
        "rotate",
        "enrol",
        "settle",
        "put_artifact",
    }
)
"""Calls to the server that are counted; renewals of the lease come at any time."""


class Scissors:
    """Cuts at the one effect that it is told; keeps the names of all."""

    def __init__(self, where: str = "") -> None:
        self._where = where
        self._seen: Counter[str] = Counter()
        self.names: list[str] = []
        self.cut = asyncio.Event()

    def at(self, effect: str) -> None:
        """The effect is about to happen, or has happened; raises Unavailable where it is cut off, and ever after."""
        self._seen[effect] += 1
        name = f"{effect} #{self._seen[effect]}"
        self.names.append(name)
        if name == self._where:
            self.cut.set()
        if self.cut.is_set():
            raise Unavailable("cut off")


class FastClock:
    """The system's clock, but faster."""

    def __init__(self) -> None:
        self._began = SystemClock().now()

    def now(self) -> datetime:
        return self._began + (SystemClock().now() - self._began) * FASTER

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / FASTER)


class CutCluster(FakeCluster):
    """A cluster whose writes of Secrets are effects."""

    def __init__(self) -> None:
        super().__init__(lambda: datetime.now(UTC))  # noqa: TID251 - as a cluster has it
        self.scissors = Scissors()

    async def replace(self, kind: Kind, namespace: str, name: str, body: Any) -> Object:
        if kind is not SECRETS:
            return await super().replace(kind, namespace, name, body)
        self.scissors.at("before the Secret is written")
        stored = await super().replace(kind, namespace, name, body)
        self.scissors.at("after the Secret is written")
        return stored


class CutSession:
    """A runner's line to the server, whose calls are effects."""

    def __init__(self, line: HttpSession, scissors: Scissors) -> None:
        self._line = line
        self._scissors = scissors

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        call = getattr(self._line, name)
        return self._cut(name, call) if name in SPOKEN else call  # type: ignore[no-any-return]

    def _cut(self, name: str, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def called(*arguments: Any, **named: Any) -> Any:
            await self._at(f"before {name}")
            answer = await call(*arguments, **named)
            await self._at(f"after {name}")
            return answer

        return called

    async def _at(self, effect: str) -> None:
        """A runner that is killed does nothing more: it waits here for its end."""
        try:
            self._scissors.at(effect)
        except Unavailable:
            await asyncio.Event().wait()


class CutSite:
    """The clinic, whose forms are effects."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.scissors = Scissors()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(f"/{TENANT}")
        self.scissors.at(f"before the site gets {path}")
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            kept.append(message)

        await self._app(scope, receive, keep)
        self.scissors.at(f"after the site has got {path}")
        for message in kept:
            await send(message)


@dataclass
class World:
    """A clinic, a cluster with its Secret, and what it takes to run a workflow there."""

    chromium: Chromium
    clock: FastClock
    site: CutSite
    site_url: str
    tenants: Tenants
    cluster: CutCluster = field(default_factory=CutCluster)
    runs: int = 0

    @property
    def tenant(self) -> Tenant:
        """The clinic."""
        found = self.tenants.get(TENANT)
        assert found is not None
        return found

    async def install(self, **faults: Any) -> None:
        """A clinic with these faults, the workflow, and a Secret that logs in."""
        self.tenants.put(TENANT, Faults.model_validate(faults))
        self.cluster, self.runs = CutCluster(), 0
        installed = Installation(self.cluster)
        await installed.install(self.workflow)
        secret = await self.cluster.get(SECRETS, NAMESPACE, "login")
        values = {"username": "nurse", "password": "correct-horse"}
        data = {key: base64.b64encode(value.encode()).decode() for key, value in values.items()}
        await self.cluster.replace(SECRETS, NAMESPACE, "login", {**secret, "data": data})

    async def stored(self) -> dict[str, str]:
        """What the Secret holds."""
        data = (await self.cluster.get(SECRETS, NAMESPACE, "login"))["data"]
        return {key: base64.b64decode(value).decode() for key, value in data.items()}

    async def run(self, scissors: Scissors | None = None) -> tuple[AttemptReport | None, Run]:
        """One run with a server and an operator of its own; its runner's last word, None where it was cut off."""
        scissors = scissors or Scissors()
        self.cluster.scissors = self.site.scissors = scissors
        self.runs += 1
        installed = Installation(self.cluster)
        installed._tokens = self.runs
        runner = await installed.runner(await installed.run(f"portal-{self.runs}"))
        app = create_app(Outside(self.cluster, FakeArtifacts(), self.clock, SETTINGS))
        async with served(app, **QUIET) as url:
            line = CutSession(HttpSession(url, runner.run.uid, 1, lambda: runner.token), scissors)
            operator = asyncio.create_task(self._operate(runner.run))
            attempt = asyncio.create_task(self._attempt(line))
            cut = asyncio.create_task(scissors.cut.wait())
            try:
                await asyncio.wait({attempt, cut}, return_when=asyncio.FIRST_COMPLETED)
                report = attempt.result() if attempt.done() and not attempt.cancelled() else None
            finally:
                await ended(attempt, cut, operator)
        scissors.cut.set()
        self.cluster.scissors = self.site.scissors = Scissors()
        return report, run_from(await self.cluster.get(RUNS, NAMESPACE, runner.run.name))

    async def _attempt(self, line: CutSession) -> AttemptReport:
        secrets = Secrets()

        async def launch(plan: Awaitable[SessionPlan]) -> BrowserSession:
            return await self.chromium.session((await plan).browser, secrets)

        return await run_attempt(Surroundings(line, launch, SystemClock(), Witness(), secrets=secrets))  # type: ignore[arg-type]

    async def _operate(self, run: Run) -> None:
        """What the operator does about a run whose runner is at work: its own plan, over and over."""
        while True:
            stored = run_from(await self.cluster.get(RUNS, NAMESPACE, run.name))
            facts = run_policy.RunFacts(
                run=stored,
                workflow=self.workflow,
                versions=(version(self.workflow),),
                job=run_policy.JobFacts(name="job", uid="job", owner_uid=run.uid),
                job_seen=True,
                pods=(run_policy.PodFacts("pod", "job", "Running", SystemClock().now(), started=True),),
            )
            plan = run_policy.plan(facts, SETTINGS, SystemClock().now(), 0.5)
            if plan.status != stored.status and stored.status.phase not in TERMINAL:
                with suppress(Exception):  # somebody else has written: look again
                    await self.cluster.patch_status(
                        RUNS, NAMESPACE, run.name, plan.status.stored(), stored.resource_version
                    )
            await asyncio.sleep(0.05)

    @property
    def workflow(self) -> Workflow:
        """Log in, give a code where one is asked for, open the list of patients."""
        base = f"{self.site_url}/{TENANT}"
        asked = {"element": heading("Enter your code"), "operator": "Visible"}
        fields: dict[str, Any] = {"waitTime": "3s"}
        steps = graph(
            node("open", "navigate", navigate={"url": f"{base}/login"}),
            node("user", "fill", fill={"value": "{{ credentials.portal.username }}"}, target=label("User name")),
            node("password", "fill", fill={"value": "{{ credentials.portal.password }}"}, target=label("Password")),
            node("sign-in", target=button("Sign in"), expect=[{"noElement": heading("Sign in")}], **fields),
            node("code", "totp", totp={"credential": "portal"}, target=field("Code"), runIf=asked),
            node("verify", target=button("Verify"), runIf=asked, expect=[{"element": heading("Today")}], **fields),
            node(
                "patients",
                "navigate",
                navigate={"url": f"{base}/patients"},
                expect=[{"element": heading("Patients")}],
                **fields,
            ),
        )
        credentials = [{"alias": "portal", "secretRef": "login", "origins": [self.site_url]}]
        switches = {"passwordUpdateRecovery": True, "tfaSetupRecovery": True}
        return workflow(steps, credentials=credentials, errorHandling=switches)


def label(text: str) -> dict[str, Any]:
    return {"selectors": [{"label": text}]}


def field(name: str) -> dict[str, Any]:
    return {"selectors": [{"role": "textbox", "name": name}]}


def button(name: str) -> dict[str, Any]:
    return {"selectors": [{"role": "button", "name": name}]}


def heading(name: str) -> dict[str, Any]:
    return {"selectors": [{"role": "heading", "name": name}]}


def succeeded(report: AttemptReport | None) -> bool:
    return report is not None and report.outcome is AttemptOutcome.SUCCEEDED


async def ended(*tasks: "asyncio.Task[Any]") -> None:
    """End what a killed process was at."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def world(chromium: Chromium) -> AsyncIterator[World]:
    """A clinic that is served, to be installed anew for each trial."""
    clock = FastClock()
    tenants = Tenants(clock)
    site = CutSite(Starlette(routes=[Mount("/{tenant}", clinic.create(tenants))]))
    async with served(site, **QUIET) as url:
        yield World(chromium, clock, site, url, tenants)
