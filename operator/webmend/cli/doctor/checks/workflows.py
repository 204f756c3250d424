"""What is wrong with workflows and their Secrets."""

from collections.abc import Callable
from datetime import timedelta

from webmend.cli.doctor.facts import Facts, Seen
from webmend.cli.doctor.finding import Finding, Level, good, note, wrong
from webmend.domain.condition import find, is_true
from webmend.domain.workflow import Workflow
from webmend.policy import steps

from .shared import Findings, unseen

UNHEARD = "see Operator, Leader, Namespaces served"
PATIENCE = timedelta(minutes=1)
"""How long the operator may take to say something of a workflow."""


def _broken(facts: Facts) -> Findings:
    for each in facts.broken:
        what = f"{each.kind} {each.name} cannot be read: {each.why}"
        yield wrong("Objects", what, f"kubectl edit {each.kind.lower()} {each.name}")


def _workflows(facts: Facts) -> Findings:
    area = "Workflows"
    if facts.workflows.value is None:
        yield unseen(area, facts.workflows)
        return
    found = [finding for workflow in facts.workflows.value for finding in _workflow(facts, workflow)]
    yield from found
    if not any(each.level is Level.WRONG for each in found):
        yield good(area, f"{len(facts.workflows.value)} accepted")


def _workflow(facts: Facts, workflow: Workflow) -> Findings:
    area, conditions, name = "Workflows", workflow.status.conditions, workflow.name
    scope = f"-n {workflow.namespace}"
    accepted = find(conditions, "Accepted")
    if accepted is None:
        if workflow.created and facts.now - workflow.created > PATIENCE:
            yield wrong(area, f"{name} has not been looked at by the operator", UNHEARD)
    elif not is_true(conditions, "Accepted"):
        todo = f"mend it, and: webmend validate FILE; kubectl describe workflow {name} {scope}"
        yield wrong(area, f"{name} is not accepted: {accepted.message}", todo)
    if (stalled := find(conditions, "Stalled")) and is_true(conditions, "Stalled"):
        yield wrong(area, f"{name} is stalled: {stalled.message}", f"kubectl describe workflow {name} {scope}")
    if (paused := find(conditions, "Paused")) and is_true(conditions, "Paused"):
        yield note(area, f"{name} is paused: {paused.message}")
    if (waiting := find(conditions, "RepairsPending")) and is_true(conditions, "RepairsPending"):
        yield note(area, f"{name}: {waiting.message}", f"webmend versions list {name} {scope}")
    for secret, trouble in workflow.status.credentials.items():
        what = f"{name}: the site has refused the login {secret} ({trouble.reason}, run {trouble.run}): runs are held"
        yield wrong("Credentials", what, f"put it right: kubectl edit secret {secret} {scope}")


def _credentials(facts: Facts) -> Findings:
    unseen = [why for seen in facts.keys.values() if (why := seen.why_not)]
    for workflow in facts.workflows.value or ():
        for secret, wanted in wanted_keys(workflow).items():
            yield from _secret(facts, workflow, secret, wanted)
    if unseen:
        what = f"{len(unseen)} Secrets could not be looked at: {unseen[0]}"
        yield Finding(Level.UNSEEN, "Credentials", what, "runs that wait for one say so")
    elif facts.keys and all(seen.value is not None for seen in facts.keys.values()):
        yield good("Credentials", f"{len(facts.keys)} Secrets are there")


def _secret(facts: Facts, workflow: Workflow, secret: str, wanted: frozenset[str]) -> Findings:
    seen = facts.keys.get((workflow.namespace, secret), Seen(why_not="not asked"))
    if not seen.is_seen:
        return
    scope = f"-n {workflow.namespace}"
    if seen.value is None:
        literals = " ".join(f"--from-literal={key}=VALUE" for key in sorted(wanted))
        todo = f"kubectl create secret generic {secret} {scope} {literals}".rstrip()
        yield wrong("Credentials", f"{workflow.name} names the Secret {secret}, which is not there", todo)
    elif missing := sorted(wanted - seen.value):
        what = f"the Secret {secret} of {workflow.name} has no key {', '.join(missing)}"
        yield wrong("Credentials", what, f"kubectl edit secret {secret} {scope}")


def wanted_keys(workflow: Workflow) -> dict[str, frozenset[str]]:
    """The Secrets that a workflow names, and the keys that its steps use."""
    spec = workflow.spec
    used = [each for node in spec.graph.nodes for each in steps.credentials_of(node)]
    wanted = {
        credential.secret_ref: frozenset(key for alias, key in used if alias == credential.alias)
        for credential in spec.credentials
    }
    if spec.browser.client_certificate:
        wanted[spec.browser.client_certificate.secret_ref] = frozenset({"tls.crt", "tls.key"})
    wanted |= {each.secret_ref: frozenset({"token"}) for each in spec.code_sources if each.secret_ref}
    return wanted


CHECKS: tuple[Callable[[Facts], Findings], ...] = (_broken, _workflows, _credentials)
