"""The server as a runner sees it: over HTTP in a cluster, in the same process for `webmend run`."""

from typing import Protocol

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
)


class ServerUnavailable(Exception):
    """The server did not answer in time; what was to be sent is kept by the caller."""


class SessionRefused(Exception):
    """The server answered no: the run is over, the token is not ours, the value may not be typed there."""


class SessionServer(Protocol):
    """One attempt's line to the server. Every method may raise ServerUnavailable or SessionRefused."""

    async def open(self) -> SessionPlan:
        """All that the attempt needs."""
        ...

    async def renew(self) -> None:
        """Ask to go on acting; refused once the attempt is not the one under way any more, or its pod is deleted."""
        ...

    async def report_steps(self, steps: tuple[StepReport, ...]) -> None:
        """Hand in steps, in order; handing one in twice does no harm."""
        ...

    async def announce(self, announcement: Announcement) -> None:
        """Have it known that a step begins, or is over; refused once the attempt is not to act any more."""
        ...

    async def report_failure(self, report: FailureReport) -> None:
        """Hand in the failure that the runner now waits on."""
        ...

    async def directive(self, sequence: int, wait: float, revision: int = 0) -> HandedDirective | None:
        """The answer to that failure, of this revision or later; None when there is none after so many seconds."""
        ...

    async def report_recovery(self, report: RecoveryReport) -> None:
        """Say how carrying out a directive ended."""
        ...

    async def credential(self, request: CredentialRequest) -> CredentialValue:
        """One value, for the step and origin named."""
        ...

    async def client_certificate(self) -> ClientCertificate:
        """By what the browser says who it is, where the workflow names a certificate."""
        ...

    async def state(self) -> SavedState:
        """What the browser of the last good run has left, where the workflow keeps it; empty where there is nothing."""
        ...

    async def keep_state(self, saved: SavedState) -> None:
        """Keep this for the next run; an empty one: forget what was kept."""
        ...

    async def code(self, request: CodeRequest, timeout: float) -> str:  # noqa: ASYNC109 - the server's own wait
        """A code that the site has sent, waited for as long as its source says: `timeout` seconds."""
        ...

    async def rotate(self, request: RotationRequest) -> RotationGrant:
        """A new password, which is kept by now, and the old one; only for a directive that says so."""
        ...

    async def enrol(self, request: EnrolmentRequest) -> str:
        """A code of the second factor that the page shows, whose secret is kept by now; asked again, the next one."""
        ...

    async def settle(self, settlement: Settlement) -> None:
        """Say which value of a credential has shown to be in force."""
        ...

    async def put_artifact(self, name: str, body: bytes, content_type: str) -> str:
        """Store a body; the key that it was given."""
        ...

    async def put_outputs(self, outputs: Outputs) -> None:
        """Store what the attempt extracted."""
        ...
