"""Which logins nobody may use now: those whose values the site has just refused.

A login that is tried again and again with a wrong password locks the account, so a refusal holds every other run with
the same Secret until the Secret changes.
"""

from collections.abc import Iterable, Mapping

from webmend.domain.evidence import Evidence
from webmend.domain.failure import Failure, Source, SubType
from webmend.domain.graph import Graph
from webmend.domain.workflow import Credential, CredentialTrouble, Workflow

REFUSALS = frozenset({SubType.INVALID_CREDENTIALS, SubType.ACCOUNT_LOCKED})
"""After which nobody tries the same values again."""


def held(
    credentials: Iterable[Credential], versions: Mapping[str, str], troubles: Iterable[tuple[str, CredentialTrouble]]
) -> str:
    """Why no run may use these logins as they are, in a sentence; empty when it may.

    `versions`: a word for each Secret as it is now. `troubles`: the refusals in this namespace, by Secret.
    """
    known = tuple(troubles)
    return next((said for credential in credentials if (said := _held(credential, versions, known))), "")


def refused(failure: Failure, evidence: Evidence, workflow: Workflow, graph: Graph) -> tuple[str, ...]:
    """The Secrets whose values the site has refused with this failure.

    The login is the one that the login step types. Where that is not known it may be any of the workflow's: better to
    hold a run too many than to lock an account. While a change of the login is not settled, another value is pending
    and is tried next: nothing is held yet. A model's word on what a page shows holds nobody's login.
    """
    if failure.sub_type not in REFUSALS or failure.source is Source.MODEL or evidence.session.unsettled:
        return ()
    credentials = workflow.spec.credentials
    typed = _typed(graph, evidence.session.login_node)
    named = tuple(c.secret_ref for c in credentials if f"credentials.{c.alias}." in typed)
    return named or tuple(c.secret_ref for c in credentials)


def still_named(
    troubles: Mapping[str, CredentialTrouble], credentials: Iterable[Credential]
) -> dict[str, CredentialTrouble]:
    """The refusals of Secrets that the workflow still uses."""
    names = {credential.secret_ref for credential in credentials}
    return {secret: trouble for secret, trouble in troubles.items() if secret in names}


def _held(
    credential: Credential, versions: Mapping[str, str], troubles: tuple[tuple[str, CredentialTrouble], ...]
) -> str:
    """A Secret that nobody can tell the version of is never held: it could not be let go either."""
    now = versions.get(credential.secret_ref)
    found = next((t for name, t in troubles if name == credential.secret_ref and now and t.version == now), None)
    if found is None:
        return ""
    return (
        f"The site refused the credential {credential.alias} ({found.reason}, run {found.run}); it is not tried again "
        f"until the Secret {credential.secret_ref} is changed, or annotated once all is well at the site"
    )


def _typed(graph: Graph, node_id: str) -> str:
    node = next((n for n in graph.nodes if n.id == node_id), None)
    return node.fill.value if node is not None and node.fill is not None else ""
