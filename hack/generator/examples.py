"""The examples of the reference: manifests that tests run or have checked, and the fields that each of them shows."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from webmend.domain.run import RunSpec
from webmend.domain.workflow import WorkflowSpec

FOLDER = Path(__file__).resolve().parents[2] / "docs/reference/examples"
SPECS: dict[str, type[BaseModel]] = {"Workflow": WorkflowSpec, "WorkflowRun": RunSpec}

Field = tuple[type[BaseModel], str]
"""A model and the name of one of its fields."""


def example_of(model: type[BaseModel]) -> str:
    """The example that is named after the model (`CodeSource`: code-source.yaml); empty where there is none."""
    path = FOLDER / f"{re.sub(r'(?<!^)(?=[A-Z])', '-', model.__name__).lower()}.yaml"
    return path.read_text() if path.exists() else ""


def specs(path: Path) -> list[BaseModel]:
    """The specs of our own kinds in a manifest; raises ValidationError."""
    found = [document for document in yaml.safe_load_all(path.read_text()) if document["kind"] in SPECS]
    return [SPECS[document["kind"]].model_validate(document["spec"]) for document in found]


@cache
def shown() -> frozenset[Field]:
    """Every field that some example gives."""
    return frozenset(field for path in FOLDER.glob("*.yaml") for spec in specs(path) for field in _given(spec))


def _given(value: Any) -> Iterator[Field]:
    if isinstance(value, BaseModel):
        for name in value.model_fields_set:
            yield type(value), name
            yield from _given(getattr(value, name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _given(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _given(item)
