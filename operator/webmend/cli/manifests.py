"""Reading manifests: the workflows, runs and Secrets in YAML files."""

import base64
import binascii
import sys
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import yaml

from webmend.domain import names
from webmend.domain.resource import Malformed, run_from, workflow_from
from webmend.domain.run import Run
from webmend.domain.workflow import Workflow

from .errors import Usage

Document = dict[str, Any]
Named = TypeVar("Named", Workflow, Run)


@dataclass(frozen=True)
class Manifests:
    """What some files hold."""

    workflows: tuple[Workflow, ...]
    runs: tuple[Run, ...]
    secrets: Mapping[str, Mapping[str, str]]
    """Values of each Secret, by its name."""
    config_maps: Mapping[str, str]
    """What each ConfigMap holds under all of its keys, by its name."""
    documents: tuple[Document, ...]
    """Everything as it was written."""

    def workflow(self, name: str | None) -> Workflow:
        """The workflow of that name, or the only one; raises Usage."""
        return _pick(names.WORKFLOW, self.workflows, name)

    def run_of(self, workflow: Workflow, name: str | None) -> Run | None:
        """The run of that name, or the first one of the workflow; raises Usage when there is none of that name."""
        runs = tuple(run for run in self.runs if run.spec.workflow_ref.name == workflow.name)
        return _pick(names.WORKFLOW_RUN, runs, name) if name else next(iter(runs), None)

    def document_of(self, workflow: Workflow) -> Document:
        """The workflow's manifest as it was written."""
        return next(d for d in self.documents if d["kind"] == names.WORKFLOW and _name(d) == workflow.name)


def read(files: list[Path]) -> Manifests:
    """What the files hold; raises Usage when one cannot be read or holds something malformed."""
    documents = tuple(document for file in files for document in _documents(file))
    try:
        return Manifests(
            workflows=tuple(workflow_from(_as_stored(d)) for d in _of_kind(documents, names.WORKFLOW)),
            runs=tuple(run_from(_as_stored(d)) for d in _of_kind(documents, names.WORKFLOW_RUN)),
            secrets={_name(d): secret_values(d) for d in _of_kind(documents, "Secret")},
            config_maps={_name(d): _text_of(d) for d in _of_kind(documents, "ConfigMap")},
            documents=documents,
        )
    except Malformed as malformed:
        raise Usage(str(malformed)) from None


def load(file: Path) -> list[Any]:
    """The YAML documents in a file; raises Usage."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text()
        return [document for document in yaml.safe_load_all(text) if document is not None]
    except OSError as error:
        raise Usage(f"{file} cannot be read: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Usage(f"{file} is no YAML: {error}") from None


def secret_values(secret: Mapping[str, Any]) -> dict[str, str]:
    """The values of a Secret: its data decoded, its stringData over them; raises Usage."""
    try:
        data = {key: base64.b64decode(value).decode() for key, value in (secret.get("data") or {}).items()}
    except (binascii.Error, UnicodeDecodeError, TypeError):
        raise Usage(f"Secret {_name(secret)}: data is not base64 of text") from None
    return {**data, **{key: str(value) for key, value in (secret.get("stringData") or {}).items()}}


def _text_of(config_map: Mapping[str, Any]) -> str:
    return "\n".join(map(str, (config_map.get("data") or {}).values()))


def _documents(file: Path) -> Iterator[Document]:
    for document in load(file):
        if not isinstance(document, dict) or "kind" not in document or not _name(document):
            raise Usage(f"{file} holds something that is no manifest: kind and metadata.name are needed")
        yield document


def _of_kind(documents: tuple[Document, ...], kind: str) -> list[Document]:
    return [document for document in documents if document["kind"] == kind]


def _name(document: Mapping[str, Any]) -> str:
    metadata = document.get("metadata")
    return str(metadata.get("name", "")) if isinstance(metadata, dict) else ""


def _as_stored(document: Document) -> Document:
    """The manifest with what an API server adds."""
    added = {
        "namespace": "default",
        "uid": str(uuid.uuid4()),
        "generation": 1,
        "creationTimestamp": datetime.now(UTC).isoformat(),
    }
    return {**document, "metadata": {**added, **document["metadata"]}, "status": {}}


def _pick(kind: str, found: tuple[Named, ...], name: str | None) -> Named:
    """The one that is meant; raises Usage, naming those that there are."""
    there = ", ".join(each.name for each in found) or "none"
    if name is not None:
        found = tuple(each for each in found if each.name == name)
    if len(found) != 1:
        raise Usage(
            f"which {kind} (--workflow NAME)? There are: {there}"
            if name is None
            else f"no {kind} {name}; there are: {there}"
        )
    return found[0]
