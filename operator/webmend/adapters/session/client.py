"""The runner protocol (domain/session.py) over HTTP, as the runner speaks it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from pydantic import ValidationError

from webmend.domain.base import Observed
from webmend.domain.names import PROTOCOL_VERSION
from webmend.domain.report import FailureReport, Outputs, RecoveryReport, StepReport
from webmend.domain.session import (
    Announcement,
    ArtifactKey,
    ClientCertificate,
    CodeRequest,
    CodeValue,
    CredentialRequest,
    CredentialValue,
    EnrolmentGrant,
    EnrolmentRequest,
    HandedDirective,
    OpenRequest,
    Problem,
    RotationGrant,
    RotationRequest,
    SavedState,
    SessionPlan,
    Settlement,
    StepBatch,
)
from webmend.ports.session import ServerUnavailable, SessionRefused

from .http import ExchangeFailed, Request, Response, exchange

TIMEOUT = 10.0
"""Seconds that a call may take; for a directive, beyond the wait that was asked for."""
UPLOAD_TIMEOUT = 30.0

_COME_AGAIN = frozenset({408, 425, 429})
"""Refusals that hold for now only."""

Answer = TypeVar("Answer", bound=Observed)


class HttpSession:
    """One attempt's line to the server. `token` is read anew for each call: the kubelet renews it in place."""

    def __init__(self, server_url: str, session_id: str, attempt: int, token: Callable[[], str]):
        self._base = f"{server_url.rstrip('/')}/sessions/{quote(session_id)}/attempts/{attempt}"
        self._token = token

    async def open(self) -> SessionPlan:
        """All that the attempt needs."""
        return _read(SessionPlan, await self._post("open", OpenRequest()))

    async def renew(self) -> None:
        """Ask to go on acting."""
        await self._call("POST", "renew")

    async def report_steps(self, steps: tuple[StepReport, ...]) -> None:
        """Hand in steps, in order."""
        await self._post("steps", StepBatch(steps=steps))

    async def announce(self, announcement: Announcement) -> None:
        """Have it known that a step begins, or is over."""
        await self._post("under-way", announcement)

    async def report_failure(self, report: FailureReport) -> None:
        """Hand in the failure that the runner now waits on."""
        await self._post("failure", report)

    async def directive(self, sequence: int, wait: float, revision: int = 0) -> HandedDirective | None:
        """The answer to that failure, of this revision or later; None when there is none after so many seconds."""
        path = f"directive?sequence={sequence}&revision={revision}&wait={wait:.1f}"
        response = await self._call("GET", path, timeout=wait + TIMEOUT)
        return None if response.status == 204 else _read(HandedDirective, response)

    async def report_recovery(self, report: RecoveryReport) -> None:
        """Say how carrying out a directive ended."""
        await self._post("recoveries", report)

    async def credential(self, request: CredentialRequest) -> CredentialValue:
        """One value, for the step and origin named."""
        return _read(CredentialValue, await self._post("credentials", request))

    async def client_certificate(self) -> ClientCertificate:
        """By what the browser says who it is."""
        return _read(ClientCertificate, await self._call("POST", "certificate"))

    async def state(self) -> SavedState:
        """What the browser of the last good run has left."""
        return _read(SavedState, await self._call("GET", "state"))

    async def keep_state(self, saved: SavedState) -> None:
        """Keep this for the next run."""
        await self._call("PUT", "state", saved.model_dump_json(by_alias=True).encode(), timeout=UPLOAD_TIMEOUT)

    async def code(self, request: CodeRequest, timeout: float) -> str:  # noqa: ASYNC109 - the server's own wait
        """A code that the site has sent, waited for as long as its source says."""
        return _read(CodeValue, await self._post("codes", request, timeout + TIMEOUT)).value

    async def rotate(self, request: RotationRequest) -> RotationGrant:
        """A new password, which is kept by now, and the old one."""
        return _read(RotationGrant, await self._post("rotation", request))

    async def enrol(self, request: EnrolmentRequest) -> str:
        """A code of the second factor that the page shows."""
        return _read(EnrolmentGrant, await self._post("enrolment", request)).code

    async def settle(self, settlement: Settlement) -> None:
        """Say which value of a credential has shown to be in force."""
        await self._post("settlement", settlement)

    async def put_artifact(self, name: str, body: bytes, content_type: str) -> str:
        """Store a body; the key that it was given."""
        path = f"artifacts/{quote(name, safe='')}"
        return _read(ArtifactKey, await self._call("PUT", path, body, content_type, UPLOAD_TIMEOUT)).key

    async def put_outputs(self, outputs: Outputs) -> None:
        """Store what the attempt extracted."""
        body = json.dumps(outputs.stored()).encode()
        await self._call("PUT", "outputs", body, timeout=UPLOAD_TIMEOUT)

    async def _post(self, path: str, message: Observed, timeout: float = TIMEOUT) -> Response:  # noqa: ASYNC109
        # What is at its default is left out: an older server need not know it.
        body = message.model_dump_json(by_alias=True, exclude_defaults=True).encode()
        return await self._call("POST", path, body, timeout=timeout)

    async def _call(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        content_type: str = "application/json",
        timeout: float = TIMEOUT,  # noqa: ASYNC109 - handed on to the exchange
    ) -> Response:
        try:
            request = Request(method, f"{self._base}/{path}", self._headers(content_type), body)
            response = await exchange(request, timeout)
        except ExchangeFailed as failed:
            raise ServerUnavailable(str(failed)) from failed
        if response.status >= 500 or response.status in _COME_AGAIN:
            raise ServerUnavailable(f"{method} {path}: {_detail(response)}")
        if response.status >= 400:
            raise SessionRefused(_detail(response))
        return response

    def _headers(self, content_type: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self._token()}",
            "Webmend-Protocol": str(PROTOCOL_VERSION),
            "Content-Type": content_type,
        }


def token_file(path: Path) -> Callable[[], str]:
    """The token as it stands in the file now; raises ServerUnavailable while it cannot be read."""

    def read() -> str:
        try:
            return path.read_text().strip()
        except OSError as error:
            raise ServerUnavailable(f"the token cannot be read: {error}") from error

    return read


def _read(kind: type[Answer], response: Response) -> Answer:
    try:
        return kind.model_validate_json(response.body)
    except ValidationError as error:
        # Something else than our server answers at this address, or a broken one does.
        raise ServerUnavailable(f"the answer is no {kind.__name__}: {error.error_count()} faults") from error


def _detail(response: Response) -> str:
    """What the server says of its refusal."""
    try:
        problem = Problem.model_validate_json(response.body)
    except ValidationError:
        return f"HTTP {response.status}"
    return f"HTTP {response.status}: {problem.detail or problem.title}"
