"""A server for one attempt, in memory: the fake of ports/session.py."""

import asyncio
from collections.abc import Callable

from webmend.domain.directive import Directive
from webmend.domain.report import FailureReport, Outputs, RecoveryReport, StepReport
from webmend.domain.session import CredentialRequest, HandedDirective, SessionPlan, handed
from webmend.ports.session import ServerUnavailable, SessionRefused

Answer = Callable[[FailureReport], Directive | None]


class FakeServer:
    """Keeps what it is handed; answers failures with `answer`, or when `tell` is called."""

    def __init__(self, plan: SessionPlan, answer: Answer = lambda report: None):
        self.plan = plan
        self.answer = answer
        self.calls: list[str] = []
        """What was handed in, in order."""
        self.steps: list[StepReport] = []
        self.failures: list[FailureReport] = []
        self.recoveries: list[RecoveryReport] = []
        self.artifacts: dict[str, bytes] = {}
        self.outputs: Outputs | None = None
        self.secrets: dict[tuple[str, str], str] = {}
        self.released: list[CredentialRequest] = []
        self.away = False
        """It does not answer."""
        self.renewals = 0
        self.over = False
        """It says no to everything: the run is over."""
        self._directive: HandedDirective | None = None
        self._told = asyncio.Condition()

    async def tell(self, directive: Directive) -> None:
        """Give the waiting runner its directive."""
        async with self._told:
            self._directive = directive if isinstance(directive, HandedDirective) else handed(directive)
            self._told.notify_all()

    async def open(self) -> SessionPlan:
        self._check()
        return self.plan

    async def renew(self) -> None:
        self._check()
        self.renewals += 1

    async def report_steps(self, steps: tuple[StepReport, ...]) -> None:
        self._check()
        self.calls.append("steps")
        self.steps += [step for step in steps if step not in self.steps]

    async def report_failure(self, report: FailureReport) -> None:
        self._check()
        self.calls.append("failure")
        self.failures.append(report)
        directive = self.answer(report)
        if directive is not None:
            await self.tell(directive)

    async def directive(self, sequence: int, wait: float, revision: int = 0) -> HandedDirective | None:
        self._check()
        async with self._told:
            try:
                async with asyncio.timeout(wait):
                    await self._told.wait_for(
                        lambda: (
                            self._directive is not None
                            and (self._directive.sequence, self._directive.revision) >= (sequence, revision)
                        )
                    )
            except TimeoutError:
                return None
        return self._directive

    async def report_recovery(self, report: RecoveryReport) -> None:
        self._check()
        self.recoveries.append(report)

    async def credential(self, request: CredentialRequest) -> str:
        self._check()
        scope = next((c for c in self.plan.credentials if c.alias == request.alias), None)
        if scope is None or request.origin not in scope.origins:
            raise SessionRefused(f"{request.alias} may not be typed on {request.origin}")
        if (request.alias, request.key) not in self.secrets:
            raise SessionRefused(f"the Secret of {request.alias} has no key {request.key}")
        self.released.append(request)
        return self.secrets[request.alias, request.key]

    async def put_artifact(self, name: str, body: bytes, content_type: str) -> str:
        self._check()
        self.artifacts[name] = body
        return f"runs/{self.plan.session_id}/{self.plan.attempt}/{name}"

    async def put_outputs(self, outputs: Outputs) -> None:
        self._check()
        self.outputs = outputs

    def _check(self) -> None:
        if self.away:
            raise ServerUnavailable("it does not answer")
        if self.over:
            raise SessionRefused("the run is over")
