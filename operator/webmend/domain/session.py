"""The runner protocol: what runner and server say to one another. Version: names.PROTOCOL_VERSION.

    POST /sessions/{uid}/attempts/{n}/open           OpenRequest   -> SessionPlan
    POST /sessions/{uid}/attempts/{n}/renew                      -> 204: the attempt may go on acting (domain/fence.py)
    POST /sessions/{uid}/attempts/{n}/steps          StepBatch     -> 204
    POST /sessions/{uid}/attempts/{n}/under-way      Announcement  -> 204: it is known now; the step may begin
    POST /sessions/{uid}/attempts/{n}/failure        FailureReport -> 204
    GET  /sessions/{uid}/attempts/{n}/directive?sequence=K&revision=R&wait=S
                                                                -> HandedDirective, or 204 when there is none yet
    POST /sessions/{uid}/attempts/{n}/recoveries     RecoveryReport -> 204
    POST /sessions/{uid}/attempts/{n}/credentials    CredentialRequest -> CredentialValue
    POST /sessions/{uid}/attempts/{n}/certificate                -> ClientCertificate
    GET  /sessions/{uid}/attempts/{n}/state                      -> SavedState
    PUT  /sessions/{uid}/attempts/{n}/state          SavedState    -> 204
    POST /sessions/{uid}/attempts/{n}/codes          CodeRequest   -> CodeValue
    POST /sessions/{uid}/attempts/{n}/rotation       RotationRequest -> RotationGrant
    POST /sessions/{uid}/attempts/{n}/enrolment      EnrolmentRequest -> EnrolmentGrant
    POST /sessions/{uid}/attempts/{n}/settlement     Settlement    -> 204
    PUT  /sessions/{uid}/attempts/{n}/artifacts/{name}  bytes      -> ArtifactKey
    PUT  /sessions/{uid}/attempts/{n}/outputs        Outputs       -> 204

A refusal is an RFC 9457 problem. Every call carries `Authorization: Bearer` (a projected token with our audience)
and `Webmend-Protocol: VERSION`.

A password is changed in four steps, after AWS Secrets Manager (create, set, test, finish): /rotation stores a new one
as `pending` and hands it out with the old one; the runner gives it to the site; the runner sees that it works;
/settlement makes it `password`. A second factor likewise: /enrolment stores the secret read from the page as
`pending-totp`. Cut off anywhere, the Secret holds a value that logs in: the next login tries the current one, and when
it is refused the pending one (`CredentialRequest.stage`), and settles which of them is in force.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated

from pydantic import Field

from .base import Identifier, Line, Name, Observed, Origin, Sentence
from .directive import Carried, Directive
from .graph import Graph
from .names import PROTOCOL_VERSION
from .password import PasswordRules, Stage
from .report import StepReport
from .target import Fingerprint, Selector
from .workflow import Browser, Capture, Outputs

STATE_BYTES = 256 * 1024
"""Bytes of a browser session that are kept: a Secret holds a mebibyte in all."""
FILE_BYTES = 16 * 1024 * 1024
"""Bytes that one body may have: a picture, a download, what was extracted."""


class OpenRequest(Observed):
    """A runner has started."""

    protocol: int = PROTOCOL_VERSION


class CredentialScope(Observed):
    """A credential that the workflow may use."""

    alias: Name
    origins: tuple[Origin, ...]


class CodeScope(Observed):
    """A code source that the workflow may use."""

    alias: Name
    origins: tuple[Origin, ...]
    timeout: float
    """Seconds that a code may take to come."""


class SessionPlan(Observed):
    """All that a runner needs for one attempt, but for the credentials' values."""

    protocol: int = PROTOCOL_VERSION
    session_id: str
    run: Line
    namespace: Line
    workflow: Line
    version: int
    attempt: int
    graph: Graph
    inputs: dict[str, str] = Field(default_factory=dict)
    """Values of the inputs, defaults filled in."""
    secret_inputs: tuple[Line, ...] = ()
    """Inputs that are masked wherever they are shown."""
    credentials: tuple[CredentialScope, ...] = ()
    code_sources: tuple[CodeScope, ...] = ()
    browser: Browser = Browser()
    popup_selectors: tuple[Selector, ...] = ()
    """Controls that dismiss known pop-ups."""
    outputs: Outputs | None = None
    """What must hold of what is extracted."""
    screenshots: Capture = Capture.ON_FAILURE
    trace: Capture = Capture.NEVER
    video: Capture = Capture.NEVER
    directive_timeout: float = 30.0
    """Seconds to wait for a directive."""
    lease: float = 60.0
    """Seconds for which a renewal holds (domain/fence.py)."""
    start_from: Identifier | None = None
    """The step to begin with; default the first."""
    dry_run: bool = False
    """End before the first irreversible step."""
    hold: float = 0.0
    """Seconds for which the browser of an attempt that fails stays open for a look."""
    active_deadline: float = 0.0
    """Seconds after which the cluster ends the attempt; 0: nobody does."""
    carried: Carried | None = None
    """A delay brought from the attempt before."""
    fingerprints: dict[str, Fingerprint] = Field(default_factory=dict)
    """By node id: what its element looked like in the last good run."""
    waits: dict[str, tuple[float, ...]] = Field(default_factory=dict)
    """By node id: seconds waited in the last good runs."""


