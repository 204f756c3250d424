"""All that a runner needs for an attempt, put together when it opens its session."""

from webmend.domain.duration import seconds
from webmend.domain.run import Run
from webmend.domain.session import CredentialScope, SessionPlan
from webmend.domain.settings import Settings
from webmend.domain.workflow import Workflow
from webmend.policy.inputs import with_defaults
from webmend.ports.clock import Clock

from .definitions import Definitions
from .fingerprints import Fingerprints
from .identity import Caller
from .memory import Memory
from .vault import Vault


class Plans:
    """Opens sessions. Writes nothing: a run without a failure costs the API server no write by the server."""

    def __init__(
        self,
        definitions: Definitions,
        vault: Vault,
        fingerprints: Fingerprints,
        memory: Memory,
        clock: Clock,
        settings: Settings,
    ):
        self._definitions = definitions
        self._vault = vault
        self._fingerprints = fingerprints
        self._memory = memory
        self._clock = clock
        self._settings = settings

    async def open(self, caller: Caller) -> SessionPlan:
        """The plan of the caller's attempt; opening it again gives the same."""
        run, attempt = caller.run, caller.attempt
        workflow = await self._definitions.workflow(run)
        secret = await self._secret_inputs(run)
        self._memory.of(caller).opened.setdefault(attempt.number, self._clock.now())
        return SessionPlan(
            session_id=run.uid,
            run=run.name,
            namespace=run.namespace,
            workflow=workflow.name,
            version=attempt.version,
            attempt=attempt.number,
            graph=await self._definitions.graph(workflow, attempt.version),
            inputs=with_defaults(workflow.spec.inputs, {**run.spec.inputs, **secret}),
            secret_inputs=_masked(workflow, secret),
            credentials=tuple(CredentialScope(alias=c.alias, origins=c.origins) for c in workflow.spec.credentials),
            browser=workflow.spec.browser,
            screenshots=workflow.spec.runner.screenshots,
            directive_timeout=seconds(self._settings.recovery.directive_timeout),
            carried=attempt.carried,
            fingerprints=await self._fingerprints.of(workflow.uid, attempt.version),
        )

    async def _secret_inputs(self, run: Run) -> dict[str, str]:
        given = run.spec.inputs_from
        return dict(await self._vault.values(run.namespace, given.secret_ref)) if given else {}


def _masked(workflow: Workflow, secret: dict[str, str]) -> tuple[str, ...]:
    """Inputs that are declared secret, or came out of a Secret."""
    declared = [i.name for i in workflow.spec.inputs if i.secret]
    return tuple(dict.fromkeys([*declared, *secret]))
