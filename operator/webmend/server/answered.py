"""The values that people have answered: out of the run's spec, and the Secrets that it names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webmend.domain.directive import Directive
from webmend.domain.run import Answer, Run
from webmend.domain.session import HandedDirective, handed
from webmend.domain.workflow import Input
from webmend.policy import asking

from .definitions import Definitions
from .identity import Caller, Identity
from .problems import Refused
from .vault import Vault


@dataclass(frozen=True)
class Values:
    """New values of inputs."""

    inputs: Mapping[str, str]
    secret: tuple[str, ...]
    """Those of them that come from a Secret or are declared as secret."""


class Answered:
    """Gives runners what was answered."""

    def __init__(self, identity: Identity, definitions: Definitions, vault: Vault):
        self._identity = identity
        self._definitions = definitions
        self._vault = vault

    async def handed(self, caller: Caller, directive: Directive) -> HandedDirective:
        """The directive with the values of the answer that it names; refuses when that is not there any more."""
        if not directive.answer:
            return handed(directive)
        run = (await self._identity.fresh(caller)).run
        answers = [answer for answer in run.spec.answers if answer.request_id == directive.answer]
        if not answers:
            raise Refused(409, f"the run has no answer to {directive.answer}")
        declared = await self._declared(run, caller.attempt.version, directive)
        values = await self.values(run, answers, declared)
        return handed(directive, values.inputs, values.secret)

    async def values(self, run: Run, answers: Iterable[Answer], declared: tuple[Input, ...]) -> Values:
        """What these answers say of the declared values, a later one over an earlier one."""
        inputs: dict[str, str] = {}
        secret = {each.name: None for each in declared if each.secret}
        for answer in answers:
            hidden = await self._from_secret(run, answer)
            inputs |= {**answer.inputs, **hidden}
            secret |= dict.fromkeys(hidden)
        known = {each.name for each in declared} & inputs.keys()
        return Values(
            {name: value for name, value in inputs.items() if name in known}, tuple(n for n in secret if n in known)
        )

    async def _declared(self, run: Run, version: int, directive: Directive) -> tuple[Input, ...]:
        """The values that the answer may have: those that its step asks for by itself, or the workflow's inputs."""
        workflow = await self._definitions.workflow(run)
        nodes = (await self._definitions.graph(workflow, version)).nodes
        asks = next((node.ask for node in nodes if node.id == directive.node_id), None)
        return asking.fields(asks) if asks else workflow.spec.inputs

    async def _from_secret(self, run: Run, answer: Answer) -> Mapping[str, str]:
        given = answer.inputs_from
        return await self._vault.values(run.namespace, given.secret_ref) if given else {}