class HandedDirective(Directive):
    """A directive as the runner gets it, with the values that somebody answered. Never stored, never logged."""

    inputs: dict[str, str] = Field(default_factory=dict, repr=False)
    """New values of inputs."""
    secret_inputs: tuple[Line, ...] = ()
    """Those of them that are masked wherever they are shown."""


def handed(
    directive: Directive, inputs: Mapping[str, str] | None = None, secret_inputs: Iterable[str] = ()
) -> HandedDirective:
    """The directive with these values."""
    told = {name: getattr(directive, name) for name in Directive.model_fields}
    return HandedDirective(**told, inputs=dict(inputs or {}), secret_inputs=tuple(secret_inputs))


class Announcement(Observed):
    """A step begins whose end may never be heard of (graph.Node.is_announced), or it is over."""

    node_id: Identifier
    """The step."""
    number: int
    """How many steps have begun in this attempt, with it: a loop begins the same step many times."""
    irreversible: bool = False
    """It must not happen twice."""
    over: bool = False
    """It was done."""


class StepBatch(Observed):
    """Step reports in order."""

    steps: tuple[StepReport, ...]


class CredentialRequest(Observed):
    """The current step needs one value of a credential."""

    node_id: Identifier
    """The step that names it."""
    alias: Name
    key: Annotated[str, Field(pattern="^(username|password|totp)$")]
    origin: Origin
    """Where it will be typed."""
    stage: Stage = Stage.CURRENT
    """Which one, while a change of it is not settled."""


class CredentialValue(Observed):
    """The value. Never logged, never stored."""

    value: str = Field(repr=False)
    unsettled: bool = False
    """A change of it was cut off: there is a pending one, and which of the two is in force is not known."""


class ClientCertificate(Observed):
    """By what the browser says who it is. Never logged, never stored."""

    certificate: str
    """It, and those between it and its authority, in PEM."""
    key: str = Field(repr=False)
    """Its key in PEM."""

    @property
    def chain(self) -> str:
        """All of it in one PEM text."""
        return f"{self.certificate.strip()}\n{self.key.strip()}\n"


class SavedState(Observed):
    """What a browser has kept of the sites: cookies and storage. Never logged, stored only in a Secret."""

    state: Annotated[str, Field(max_length=STATE_BYTES, repr=False)] = ""
    """As JSON; empty: nothing."""


class CodeRequest(Observed):
    """The current step needs a code that the site sends by SMS or e-mail."""

    node_id: Identifier
    """The step that names the source."""
    source: Name
    """Alias of the code source."""
    origin: Origin
    """Where it will be typed."""
    since: datetime
    """When the site was asked for it: older codes do not count."""


class CodeValue(Observed):
    """The code. Never logged, never stored."""

    value: str = Field(repr=False)


class RotationRequest(Observed):
    """The site forces a new password, and a directive says to give it one."""

    sequence: int
    """The failure that the directive answered."""
    alias: Name
    """The credential."""
    origin: Origin
    """Where both passwords will be typed."""
    rules: PasswordRules = PasswordRules()
    """What the form asks for; cautious: the site has refused the one handed out before."""


class RotationGrant(Observed):
    """Both passwords. Never logged, never stored but in the Secret."""

    old: str = Field(repr=False)
    new: str = Field(repr=False)
    """Kept as pending by now."""


class EnrolmentRequest(Observed):
    """The site shows the secret of a new second factor, and a directive says to set it up."""

    sequence: int
    """The failure that the directive answered."""
    alias: Name
    """The credential."""
    origin: Origin
    """Where the secret was shown and its code will be typed."""
    secret: Annotated[str, Field(min_length=1, max_length=2048, repr=False)]
    """The base32 secret, or the whole otpauth address. Never logged, never stored but in the Secret."""


class EnrolmentGrant(Observed):
    """The code of this moment. Never logged, never stored."""

    code: str = Field(repr=False)


class Settlement(Observed):
    """It has shown which value of a credential is in force."""

    alias: Name
    """The credential."""
    key: Annotated[str, Field(pattern="^(password|totp)$")]
    stage: Stage
    """The one that works."""


class ArtifactKey(Observed):
    """Where an artifact was put."""

    key: str


class Problem(Observed):
    """A refusal, as RFC 9457 has it."""

    type: str = "about:blank"
    title: Line
    status: int
    detail: Sentence = ""
