"""Whose an object is."""

from webmend.domain import names
from webmend.domain.workflow import Workflow


def owner(workflow: Workflow) -> dict[str, object]:
    """The owner reference of what a workflow has made: it goes when the workflow goes."""
    return {
        "apiVersion": names.API_VERSION,
        "kind": names.WORKFLOW,
        "name": workflow.name,
        "uid": workflow.uid,
        "controller": True,
    }
