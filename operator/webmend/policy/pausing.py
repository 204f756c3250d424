"""Whether a workflow starts runs by itself, and what starts one all the same.

The user's `spec.state` is theirs: a pause by an error code stands in the status. It ends when the user has seen to the
workflow: its spec is of another generation, or its annotation names the run that had failed.
"""

from webmend.domain import names
from webmend.domain.run import Trigger
from webmend.domain.workflow import Pause, Workflow, WorkflowState

BY_HAND = frozenset({Trigger.MANUAL, Trigger.REPLAY})
"""What starts a Draft, or a workflow that an error code has paused: somebody wants to see whether it works."""


def is_draft_for(workflow: Workflow, trigger: Trigger) -> bool:
    """Whether a run with this trigger is not to start, since the workflow is a Draft."""
    return workflow.spec.state is WorkflowState.DRAFT and trigger not in BY_HAND


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
