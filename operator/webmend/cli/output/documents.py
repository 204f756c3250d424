"""Values as documents for programs."""

import json
from collections.abc import Iterable
from typing import Any

import yaml

from webmend.policy import csv_line

from .plain import escaped_in_json, escaped_in_yaml, is_harmful

WIDTH = 120


def as_json(value: Any) -> str:
    """Indented JSON."""
    return escaped_in_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def as_json_lines(values: Iterable[Any]) -> str:
    """A line of JSON a value."""
    return "".join(escaped_in_json(json.dumps(value, ensure_ascii=False)) + "\n" for value in values)


def as_yaml(value: Any) -> str:
    """YAML, fields in their order."""
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
    return escaped_in_yaml(text)


def as_csv(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """RFC 4180, with a head; no cell is one that spreadsheets take for a formula."""
    return csv_line.lines([head, *rows])


class _Dumper(yaml.SafeDumper):
    """Writes texts with harmful characters between double quotes, where they can be escaped, and no references."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if any(map(is_harmful, text.replace("\n", ""))) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _text)
