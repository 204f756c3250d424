"""Fetches codes that a site sends by SMS or e-mail from the workflow's code source."""

from collections.abc import Callable
from datetime import timedelta

from webmend.domain.duration import seconds
from webmend.domain.origin import canonical, of_address
from webmend.domain.session import CodeRequest, CodeValue
from webmend.domain.workflow import CodeSource, Workflow
from webmend.policy.inbox import BadAnswer, newest_code
from webmend.ports.clock import Clock
from webmend.ports.inbox import Inbox, InboxUnavailable

from .audit import Audit
from .definitions import Definitions
from .identity import Caller
from .problems import Refused
from .release import is_declared
from .vault import Vault

PAUSE = 2.0
LONGEST = 300.0
MOST_USED = 256
"""Codes remembered as handed out; older ones are too old by their time."""


class SentCodes:
    """Hands out each code once."""

    def __init__(
        self, definitions: Definitions, vault: Vault, audit: Audit, inbox: Inbox, allowed: tuple[str, ...], clock: Clock
    ):
        self._definitions = definitions
        self._vault = vault
        self._audit = audit
        self._inbox = inbox
        self._allowed = frozenset(map(canonical, allowed))
        self._clock = clock
        self._used: dict[str, None] = {}

    async def fetch(self, caller: Caller, request: CodeRequest) -> CodeValue:
        """The newest code since the site was asked, waited for as long as the source says; refuses without one."""
        source = await self._source(caller, request)
        find = finder(source.pattern)
        token = await self._token(caller, source)
        until = self._clock.now() + timedelta(seconds=min(seconds(source.timeout), LONGEST))
        problem = ""
        while self._clock.now() < until:
            try:
                body = await self._inbox.fetch(source.url, token)
                code = newest_code(body, source, request.since, find, frozenset(self._used))
            except (InboxUnavailable, BadAnswer) as bad:
                code, problem = "", f": {bad}"
            if code:
                return await self._handed_out(caller, request, code)
            await self._clock.sleep(PAUSE)
        raise Refused(404, f"no code came from {source.alias} within {source.timeout}{problem}")

    async def _handed_out(self, caller: Caller, request: CodeRequest, code: str) -> CodeValue:
        self._used[code] = None
        while len(self._used) > MOST_USED:
            del self._used[next(iter(self._used))]
        await self._audit.note(
            caller, "code released", node=request.node_id, source=request.source, origin=request.origin
        )
        return CodeValue(value=code)

    async def _source(self, caller: Caller, request: CodeRequest) -> CodeSource:
        """The source that the step names; refuses what may not be fetched, or typed there."""
        workflow = await self._definitions.workflow(caller.run)
        graph = await self._definitions.graph(workflow, caller.attempt.version)
        node = next((n for n in graph.nodes if n.id == request.node_id), None)
        if node is None or node.code is None or node.code.source != request.source:
            raise Refused(403, f"the step {request.node_id} names no code source {request.source}")
        source = _declared(workflow, request.source)
        if caller.run.spec.stop or caller.run.deleting:
            raise Refused(403, "somebody asked the run to stop")
        if not is_declared(request.origin, source.origins):
            raise Refused(403, f"codes of {source.alias} may not be typed on that origin")
        if of_address(source.url) not in self._allowed:
            raise Refused(403, f"the installation does not allow code sources on {of_address(source.url)}")
        return source

    async def _token(self, caller: Caller, source: CodeSource) -> str | None:
        if source.secret_ref is None:
            return None
        values = await self._vault.values(caller.run.namespace, source.secret_ref)
        if not values.get("token"):
            raise Refused(404, f"the Secret {source.secret_ref} has no key token")
        return values["token"]


def finder(pattern: str) -> Callable[[str], str | None]:
    """What finds a code by a pattern of the workflow's, in linear time whatever the pattern; refuses a bad one."""
    import re2  # few installations have code sources, and every start would pay for it

    try:
        compiled = re2.compile(pattern)
    except re2.error:
        raise Refused(422, "the pattern of the code source is no regular expression (RE2)") from None

    def find(text: str) -> str | None:
        match = compiled.search(text)
        return match.group(1 if compiled.groups else 0) if match else None

    return find


def _declared(workflow: Workflow, alias: str) -> CodeSource:
    source = next((s for s in workflow.spec.code_sources if s.alias == alias), None)
    if source is None:
        raise Refused(403, f"the workflow declares no code source {alias}")
    return source
