"""The workflows in manifests as components of one another, each with the version that a cluster would make of it."""

from collections.abc import Mapping
from datetime import datetime

from webmend.domain.version import WorkflowVersion
from webmend.domain.workflow import Workflow
from webmend.policy import versions as version_policy
from webmend.policy.calling import DEEPEST, Component, Components
from webmend.policy.workflow import WorkflowFacts, plan

from .manifests import Manifests

Made = Mapping[str, tuple[WorkflowVersion, ...]]


def components(found: Manifests, now: datetime) -> Components:
    """By name; one that cannot be laid out has no version."""
    made: Made = {}
    for _ in range(DEEPEST + 1):
        known = _components(found, made)
        made = {workflow.name: _versions(workflow, known, now) for workflow in found.workflows}
    return _components(found, made)


def _components(found: Manifests, made: Made) -> Components:
    return {each.name: Component(each.spec, made.get(each.name, ())) for each in found.workflows}


def _versions(workflow: Workflow, known: Components, now: datetime) -> tuple[WorkflowVersion, ...]:
    first = plan(WorkflowFacts(workflow, components=known), now).create
    if first is None:
        return ()
    return (WorkflowVersion(namespace=workflow.namespace, name=version_policy.object_name(first), spec=first),)
