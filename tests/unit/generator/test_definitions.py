from typing import Any

import pytest

from hack.generator.crd import crd, crd_yaml
from hack.generator.kinds import KINDS, Kind
from hack.generator.phases import page
from webmend.domain.graph import ACTIONS
from webmend.domain.phase import MOVES

FORBIDDEN = {
    "$ref",
    "$defs",
    "const",
    "discriminator",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "oneOf",
    "anyOf",
}
"""What no structural schema holds (KEP-2335)."""


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


def version(kind: Kind) -> dict[str, Any]:
    found: dict[str, Any] = crd(kind)["spec"]["versions"][0]
    return found


def keywords(schema: dict[str, Any]) -> set[str]:
    """Every keyword used anywhere in the schema; names of fields are not keywords."""
    parts = [
        *schema.get("properties", {}).values(),
        *(schema[k] for k in ("items", "additionalProperties") if k in schema),
    ]
    return set(schema).union(*(keywords(part) for part in parts))


def at(schema: dict[str, Any], path: str) -> dict[str, Any]:
    for name in path.strip(".").split("."):
        schema = schema["properties"][name]
    return schema


def test_the_schema_is_structural(kind: Kind) -> None:
    assert not keywords(version(kind)["schema"]["openAPIV3Schema"]) & FORBIDDEN


def test_it_is_small_enough_for_client_side_apply(kind: Kind) -> None:
    assert len(crd_yaml(kind).encode()) < 200 * 1024


def test_whatever_is_selected_or_shown_is_a_field(kind: Kind) -> None:
    schema = version(kind)["schema"]["openAPIV3Schema"]
    shown = [c.path for c in kind.columns if "[" not in c.path and not c.path.startswith(".metadata")]
    for path in (*kind.selectable, *shown):
        assert at(schema, path)["type"] in {"string", "integer"}, path


def test_no_field_bears_a_name_that_yaml_reads_as_a_boolean(kind: Kind) -> None:
    assert not names(version(kind)["schema"]["openAPIV3Schema"]) & {"y", "n", "yes", "no", "on", "off", "true", "false"}


def names(schema: dict[str, Any]) -> set[str]:
    parts = [
        *schema.get("properties", {}).values(),
        *(schema[k] for k in ("items", "additionalProperties") if k in schema),
    ]
    return set(schema.get("properties", ())).union(*(names(part) for part in parts))


def test_a_step_has_a_field_for_every_action() -> None:
    node = at(version(KINDS[0])["schema"]["openAPIV3Schema"], ".spec.graph.nodes")["items"]
    assert set(ACTIONS) <= set(node["properties"])


def test_the_diagram_shows_every_move_and_no_other() -> None:
    arrows = {line.strip() for line in page().splitlines() if " --> " in line and "[*]" not in line}
    assert arrows == {f"{old} --> {new}" for old, moves in MOVES.items() for new in moves}
