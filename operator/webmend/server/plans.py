"""All that a runner needs for an attempt, put together when it opens its session."""

from webmend.domain.run import Run
from webmend.domain.session import SessionPlan
from webmend.domain.settings import Settings
from webmend.policy import answers
from webmend.policy.session import session_plan, with_answers
from webmend.ports.clock import Clock

from .answered import Answered
from .definitions import Definitions
from .fingerprints import Fingerprints
from .identity import Caller
from .memory import Memory
from .problems import Refused
from .vault import Vault


class Plans:
    """Opens sessions. Writes nothing: a run without a failure costs the API server no write by the server."""

    def __init__(
        self,
        definitions: Definitions,
        vault: Vault,
        fingerprints: Fingerprints,
        answered: Answered,
        memory: Memory,
        clock: Clock,
        settings: Settings,
    ):
        self._definitions = definitions
        self._vault = vault
        self._fingerprints = fingerprints
        self._answered = answered
        self._memory = memory
        self._clock = clock
        self._settings = settings

    async def open(self, caller: Caller) -> SessionPlan:
        """The plan of the caller's attempt; opening it again gives the same, until its runner has said what it does.

        A Job may make a second pod, as after it was suspended: that one must not do the attempt's steps again.
        """
        run, attempt = caller.run, caller.attempt
        if _has_begun(run, attempt.number):
            raise Refused(409, f"attempt {attempt.number} has begun in another pod")
        workflow = await self._definitions.workflow(run)
        secret = await self._secret_inputs(run)
        values = await self._answered.values(run, answers.accepted(run.spec, run.status), workflow.spec.inputs)
        self._memory.of(caller).opened.setdefault(attempt.number, self._clock.now())
        graph = await self._definitions.graph(workflow, attempt.version)
        plan = session_plan(
            run,
            attempt,
            workflow,
            graph,
            self._settings.recovery,
            secret_inputs=secret,
            known=await self._fingerprints.of(workflow.uid, attempt.version, graph),
        )
        return with_answers(plan, values.inputs, values.secret)

    async def _secret_inputs(self, run: Run) -> dict[str, str]:
        given = run.spec.inputs_from
        if given is None:
            return {}
        values = await self._vault.values(run.namespace, given.secret_ref)
        return {name: value for name, value in values.items() if name not in given.omit}


def _has_begun(run: Run, attempt: int) -> bool:
    """Whether a runner of the attempt has announced a step or reported a failure."""
    session = run.status.session
    told = session is not None and session.attempt == attempt
    return told and session is not None and bool(session.irreversible or session.under_way or session.failure)
