"""Whether a GitOps tool keeps an object as its repository says: what is changed beside it, it would change back."""

from collections.abc import Mapping
from typing import Any

ARGO_CD = "Argo CD"
FLUX = "Flux"
_MARKS: Mapping[str, str] = {
    "argocd.argoproj.io/tracking-id": ARGO_CD,
    "argocd.argoproj.io/instance": ARGO_CD,
    "kustomize.toolkit.fluxcd.io/name": FLUX,
    "helm.toolkit.fluxcd.io/name": FLUX,
}
"""Labels and annotations that the tools put on what is theirs."""
_MANAGERS: Mapping[str, str] = {
    "argocd-controller": ARGO_CD,
    "argocd-application-controller": ARGO_CD,
    "kustomize-controller": FLUX,
    "helm-controller": FLUX,
}
"""Names under which they write fields."""


def managed_by(stored: Mapping[str, Any]) -> str:
    """The tool that owns the object; empty: none."""
    metadata = stored["metadata"]
    marks = {**(metadata.get("labels") or {}), **(metadata.get("annotations") or {})}
    marked = (tool for mark, tool in _MARKS.items() if mark in marks)
    writers = (entry.get("manager", "") for entry in metadata.get("managedFields") or ())
    written = (_MANAGERS[manager] for manager in writers if manager in _MANAGERS)
    return next(marked, "") or next(written, "")
