"""Whether the installation itself is there, of this release, and at work."""

from collections.abc import Callable
from datetime import datetime

from webmend.cli.doctor.facts import Facts
from webmend.cli.doctor.finding import Finding, good, note, wrong
from webmend.domain import names
from webmend.ports.cluster import Object

from .shared import COMPONENT, Findings, named, unseen

OLDEST = (1, 31)
"""The oldest Kubernetes that is served."""
SILENCE = 60.0
"""Seconds without a renewed lease from which nobody leads: clocks of people and of clusters are not the same."""
UPGRADE = "helm upgrade, with crds.install=true, or: kubectl apply --server-side -f crds/"


def _kubernetes(facts: Facts) -> Findings:
    area = "Kubernetes"
    if facts.version.value is None:
        yield unseen(area, facts.version)
        return
    if _numbers(facts.version.value) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        yield wrong(area, f"{facts.version.value} is older than {oldest}", f"use Kubernetes {oldest} or newer")
    else:
        yield good(area, facts.version.value)


def _numbers(version: str) -> tuple[int, ...]:
    """The first two numbers of a version, such as v1.36.3 or v1.31.2-eks-1234."""
    parts = version.removeprefix("v").split(".")[:2]
    return tuple(int("".join(filter(str.isdigit, part)) or 0) for part in parts)


def _definitions(facts: Facts) -> Findings:
    area = "Definitions"
    if not facts.kinds.is_seen:
        yield unseen(area, facts.kinds)
        return
    missing = sorted(set(names.PLURALS) - (facts.kinds.value or frozenset()))
    if missing:
        yield wrong(area, f"not there: {', '.join(missing)}", UPGRADE)
        return
    if not facts.lacking.is_seen:
        yield unseen(area, facts.lacking)
    elif facts.lacking.value:
        lacking = named(facts.lacking.value)
        yield wrong(area, f"older than webmend {facts.release}, without {lacking}", UPGRADE)
    else:
        yield good(area, f"all fields of webmend {facts.release}")


def _components(facts: Facts) -> Findings:
    if not facts.deployments.is_seen:
        yield unseen("Operator and server", facts.deployments)
        return
    found = {_component(each): each for each in facts.deployments.value or ()}
    if not found:
        todo = "helm install, or say where they are: --system-namespace NAME"
        yield wrong("Operator and server", f"no Deployment of theirs is in {facts.system}", todo)
        return
    for component in ("operator", "server", "egress"):
        if component in found:
            yield _ready(facts, component, found[component])
        elif component != "egress":
            yield wrong(component.capitalize(), f"its Deployment is not in {facts.system}", "helm upgrade")


def _component(deployment: Object) -> str:
    return str((deployment["metadata"].get("labels") or {}).get(COMPONENT, ""))


def _ready(facts: Facts, component: str, deployment: Object) -> Finding:
    name, status = deployment["metadata"]["name"], deployment.get("status") or {}
    wanted, ready = deployment["spec"].get("replicas", 1), status.get("readyReplicas", 0)
    area = component.capitalize()
    if wanted == 0:
        todo = f"kubectl scale -n {facts.system} deployment/{name} --replicas=1"
        return wrong(area, f"{name} is scaled to 0", todo)
    if ready == 0:
        conditions = [each.get("message", "") for each in status.get("conditions") or () if each["status"] == "False"]
        why = f": {conditions[0]}" if conditions else ""
        todo = f"kubectl logs -n {facts.system} deployment/{name} --all-containers"
        return wrong(area, f"no replica of {name} is ready{why}", todo)
    if ready < wanted:
        todo = f"kubectl describe -n {facts.system} deployment/{name}"
        return note(area, f"{ready} of {wanted} replicas of {name} are ready", todo)
    return good(area, f"{name}: {ready} of {wanted} ready")


def _releases(facts: Facts) -> Findings:
    labels = [each["metadata"].get("labels") or {} for each in facts.deployments.value or ()]
    installed = {str(each.get("app.kubernetes.io/version")) for each in labels} - {"None", facts.release}
    if installed:
        what = f"the installation is {', '.join(sorted(installed))}, this program {facts.release}"
        yield note("Release", what, "use the same release of both")


def _leader(facts: Facts) -> Findings:
    area = "Leader"
    if not facts.lease.is_seen:
        yield unseen(area, facts.lease)
        return
    spec = (facts.lease.value or {}).get("spec") or {}
    holder, renewed = spec.get("holderIdentity"), _time(spec.get("renewTime"))
    todo = f"kubectl logs -n {facts.system} -l app.kubernetes.io/component=operator"
    if not holder or renewed is None:
        yield wrong(area, "no operator leads: nothing is decided", todo)
        return
    age = (facts.now - renewed).total_seconds()
    if age > max(SILENCE, 2 * float(spec.get("leaseDurationSeconds") or 0)):
        yield wrong(area, f"{holder} has not renewed its lease for {age:.0f} s: nothing is decided", todo)
    else:
        yield good(area, str(holder))


def _time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None


CHECKS: tuple[Callable[[Facts], Findings], ...] = (_kubernetes, _definitions, _components, _releases, _leader)
