"""Whether an error code has paused a workflow.

The user's `spec.state` is theirs: a pause by an error code stands in the status. It ends when the user has seen to the
workflow: its spec is of another generation, or its annotation names the run that had failed.
"""

from webmend.domain import names
from webmend.domain.run import Trigger
from webmend.domain.workflow import Pause, Workflow

BY_HAND = frozenset({Trigger.MANUAL, Trigger.REPLAY})
"""What starts a paused workflow all the same: somebody wants to see whether it works."""


def pause(workflow: Workflow) -> Pause | None:
    """The pause that still holds."""
    found = workflow.status.paused
    if found is None or found.generation != workflow.generation:
        return None
    return None if workflow.annotations.get(names.ANNOTATION_RESUME) == found.run else found


def sentence(found: Pause, workflow: str) -> str:
    """What has paused the workflow, and what lets it go on."""
    return (
        f"The error code {found.code} of run {found.run} has paused the workflow; change its spec, or: "
        f"kubectl annotate workflow {workflow} {names.ANNOTATION_RESUME}={found.run} --overwrite"
    )
