"""The runner protocol: what runner and server say to one another. Version: names.PROTOCOL_VERSION.

    POST /sessions/{uid}/attempts/{n}/open           OpenRequest   -> SessionPlan
    POST /sessions/{uid}/attempts/{n}/renew                      -> 204: the attempt may go on acting (domain/fence.py)
    POST /sessions/{uid}/attempts/{n}/steps          StepBatch     -> 204
    POST /sessions/{uid}/attempts/{n}/failure        FailureReport -> 204
    GET  /sessions/{uid}/attempts/{n}/directive?sequence=K&revision=R&wait=S
                                                                -> HandedDirective, or 204 when there is none yet
    POST /sessions/{uid}/attempts/{n}/recoveries     RecoveryReport -> 204
    POST /sessions/{uid}/attempts/{n}/credentials    CredentialRequest -> CredentialValue
    PUT  /sessions/{uid}/attempts/{n}/artifacts/{name}  bytes      -> ArtifactKey
    PUT  /sessions/{uid}/attempts/{n}/outputs        Outputs       -> 204

A refusal is an RFC 9457 problem. Every call carries `Authorization: Bearer` (a projected token with our audience)
and `Webmend-Protocol: VERSION`.
"""

from typing import Annotated

from pydantic import Field

from .base import Identifier, Line, Name, Observed, Origin, Sentence
from .directive import Carried, Directive
from .graph import Graph
from .names import PROTOCOL_VERSION
from .report import StepReport
from .target import Fingerprint
from .workflow import Browser, Capture


class OpenRequest(Observed):
    """A runner has started."""

    protocol: int = PROTOCOL_VERSION


class CredentialScope(Observed):
    """A credential that the workflow may use."""

    alias: Name
    origins: tuple[Origin, ...]


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
    browser: Browser = Browser()
    screenshots: Capture = Capture.ON_FAILURE
    directive_timeout: float = 30.0
    """Seconds to wait for a directive."""
    lease: float = 60.0
    """Seconds for which a renewal holds (domain/fence.py)."""
    carried: Carried | None = None
    """A delay brought from the attempt before."""
    fingerprints: dict[str, Fingerprint] = Field(default_factory=dict)
    """By node id: what its element looked like in the last good run of this version."""


class HandedDirective(Directive):
    """A directive as the runner gets it, with the values that somebody answered. Never stored, never logged."""

    inputs: dict[str, str] = Field(default_factory=dict, repr=False)
    """New values of inputs."""
    secret_inputs: tuple[Line, ...] = ()
    """Those of them that are masked wherever they are shown."""


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


class CredentialValue(Observed):
    """The value. Never logged, never stored."""

    value: str = Field(repr=False)


class ArtifactKey(Observed):
    """Where an artifact was put."""

    key: str


class Problem(Observed):
    """A refusal, as RFC 9457 has it."""

    type: str = "about:blank"
    title: Line
    status: int
    detail: Sentence = ""
