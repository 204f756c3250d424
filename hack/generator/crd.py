"""The custom resource definition of a kind, as YAML."""

from typing import Any

import yaml

from webmend.domain.names import GROUP, VERSION

from .complaints import complaints
from .kinds import Column, Kind
from .structural import RULES, Schema, structural

HEADER = "# Written by hack/generate.py from operator/webmend/domain; do not edit.\n"
LARGEST = 200 * 1024
"""Bytes: what client-side `kubectl apply` can carry in its annotation (256 KiB), with room."""


class Incomplete(ValueError):
    """A schema lacks descriptions or bounds."""


def crd_yaml(kind: Kind) -> str:
    """The definition as a YAML document.

    Raises Incomplete where a field has no description or no bound, or where the whole is too large.
    """
    definition = crd(kind)
    text = HEADER + yaml.dump(definition, Dumper=_Dumper, sort_keys=False, width=120, allow_unicode=True)
    if len(text.encode()) > LARGEST:
        raise Incomplete(f"{kind.name}: {len(text.encode())} bytes, more than {LARGEST}")
    return text


def crd(kind: Kind) -> dict[str, Any]:
    """The definition as an object."""
    schema = _object_schema(kind)
    parts = schema["properties"]
    if found := [
        c for part in ("spec", "status") if part in parts for c in complaints(parts[part], f"{kind.name}.{part}")
    ]:
        raise Incomplete("\n".join(found))
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{kind.plural}.{GROUP}"},
        "spec": {
            "group": GROUP,
            "scope": "Namespaced",
            "names": {
                "kind": kind.name,
                "listKind": f"{kind.name}List",
                "plural": kind.plural,
                "singular": kind.name.lower(),
                "shortNames": [kind.short],
                "categories": ["webmend"],
            },
            "versions": [_version(kind, schema)],
        },
    }


def _version(kind: Kind, schema: Schema) -> dict[str, Any]:
    return {
        "name": VERSION,
        "served": True,
        "storage": True,
        **({"subresources": {"status": {}}} if kind.status else {}),
        "additionalPrinterColumns": [_column(column) for column in kind.columns],
        **({"selectableFields": [{"jsonPath": path} for path in kind.selectable]} if kind.selectable else {}),
        "schema": {"openAPIV3Schema": schema},
    }


def _object_schema(kind: Kind) -> Schema:
    spec = structural(kind.spec, say_defaults=True)
    for name, value in kind.defaults.items():
        spec["properties"][name]["default"] = value
    parts = {"spec": spec} | ({"status": structural(kind.status)} if kind.status else {})
    return {
        "type": "object",
        "description": kind.description,
        "required": ["spec"],
        "properties": {"metadata": {"type": "object", "properties": {"name": _name_schema(kind)}}, **parts},
        **({RULES: list(kind.rules)} if kind.rules else {}),
    }


def _name_schema(kind: Kind) -> Schema:
    return {"type": "string", "maxLength": kind.longest_name, "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"}


def _column(column: Column) -> dict[str, Any]:
    found = {"name": column.name, "type": column.type, "jsonPath": column.path}
    return {**found, "priority": 1} if column.is_wide else found


class _Dumper(yaml.SafeDumper):
    """Plain YAML, without anchors for what occurs twice."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True
