"""The routes: the runner protocol of domain/session.py, the operator's question, and what probes ask."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from webmend.domain.base import Observed
from webmend.domain.experience import ExperienceQuery
from webmend.domain.prerequisites import SecretsQuery
from webmend.domain.report import FailureReport, Outputs, RecoveryReport
from webmend.domain.session import (
    Announcement,
    CodeRequest,
    CredentialRequest,
    EnrolmentRequest,
    OpenRequest,
    RotationRequest,
    SavedState,
    Settlement,
    StepBatch,
)

from . import admission, limits
from .admission import Runner, Served, sent_by_operator, sent_by_runner

OPEN = frozenset({"/healthz", "/readyz"})
"""Routes without a token; every other one has an admission."""

sessions = APIRouter(prefix="/sessions/{uid}/attempts/{attempt:int}", dependencies=[Depends(admission.runner)])
questions = APIRouter(dependencies=[Depends(admission.operator)])
probes = APIRouter()


@sessions.post("/open")
async def open_session(
    parts: Served, caller: Runner, request: Annotated[OpenRequest, Depends(sent_by_runner(OpenRequest))]
) -> Response:
    """All that the attempt needs."""
    return _said(await parts.plans.open(caller))


@sessions.post("/renew")
async def renew(caller: Runner) -> Response:
    """That the attempt may go on acting: it is the one under way, and its pod is not being deleted."""
    caller.check_acting()
    return _done()


@sessions.post("/steps")
async def report_steps(
    parts: Served, caller: Runner, batch: Annotated[StepBatch, Depends(sent_by_runner(StepBatch))]
) -> Response:
    """Steps that were done."""
    await parts.steps.add(caller.run.uid, caller.number, batch.steps)
    return _done()


@sessions.post("/under-way")
async def announce(
    parts: Served, caller: Runner, announcement: Annotated[Announcement, Depends(sent_by_runner(Announcement))]
) -> Response:
    """A step begins that must not happen unknown, or is over."""
    await parts.reports.announced(caller, announcement)
    return _done()


@sessions.post("/failure")
async def report_failure(
    parts: Served, caller: Runner, report: Annotated[FailureReport, Depends(sent_by_runner(FailureReport))]
) -> Response:
    """A step has failed; the runner waits."""
    await parts.reports.failure(caller, report)
    return _done()


@sessions.get("/directive")
async def wait_for_directive(
    parts: Served,
    caller: Runner,
    sequence: int,
    wait: Annotated[float, Query(allow_inf_nan=False)] = 0.0,
    revision: int = 0,
) -> Response:
    """What to do about that failure, or nothing yet."""
    directive = await parts.waiting_room.directive(caller, sequence, wait, revision)
    return _said(await parts.answered.handed(caller, directive)) if directive else _done()


@sessions.post("/recoveries")
async def report_recovery(
    parts: Served, caller: Runner, report: Annotated[RecoveryReport, Depends(sent_by_runner(RecoveryReport))]
) -> Response:
    """How a directive ended."""
    await parts.reports.recovery(caller, report)
    return _done()


@sessions.post("/credentials")
async def release_credential(
    parts: Served, caller: Runner, wish: Annotated[CredentialRequest, Depends(sent_by_runner(CredentialRequest))]
) -> Response:
    """One value, for the step and origin named."""
    value = await parts.credentials.release(caller, wish)
    parts.metrics.releases.inc()
    return _said(value)


@sessions.post("/certificate")
async def release_certificate(parts: Served, caller: Runner) -> Response:
    """The client certificate that the workflow names, with its key."""
    released = await parts.client_certificates.release(caller)
    parts.metrics.releases.inc()
    return _said(released)


@sessions.get("/state")
async def hand_out_state(parts: Served, caller: Runner) -> Response:
    """What the browser of the last good run has left."""
    return _said(await parts.saved_sessions.handed(caller))


@sessions.put("/state")
async def keep_state(
    parts: Served, caller: Runner, saved: Annotated[SavedState, Depends(sent_by_runner(SavedState))]
) -> Response:
    """What the browser leaves for the next run."""
    await parts.saved_sessions.keep(caller, saved)
    return _done()


@sessions.post("/codes")
async def fetch_code(
    parts: Served, caller: Runner, wish: Annotated[CodeRequest, Depends(sent_by_runner(CodeRequest))]
) -> Response:
    """A code that the site has sent by SMS or e-mail."""
    return _said(await parts.sent_codes.fetch(caller, wish))


@sessions.post("/rotation")
async def begin_rotation(
    parts: Served, caller: Runner, wish: Annotated[RotationRequest, Depends(sent_by_runner(RotationRequest))]
) -> Response:
    """A new password, which is kept by now, and the old one."""
    return _said(await parts.rotation.begin(caller, wish))


@sessions.post("/enrolment")
async def begin_enrolment(
    parts: Served, caller: Runner, wish: Annotated[EnrolmentRequest, Depends(sent_by_runner(EnrolmentRequest))]
) -> Response:
    """A code of the second factor that the page shows, whose secret is kept by now."""
    return _said(await parts.enrolment.begin(caller, wish))


@sessions.post("/settlement")
async def settle(
    parts: Served, caller: Runner, shown: Annotated[Settlement, Depends(sent_by_runner(Settlement))]
) -> Response:
    """Which value of a credential has shown to be in force."""
    await parts.settlements.settle(caller, shown)
    return _done()


@sessions.put("/artifacts/{name:path}")
async def put_artifact(parts: Served, caller: Runner, request: Request, name: str) -> Response:
    """A picture or a download."""
    content_type = request.headers.get("content-type", "application/octet-stream")
    return _said(await parts.files.artifact(caller, name, await limits.body(request), content_type))


@sessions.put("/outputs")
async def put_outputs(
    parts: Served, caller: Runner, outputs: Annotated[Outputs, Depends(sent_by_runner(Outputs))]
) -> Response:
    """What the attempt extracted."""
    await parts.files.outputs(caller, outputs)
    return _done()


@questions.post("/experience")
async def experience(
    parts: Served, query: Annotated[ExperienceQuery, Depends(sent_by_operator(ExperienceQuery))]
) -> Response:
    """What good runs have shown of a workflow's steps."""
    return _said(await parts.fingerprints.shown(query))


@questions.post("/prerequisites")
async def missing_secrets(
    parts: Served, query: Annotated[SecretsQuery, Depends(sent_by_operator(SecretsQuery))]
) -> Response:
    """Which Secrets an attempt would lack."""
    return _said(await parts.prerequisites.missing(query))


@probes.get("/healthz")
async def healthz() -> Response:
    """That there is an answer at all is all that a restart could bring about."""
    return PlainTextResponse("ok\n")


@probes.get("/readyz")
async def readyz(parts: Served) -> Response:
    """Whether the server can do its work, and if not why."""
    found = await parts.readiness.problems()
    return PlainTextResponse("\n".join([*found, ""]) if found else "ok\n", 503 if found else 200)


def _said(value: Observed) -> Response:
    # Nothing on the way may keep it: plans hold inputs, and one answer holds a credential.
    return JSONResponse(value.stored(), headers={"Cache-Control": "no-store"})


def _done() -> Response:
    return Response(status_code=204)
