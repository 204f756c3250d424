"""Keeps the browsers' sessions from run to run, one for each workflow that asks for it, in a Secret."""

from webmend.domain import names
from webmend.domain.session import SavedState
from webmend.domain.workflow import Workflow
from webmend.policy.saved_session import fits, whose

from .audit import Audit
from .definitions import Definitions
from .identity import Caller
from .problems import Refused
from .vault import Vault

STATE, WHOSE = "state", "whose"
"""Keys of the Secret."""


class SavedSessions:
    """Hands a session to the next run with the same login, and to nobody else."""

    def __init__(self, definitions: Definitions, vault: Vault, audit: Audit):
        self._definitions = definitions
        self._vault = vault
        self._audit = audit

    async def handed(self, caller: Caller) -> SavedState:
        """What the last good run has left; empty where there is nothing, or where it was somebody else's."""
        workflow = await self._keeping(caller)
        name = names.session_secret(workflow.name)
        try:
            held = await self._vault.values(caller.run.namespace, name)
        except Refused as refused:
            if refused.status == 404:
                return SavedState()
            raise
        if not held.get(STATE) or held.get(WHOSE) != await self._login(caller, workflow):
            return SavedState()
        await self._audit.note(caller, "browser session handed out", secret=name)
        return SavedState(state=held[STATE])

    async def keep(self, caller: Caller, saved: SavedState) -> None:
        """Keep it in the place of the one before; nothing: forget that one."""
        workflow = await self._keeping(caller)
        if not fits(saved.state):
            raise Refused(413, "the session is too long to be kept")
        name, namespace = names.session_secret(workflow.name), caller.run.namespace
        values = {STATE: saved.state, WHOSE: await self._login(caller, workflow)} if saved.state else {}
        await self._audit.note(caller, f"browser session {'kept' if values else 'dropped'}", secret=name)
        await self._vault.keep(namespace, name, values, _owner(workflow))

    async def _keeping(self, caller: Caller) -> Workflow:
        """The caller's workflow; refuses where it keeps no session, or the caller is to act no more."""
        caller.check_acting()
        workflow = await self._definitions.workflow(caller.run)
        if not workflow.spec.keeps_session:
            raise Refused(403, "the workflow keeps no session")
        return workflow

    async def _login(self, caller: Caller, workflow: Workflow) -> str:
        """A word for the login of the workflow as it is now; a workflow that keeps its session has one at most."""
        if not workflow.spec.credentials:
            return whose("", "")
        secret = workflow.spec.credentials[0].secret_ref
        values = await self._vault.values(caller.run.namespace, secret)
        return whose(secret, values.get("username", ""))


def _owner(workflow: Workflow) -> dict[str, object]:
    """It goes when the workflow goes, and is not kept by a controller that would undo changes."""
    return {
        "apiVersion": names.API_VERSION,
        "kind": names.WORKFLOW,
        "name": workflow.name,
        "uid": workflow.uid,
    }
