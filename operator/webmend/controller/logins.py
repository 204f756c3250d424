"""What sites have refused of the logins in a namespace: out of the store."""

from collections.abc import Iterator

from webmend.domain.resource import Malformed
from webmend.domain.workflow import CredentialTrouble, Workflow
from webmend.policy.run import RunFacts, logins_of

from .store import Store


class Logins:
    """Looks at the workflows of the store; an object that cannot be read is passed over."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def troubles(self, facts: RunFacts) -> tuple[tuple[str, CredentialTrouble], ...]:
        """What sites have refused of this run's logins, whichever workflow it was."""
        wanted = set(logins_of(facts))
        known = [w.status.credentials for w in self._workflows(facts.run.namespace)] if wanted else []
        return tuple((name, trouble) for each in known for name, trouble in each.items() if name in wanted)

    def _workflows(self, namespace: str) -> Iterator[Workflow]:
        for held in self._store.workflows:
            if held.namespace == namespace and (held.content.obj.get("status") or {}).get("credentials"):
                try:
                    yield held.content.value
                except Malformed:
                    continue
