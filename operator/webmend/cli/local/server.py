"""The server's part of a run without a cluster: hands out the plan and credentials, keeps what it is given in files."""

from collections.abc import Callable, Mapping

from webmend.domain.directive import Directive
from webmend.domain.failure import Failure
from webmend.domain.origin import canonical
from webmend.domain.report import FailureReport, Outputs, RecoveryReport, StepReport
from webmend.domain.run import InputRequest, SessionStatus
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
from webmend.domain.workflow import Input
from webmend.policy import answers, asking, totp
from webmend.policy.run.failing import explain
from webmend.policy.saved_session import whose
from webmend.policy.session import session_plan, with_answers
from webmend.ports.clock import Clock
from webmend.ports.session import SessionRefused

from .answerer import Answerer
from .folder import Folder
from .kept import KeptSession
from .known import Known
from .operator import Operator


class LocalServer:
    """The SessionServer of one attempt. A failure is decided on as soon as it is reported."""

    def __init__(
        self,
        operator: Operator,
        credentials: Mapping[str, Mapping[str, str]],
        certificate: ClientCertificate | None,
        kept: KeptSession,
        folder: Folder,
        known: Known,
        clock: Clock,
        explained: Callable[[Failure], None],
        answerer: Answerer,
    ):
        self._operator = operator
        self._credentials = credentials
        self._certificate = certificate
        self._kept = kept
        self._folder = folder
        self._known = known
        self._clock = clock
        self._explained = explained
        self._answerer = answerer
        self._attempt = operator.begin()
        self._graph = operator.graph
        self._session = SessionStatus(attempt=self._attempt.number)
        self._steps: list[StepReport] = []
        self._outputs: Outputs | None = None

    def keep_data(self) -> None:
        """The data of the attempt are good: they take the place of those of the run before in the same folder."""
        if self._outputs is not None:
            self._folder.write_json("outputs.json", self._outputs.values)
        if self._operator.good_run is not None:
            self._known.keep_good_run(self._operator.good_run)

    def keep_good_run(self) -> None:
        """The attempt went well: remember what its steps have shown."""
        self._known.keep(self._steps, self._graph, self._clock.now())

    async def open(self) -> SessionPlan:
        """The plan of the attempt."""
        operator, graph = self._operator, self._graph
        known = self._known.of(graph)
        plan = session_plan(
            operator.run, self._attempt, operator.workflow, graph, operator.settings.recovery, known=known
        )
        answered = answers.accepted(operator.run.spec, operator.run.status)
        values = {name: value for answer in answered for name, value in answer.inputs.items()}
        return with_answers(plan, values, ())

    async def renew(self) -> None:
        """There is no other attempt that could act here."""

    async def report_steps(self, steps: tuple[StepReport, ...]) -> None:
        """Keep them, a line each."""
        self._steps += steps
        for step in steps:
            self._folder.append(f"{self._place}/steps.jsonl", step.stored())

    async def announce(self, announcement: Announcement) -> None:
        """Nobody is left to decide about an attempt that was cut off: it ends with this process."""

    async def report_failure(self, report: FailureReport) -> None:
        """Keep it, say why it happened, and decide."""
        self._folder.write_json(f"{self._place}/failure-{report.sequence}.json", report.stored())
        if not report.asks:
            self._explained(explain(report))
        self._report(self._session.with_(failure=report))

    async def directive(self, sequence: int, wait: float, revision: int = 0) -> HandedDirective | None:
        """The answer; there is one as soon as the failure was reported, and after a question once it is answered."""
        request = self._operator.run.status.input_request
        if request is not None and revision > 0:
            await self._ask(request)
        told = self._operator.run.status.directive
        return self._handed(told) if told and told.sequence == sequence and told.revision >= revision else None

    async def report_recovery(self, report: RecoveryReport) -> None:
        """Take note, and learn from it."""
        self._report(self._session.with_(recoveries=(*self._session.recoveries, report)))

    async def credential(self, request: CredentialRequest) -> CredentialValue:
        """One value, for a declared origin; raises SessionRefused."""
        declared = {c.alias: map(canonical, c.origins) for c in self._operator.workflow.spec.credentials}
        if canonical(request.origin) not in declared.get(request.alias, ()):
            raise SessionRefused(f"{request.alias} may not be typed on {request.origin}")
        value = self._credentials.get(request.alias, {}).get(request.key)
        if value is None:
            raise SessionRefused(f"the credential {request.alias} was given without {request.key}")
        return CredentialValue(value=self._code(value) if request.key == "totp" else value)

    async def client_certificate(self) -> ClientCertificate:
        """The one that was given; raises SessionRefused."""
        if self._certificate is None:
            raise SessionRefused("the workflow names no client certificate")
        return self._certificate

    async def state(self) -> SavedState:
        """What the browser of the last good run here has left."""
        return SavedState(state=self._kept.of(self._whose))

    async def keep_state(self, saved: SavedState) -> None:
        """Keep it in its file."""
        self._kept.keep(self._whose, saved.state)

    async def code(self, request: CodeRequest, timeout: float) -> str:  # noqa: ASYNC109 - the server's own wait
        """Refused: sources of codes are fetched by the server of an installation, which says from where."""
        raise SessionRefused("codes that a site sends are fetched only in a cluster")

    async def rotate(self, request: RotationRequest) -> RotationGrant:
        """Refused: nobody would keep the new password."""
        raise SessionRefused("a run without a cluster changes no password: there is no Secret to keep the new one")

    async def enrol(self, request: EnrolmentRequest) -> str:
        """Refused: nobody would keep the secret."""
        raise SessionRefused("a run without a cluster sets up no second factor: there is no Secret to keep it")

    async def settle(self, settlement: Settlement) -> None:
        """There is nothing to settle."""

    async def put_artifact(self, name: str, body: bytes, content_type: str) -> str:
        """Put it into the folder; where it is there."""
        self._folder.write(f"{self._place}/{name}", body)
        return f"{self._place}/{name}"

    async def put_outputs(self, outputs: Outputs) -> None:
        """Put them into the folder of the attempt, whether they are good or not."""
        self._outputs = outputs
        self._folder.write_json(f"{self._place}/outputs.json", outputs.values)

    async def _ask(self, request: InputRequest) -> None:
        """Have the question answered, or let its time go by."""
        operator = self._operator
        judged = operator.run.status.answers
        complaint = judged[-1].message if judged and not judged[-1].accepted else ""
        declared = self._declared(request.node_id)
        answer = await self._answerer.answer(request, declared, complaint, self._left(request))
        if answer is not None:
            operator.answer(answer)
        else:
            await self._clock.sleep(self._left(request))
            operator.decide()

    def _left(self, request: InputRequest) -> float:
        return max(0.0, (request.expires_at - self._clock.now()).total_seconds())

    def _handed(self, directive: Directive) -> HandedDirective:
        """With the values of the answer that it names."""
        given = (answer for answer in self._operator.run.spec.answers if answer.request_id == directive.answer)
        inputs = next((answer.inputs for answer in given), {})
        secret = {each.name for each in self._declared(directive.node_id) if each.secret}
        return handed(directive, inputs, secret & inputs.keys())

    def _declared(self, node_id: str | None) -> tuple[Input, ...]:
        """The values that an answer to this step may have."""
        asks = next((node.ask for node in self._graph.nodes if node.id == node_id), None)
        return asking.fields(asks) if asks else self._operator.workflow.spec.inputs

    @property
    def _whose(self) -> str:
        """A word for the workflow's login; one that keeps its session has one at most."""
        login = next(iter(self._operator.workflow.spec.credentials), None)
        if login is None:
            return whose("", "")
        return whose(login.secret_ref, self._credentials.get(login.alias, {}).get("username", ""))

    @property
    def _place(self) -> str:
        return f"attempt-{self._attempt.number}"

    def _code(self, secret: str) -> str:
        """The one-time code of this moment."""
        try:
            return totp.code(secret, self._clock.now().timestamp())
        except ValueError:
            raise SessionRefused("totp is to be the base32 text of an authenticator app") from None

    def _report(self, session: SessionStatus) -> None:
        self._session = session
        run = self._operator.run
        self._operator.run = run.with_(status=run.status.with_(session=session))
        self._operator.decide()
