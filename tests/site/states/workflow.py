"""The workflow of a case, as a user would have written it."""

from collections import Counter
from typing import Any

from tests.site.states.catalogue import ALIAS, Case
from webmend.domain.workflow import Workflow


def workflow(case: Case) -> Workflow:
    """Its graph, inputs and credential. Raises ValidationError where a step is not well formed."""
    return Workflow.model_validate(
        {
            "namespace": "states",
            "name": case.id[:63],
            "uid": case.id,
            "generation": 1,
            "spec": {
                "graph": {"nodes": _nodes(case)},
                "inputs": [{"name": name} for name in case.inputs],
                "credentials": [{"alias": ALIAS, "secretRef": "login", "origins": _origins(case)}],
                "errorHandling": {"maxRecoveryAttempts": 0},
            },
        }
    )


def _origins(case: Case) -> list[str]:
    return [f"http://{host}" for host in case.hosts if host not in case.foreign]


def _nodes(case: Case) -> list[dict[str, Any]]:
    """Its steps with addresses made whole, and ids that are used once."""
    seen: Counter[str] = Counter()
    made = []
    for step in case.nodes:
        seen[step["id"]] += 1
        again = f"-{seen[step['id']]}" if seen[step["id"]] > 1 else ""
        made.append({**step, "id": step["id"] + again, **_whole(step, case.site)})
    return made


def _whole(step: Any, site: str) -> dict[str, Any]:
    address = step.get("navigate", {}).get("url", "")
    return {"navigate": {"url": f"http://{site}{address}"}} if address.startswith("/") else {}
