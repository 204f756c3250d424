"""Whether a run that somebody asks for can start at all: told at once, not by a run that fails."""

from webmend.domain.run import RunSpec
from webmend.domain.workflow import Workflow

from . import inputs, pausing


def refusal(workflow: Workflow, spec: RunSpec) -> str:
    """Why the run cannot start as things are, in a sentence; empty when it can."""
    if pausing.is_draft_for(workflow, spec.trigger):
        return f"the workflow {workflow.name} is a Draft, of which only runs by hand start: set its state to Active"
    return ""


def problems(workflow: Workflow, spec: RunSpec) -> tuple[str, ...]:
    """What is wrong with what is asked for, a sentence each with the path of the field; empty when nothing is.

    A replay takes over what it leaves out, and so does a run from its Secret: nothing of that is missing.
    Values of secret inputs belong into a Secret: whoever may read runs would read them.
    """
    declared, given = workflow.spec.inputs, spec.inputs
    open_ = [i.name for i in declared if i.secret and i.name in given]
    more = spec.inputs_from is not None or spec.replay_of is not None
    found = inputs.problems(declared, given, more=more)
    secret = (f"spec.inputs.{name}: is secret; put it into a Secret, and name that as inputsFrom" for name in open_)
    return (*found, *secret)
