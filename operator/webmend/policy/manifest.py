"""A workflow's manifest as people keep it: told from what is stored, with a version's graph, under another name."""

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from webmend.domain import names
from webmend.domain.version import VersionSpec
from webmend.domain.workflow import WorkflowSpec, WorkflowState

from . import calling

Document = dict[str, Any]
LONGEST = 50
"""Characters of a workflow's name: its versions are named after it."""
_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_KEPT = ("name", "namespace", "labels", "annotations")
"""Of the metadata that a cluster shows: what people write themselves."""


def as_applied(stored: Mapping[str, Any]) -> Document:
    """The manifest that somebody applied, as far as it can be told from what the cluster stores."""
    metadata = stored["metadata"]
    annotations = metadata.get("annotations") or {}
    found = _document(annotations.get(_APPLIED, ""))
    if found and _reads_equal(found, stored):
        return found
    known = {**metadata, "annotations": {key: value for key, value in annotations.items() if key != _APPLIED}}
    kept = {key: known[key] for key in _KEPT if known.get(key)}
    return {"apiVersion": names.API_VERSION, "kind": names.WORKFLOW, "metadata": kept, "spec": stored["spec"]}


def with_graph(document: Document, spec: VersionSpec) -> Document:
    """A workflow's manifest as it was written, with the version's graph in it; its calls stay calls."""
    manifest = WorkflowSpec.model_validate(document["spec"]).graph
    graph = calling.own(manifest, spec).model_dump(mode="json", by_alias=True, exclude_unset=True)
    return {**document, "spec": {**document["spec"], "graph": graph}}


def wrong_name(name: str) -> str:
    """Why a workflow cannot have that name, in a sentence; empty when it can."""
    if re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", name) and len(name) <= LONGEST:
        return ""
    return f"{name} is no name of a workflow: at most {LONGEST} characters, of a-z, 0-9 and - within"


def copy(document: Document, name: str) -> Document:
    """The manifest under that name, as a Draft, without what belongs to those who manage the original."""
    metadata = {"name": name, "labels": _own(document["metadata"].get("labels") or {})}
    spec = {**document["spec"], "state": str(WorkflowState.DRAFT)}
    return {**document, "metadata": {key: value for key, value in metadata.items() if value}, "spec": spec}


def _document(applied: str) -> Document:
    """What kubectl has kept; nothing where that is no manifest."""
    try:
        found = json.loads(applied or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _reads_equal(applied: Document, stored: Mapping[str, Any]) -> bool:
    """Whether nobody has changed the workflow since by other means; what a cluster fills in by itself is no change."""
    try:
        mine, theirs = (WorkflowSpec.model_validate(each.get("spec")).model_dump() for each in (applied, stored))
    except ValidationError:
        return False
    return mine == theirs


def _own(labels: Mapping[str, str]) -> dict[str, str]:
    """People's own labels: those with a prefix are for tools (Kubernetes' rule), by which Helm, Argo CD or Flux would
    take the copy for theirs and delete it."""
    return {key: value for key, value in labels.items() if "/" not in key}
