"""The run that a schedule starts, as an object."""

from datetime import datetime
from typing import Any

from webmend.domain import names
from webmend.domain.run import RunSpec, Trigger, WorkflowRef
from webmend.domain.workflow import Workflow
from webmend.policy.owner import owner

from .deciding import run_name, said_at


def run_body(workflow: Workflow, due: datetime) -> dict[str, Any]:
    """The WorkflowRun that was due then, owned by its workflow."""
    spec = RunSpec(workflow_ref=WorkflowRef(name=workflow.name), trigger=Trigger.SCHEDULE)
    return {
        "apiVersion": names.API_VERSION,
        "kind": names.WORKFLOW_RUN,
        "metadata": {
            "name": run_name(workflow, due),
            "namespace": workflow.namespace,
            "labels": {
                names.LABEL_WORKFLOW: workflow.name,
                names.LABEL_MANAGED_BY: names.MANAGED_BY,
            },
            "annotations": {names.ANNOTATION_DUE: said_at(due)},
            "ownerReferences": [owner(workflow)],
        },
        "spec": spec.model_dump(mode="json", by_alias=True, exclude_defaults=True),
    }
