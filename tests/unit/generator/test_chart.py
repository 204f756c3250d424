import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from hack.generator.chart import PLACE, readme, values_schema
from hack.generator.values import Undescribed, values

ROOT = Path(__file__).parents[3]
TEXT = """\
# What the file is about; not about the value below.

# How many.
# @schema {minimum: 1}
replicas: 2

# The image.
image:
  # Its tag;
  # empty: the newest.
  tag: ""
  # When it is pulled.
  # @schema {enum: [Always, Never]}
  pull: Always

# Names.
# @schema {items: {type: string}}
names:
- a

# Labels.
# @schema {additionalProperties: {type: string}}
labels: {}

# How long.
# @schema duration
wait: 10m

# How much.
share: 0.5
"""


def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(values_schema(TEXT))
    return found["properties"]


def test_a_comment_is_the_description_and_a_default_the_type() -> None:
    assert schema()["replicas"] == {"type": "integer", "description": "How many.", "minimum": 1}
    assert schema()["share"] == {"type": "number", "description": "How much."}
    assert schema()["image"]["properties"]["tag"] == {"type": "string", "description": "Its tag; empty: the newest."}


def test_a_group_takes_no_other_value() -> None:
    assert schema()["image"]["additionalProperties"] is False
    assert set(schema()["image"]["properties"]) == {"tag", "pull"}


def test_a_group_must_be_there() -> None:
    assert json.loads(values_schema(TEXT))["required"] == ["image"]


def test_lists_and_maps_say_what_they_hold() -> None:
    assert schema()["names"]["items"] == {"type": "string"}
    assert schema()["labels"]["additionalProperties"] == {"type": "string"}


def test_a_duration_is_what_the_domain_takes_for_one() -> None:
    assert schema()["wait"]["pattern"].startswith("^([0-9]+h)?")
    assert schema()["wait"]["minLength"] == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\n", "a: no comment above it"),
        ("# Group.\na:\n  b: 1\n", "a.b: no comment above it"),
        ("# Not about a.\n\na: 1\n", "a: no comment above it"),
        ("# Names.\na: []\n", r"a: `# @schema \{items: ...\}` is missing"),
        ("# Labels.\na: {}\n", r"a: `# @schema \{additionalProperties: ...\}` is missing"),
    ],
)
def test_a_value_that_says_too_little_fails_the_generation(text: str, says: str) -> None:
    with pytest.raises(Undescribed, match=says):
        values_schema(text)


def test_the_page_lists_every_value_but_no_group() -> None:
    page = readme(f"# Chart\n{PLACE}", TEXT)
    assert '| `image.pull` | `"Always"` | When it is pulled. One of Always, Never. |' in page
    assert "| `image` |" not in page


def test_every_value_of_the_chart_is_found_by_its_comment() -> None:
    text = (ROOT / "charts/webmend/values.yaml").read_text()
    found = {value.path for value in values(text)}
    assert found >= {(name,) for name in yaml.safe_load(text)}
    assert ("recovery", "loadingDelays", "SPINNER_VISIBLE") in found


def test_the_chart_installs_the_version_that_it_came_with() -> None:
    chart = yaml.safe_load((ROOT / "charts/webmend/Chart.yaml").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert chart["appVersion"] == project["version"]
