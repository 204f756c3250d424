"""Whether the namespace is served, what its runs may reach, and what whoever asks may do."""

from collections.abc import Callable

from webmend.cli.doctor.facts import Facts
from webmend.cli.doctor.finding import Finding, Level, good, note, wrong
from webmend.domain import names
from webmend.domain.run import Run
from webmend.ports.cluster import Object

from .shared import Findings, named, unseen


def _served(facts: Facts) -> Findings:
    area = "Namespaces served"
    settings = facts.settings.value
    if settings is None:
        if not facts.settings.is_seen:
            yield unseen(area, facts.settings)
        return
    served = ", ".join(settings.namespaces) or "all"
    if _is_served(facts):
        yield good(area, served)
    elif facts.is_named:
        todo = f"helm upgrade, with namespaces={{{','.join((*settings.namespaces, facts.namespace))}}}"
        yield wrong(area, f"{facts.namespace} is not among them ({served}): its runs are never looked at", todo)
    else:
        what = f"{facts.namespace}, that of your context, is not among them ({served})"
        yield note(area, what, f"look at one that is: webmend doctor -n {settings.namespaces[0]}")


def _is_served(facts: Facts) -> bool:
    """Whether the namespace is, as far as one knows."""
    settings = facts.settings.value
    return settings is None or not settings.namespaces or facts.namespace in ("", *settings.namespaces)


def _runner_account(facts: Facts) -> Findings:
    area, name = "Runner pods", names.RUNNER_SERVICE_ACCOUNT
    if not facts.namespace or not _is_served(facts):
        return
    if not facts.account.is_seen:
        yield unseen(area, facts.account)
    elif facts.account.value is None:
        todo = f"kubectl create serviceaccount {name} -n {facts.namespace}"
        yield wrong(area, f"their ServiceAccount {name} is not in {facts.namespace}: none can start", todo)


def _network(facts: Facts) -> Findings:
    area = "Network"
    if not facts.namespace or not _is_served(facts):
        return
    if not facts.policies.is_seen:
        yield unseen(area, facts.policies)
    elif not any(_is_of_runners(each) for each in facts.policies.value or ()):
        what = f"no NetworkPolicy in {facts.namespace} holds runner pods: they reach every address of the cluster"
        yield note(area, what, "helm upgrade, with networkPolicy.enabled=true, or egress.enabled=true")
    else:
        yield good(area, "a NetworkPolicy holds runner pods")


def _is_of_runners(policy: Object) -> bool:
    """Whether it is one of the chart's, or one for all pods; others may hold them too, and are not looked through."""
    spec = policy.get("spec") or {}
    selector = spec.get("podSelector") or {}
    is_ours = any(each.get("key") == names.LABEL_RUN for each in selector.get("matchExpressions") or ())
    return "Egress" in (spec.get("policyTypes") or ()) and (is_ours or not selector)


def _egress(facts: Facts) -> Findings:
    refused = [run for run in facts.runs.value or () if _reason(run) == "EgressRefused"]
    if refused:
        what = f"the egress proxy has refused {named([run.name for run in refused])}"
        yield note("Network", what, "see the message of the run; allow the site by egress.allow of the chart")


def _reason(run: Run) -> str:
    return run.status.error.reason if run.status.error else ""


def _rights(facts: Facts) -> Findings:
    area = "Your rights"
    if facts.rights.value is None:
        yield unseen(area, facts.rights)
        return
    missing = [right for right in facts.rights.value if not right.is_given]
    for right in missing:
        resource = f"{right.resource}.{right.group}" if right.group else right.resource
        what = f"you may not {right.verb} {resource}, which is needed to {right.what_for}"
        yield note(area, what, "ask for a RoleBinding to webmend-operate, if you are to do that")
    if not missing:
        yield good(area, "all that this program asks for")


def _server(facts: Facts) -> Findings:
    if not facts.server.is_seen:
        todo = "see webmend list --help: how the server is reached, and who asks"
        yield Finding(Level.UNSEEN, "Server's API", f"could not be asked: {facts.server.why_not}", todo)
    elif facts.server.value is not None:
        yield good("Server's API", facts.server.value)


CHECKS: tuple[Callable[[Facts], Findings], ...] = (_server, _served, _runner_account, _network, _egress, _rights)
