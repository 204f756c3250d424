"""A server for one attempt, in memory: the fake of ports/session.py."""

import asyncio
from collections.abc import Callable

from webmend.domain.directive import Directive
from webmend.domain.report import FailureReport, Outputs, RecoveryReport, StepReport
from webmend.domain.session import (
    Announcement,
    ClientCertificate,
    CodeRequest,
    CredentialRequest,
    CredentialValue,
    EnrolmentRequest,
    HandedDirective,
    RotationGrant,
    RotationRequest,
    SavedState,
    SessionPlan,
    Settlement,
    handed,
)
from webmend.policy.staging import KEYS, chosen, is_unsettled, settled, staged
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
        self.announcements: list[Announcement] = []
        self.refuses_announcements = False
        self.failures: list[FailureReport] = []
        self.recoveries: list[RecoveryReport] = []
        self.artifacts: dict[str, bytes] = {}
        self.outputs: Outputs | None = None
        self.secrets: dict[tuple[str, str], str] = {}
        self.released: list[CredentialRequest] = []
        self.certificate: ClientCertificate | None = None
        """The client certificate that the workflow names."""
        self.kept = ""
        """What the browser of the last good run has left."""
        self.codes: dict[str, str] = {}
        """What code sources give, by alias."""
        self.asked_codes: list[CodeRequest] = []
        self.passwords: list[str] = []
        """New passwords to hand out."""
        self.rotations: list[RotationRequest] = []
        self.enrolments: list[EnrolmentRequest] = []
        self.settlements: list[Settlement] = []
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

    async def announce(self, announcement: Announcement) -> None:
        self._check()
        if self.refuses_announcements and not announcement.over:
            raise SessionRefused(f"attempt {self.plan.attempt} is over")
        self.calls.append(f"{'over' if announcement.over else 'begins'} {announcement.node_id}")
        self.announcements.append(announcement)

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

    async def credential(self, request: CredentialRequest) -> CredentialValue:
        self._check()
        self._check_origin(request.alias, request.origin)
        keys = KEYS.get(request.key)
        values = {key: value for (alias, key), value in self.secrets.items() if alias == request.alias}
        value = chosen(values, keys, request.stage) if keys else values.get(request.key, "")
        if not value:
            raise SessionRefused(f"the Secret of {request.alias} has no key {request.key}")
        self.released.append(request)
        return CredentialValue(value=value, unsettled=keys is not None and is_unsettled(values, keys))

    async def client_certificate(self) -> ClientCertificate:
        self._check()
        if self.certificate is None:
            raise SessionRefused("the workflow names no client certificate")
        return self.certificate

    async def state(self) -> SavedState:
        self._check()
        return SavedState(state=self.kept)

    async def keep_state(self, saved: SavedState) -> None:
        self._check()
        self.kept = saved.state

    async def code(self, request: CodeRequest, timeout: float) -> str:
        self._check()
        scope = next((c for c in self.plan.code_sources if c.alias == request.source), None)
        if scope is None or request.origin not in scope.origins:
            raise SessionRefused(f"codes of {request.source} may not be typed on {request.origin}")
        if request.source not in self.codes:
            raise SessionRefused(f"no code came from {request.source}")
        self.asked_codes.append(request)
        return self.codes[request.source]

    async def rotate(self, request: RotationRequest) -> RotationGrant:
        self._check()
        self._check_origin(request.alias, request.origin)
        if not self.passwords:
            raise SessionRefused("the password is not changed: it may be once a day")
        new = self.passwords.pop(0)
        self.rotations.append(request)
        self._change(request.alias, lambda values: staged(values, KEYS["password"], new))
        return RotationGrant(old=self.secrets[request.alias, "password"], new=new)

    async def enrol(self, request: EnrolmentRequest) -> str:
        self._check()
        self._check_origin(request.alias, request.origin)
        self.enrolments.append(request)
        self._change(request.alias, lambda values: staged(values, KEYS["totp"], request.secret))
        return f"{len(self.enrolments):06d}"

    async def settle(self, settlement: Settlement) -> None:
        self._check()
        self.settlements.append(settlement)
        self._change(settlement.alias, lambda values: settled(values, KEYS[settlement.key], settlement.stage))

    def _check_origin(self, alias: str, origin: str) -> None:
        scope = next((c for c in self.plan.credentials if c.alias == alias), None)
        if scope is None or origin not in scope.origins:
            raise SessionRefused(f"{alias} may not be typed on {origin}")

    def _change(self, alias: str, edit: Callable[[dict[str, str]], dict[str, str]]) -> None:
        mine = {key: value for (name, key), value in self.secrets.items() if name == alias}
        others = {place: value for place, value in self.secrets.items() if place[0] != alias}
        self.secrets = others | {(alias, key): value for key, value in edit(mine).items()}

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
