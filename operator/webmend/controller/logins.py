"""Who uses which login in a namespace, and what sites have refused: out of the store."""

from collections.abc import Iterator

from webmend.domain.resource import Malformed
from webmend.domain.run import AttemptState, Run
from webmend.domain.workflow import CredentialTrouble, Workflow
from webmend.policy import credentials
from webmend.policy.credentials import Rival
from webmend.policy.run import RunFacts, logins_of
from webmend.ports.cluster import Object

from .store import Store

BUSY = "CredentialBusy"


def is_active(run: Object) -> bool:
    """Whether an attempt of the run is under way, as far as the raw object says."""
    attempts: list[Object] = (run.get("status") or {}).get("attempts") or []
    return bool(attempts) and attempts[-1].get("state") == AttemptState.RUNNING


def is_waiting(run: Object) -> bool:
    """Whether the run waits for a login, as far as the raw object says."""
    return (run.get("status") or {}).get("reason") == BUSY


class Logins:
    """Looks at the runs and workflows of the store; an object that cannot be read is passed over."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rivals(self, facts: RunFacts) -> tuple[Rival, ...]:
        """The other runs that use, or wait for, one of the Secrets of this run's logins."""
        wanted = frozenset(logins_of(facts))
        if not wanted:
            return ()
        return tuple(rival for rival in self._all(facts.run) if rival.secrets & wanted)

    def is_busy(self, facts: RunFacts) -> bool:
        """Whether the run has to wait for a login whatever else there is."""
        workflow = facts.workflow
        return workflow is not None and credentials.busy(facts.run, workflow.spec.credentials, facts.rivals) is not None

    def troubles(self, facts: RunFacts) -> tuple[tuple[str, CredentialTrouble], ...]:
        """What sites have refused of this run's logins, whichever workflow it was."""
        wanted = set(logins_of(facts))
        known = [w.status.credentials for w in self._workflows(facts.run.namespace)] if wanted else []
        return tuple((name, trouble) for each in known for name, trouble in each.items() if name in wanted)

    def _all(self, run: Run) -> Iterator[Rival]:
        for held in self._store.runs:
            active = is_active(held.content.obj)
            if held.namespace != run.namespace or held.uid == run.uid or not (active or is_waiting(held.content.obj)):
                continue
            try:
                yield self._rival(held.content.value, active)
            except Malformed:
                continue

    def _rival(self, run: Run, active: bool) -> Rival:
        held = self._store.workflow(run.namespace, run.spec.workflow_ref.name)
        logins = held.content.value.spec.credentials if held else ()
        return Rival(run.name, frozenset(c.secret_ref for c in logins), active, credentials.place(run))

    def _workflows(self, namespace: str) -> Iterator[Workflow]:
        for held in self._store.workflows:
            if held.namespace == namespace and (held.content.obj.get("status") or {}).get("credentials"):
                try:
                    yield held.content.value
                except Malformed:
                    continue
