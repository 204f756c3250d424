"""What people may change of a workflow without its manifest: which recoveries are allowed, its state, its schedule."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from webmend.domain.base import STORED
from webmend.domain.workflow import Workflow, WorkflowSpec

from .workflow import own_problems

FIELDS = ("errorHandling", "state", "schedule")


class Unfit(ValueError):
    """The change makes no workflow that could run."""


def changed(workflow: Workflow, spec: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be merged into the spec (as stored) so that the change takes effect; raises Unfit.

    `change` is a merge patch (RFC 7386) of FIELDS: a field that is null is as it is by default. What was wrong with
    the workflow before may stay so.
    """
    try:
        fit = WorkflowSpec.model_validate(merged(spec, change), context=STORED)
    except ValidationError as error:
        told = error.errors(include_input=False, include_url=False)[0]
        raise Unfit(f"{'.'.join(map(str, told['loc']))}: {told['msg']}") from None
    known = own_problems(workflow.spec)
    if new_ones := [str(each) for each in own_problems(fit) if each not in known]:
        raise Unfit("; ".join(new_ones[:4]))
    return {"spec": dict(change)}


def merged(old: Any, change: Mapping[str, Any]) -> dict[str, Any]:
    """The old value with the merge patch applied."""
    found = dict(old) if isinstance(old, Mapping) else {}
    for key, value in change.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = merged(found.get(key), value) if isinstance(value, Mapping) else value
    return found
