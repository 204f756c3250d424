"""The runs that wait for an answer, from the watch."""

from webmend.domain.api_workflows import OpenQuestion, OpenQuestions
from webmend.domain.resource import Malformed, run_from
from webmend.ports.clock import Clock
from webmend.ports.cluster import Change
from webmend.server.people.access import LIST
from webmend.server.people.users import User
from webmend.server.runs import is_over, status_of, uid_of

from .scope import Scope


class Questions:
    """Knows every question that is open in the namespaces served."""

    def __init__(self, scope: Scope, clock: Clock):
        self._scope = scope
        self._clock = clock
        self._open: dict[str, OpenQuestion] = {}

    def hear(self, change: Change) -> None:
        """A run has changed."""
        if is_over(change) or not status_of(change.object).get("inputRequest"):
            self._open.pop(uid_of(change), None)
            return
        try:
            run = run_from(change.object)
        except Malformed:
            return
        asked = run.status.input_request
        assert asked is not None
        if any(given.request_id == asked.request_id for given in run.spec.answers):
            self._open.pop(run.uid, None)
            return
        workflow = run.spec.workflow_ref.name
        self._open[run.uid] = OpenQuestion(
            namespace=run.namespace, run=run.name, session_id=run.uid, workflow=workflow, question=asked
        )

    async def listed(self, user: User, named: tuple[str, ...] | None) -> OpenQuestions:
        """Those of the runs that the user may list, the most urgent first; refuses as Scope does."""
        allowed, now = await self._scope.namespaces(user, LIST, named), self._clock.now()
        found = [
            each
            for each in self._open.values()
            if each.question.expires_at > now and (allowed is None or each.namespace in allowed)
        ]
        return OpenQuestions(items=tuple(sorted(found, key=lambda each: each.question.expires_at)))
