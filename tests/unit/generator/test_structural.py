from typing import Annotated, ClassVar

import pytest
from pydantic import Field

from hack.generator.complaints import complaints
from hack.generator.structural import NotStructural, structural
from webmend.domain.base import Line, Model, StrEnum
from webmend.domain.rule import one_of, only_with


class Size(StrEnum):
    """How large."""

    SMALL = "Small"
    """Fits a pocket."""
    LARGE = "Large"


class Lid(Model):
    """What closes it."""

    loop: Line = "brass"
    """What holds it."""


class Box(Model):
    """Holds things."""

    RULES: ClassVar = (one_of("lid", "open_top"), only_with("size", "lid"))

    size: Size | None = None
    """Its size."""
    lid: Lid | None = None
    """The lid, where there is one."""
    open_top: bool = False
    """Whether it has none."""
    labels: Annotated[dict[str, Line], Field(max_length=4)] = Field(default_factory=dict)
    """What stands on it."""


class Endless(Model):
    """Holds itself."""

    inner: "Endless | None" = None
    """Itself again."""


class Either(Model):
    """One or the other."""

    value: int | Line
    """This or that."""


class Silent(Model):
    value: Line
    """A value."""


class Careless(Model):
    """Says too little."""

    text: str
    """Of any length."""
    undescribed: bool = False
    many: tuple[Line, ...] = ()
    """However many."""
    by_name: dict[str, Line] = Field(default_factory=dict)
    """However many."""


def test_a_field_that_may_be_absent_is_not_nullable() -> None:
    assert structural(Box)["properties"]["size"]["type"] == "string"
    assert "null" not in str(structural(Box))


def test_references_are_resolved_and_both_descriptions_kept() -> None:
    lid = structural(Box)["properties"]["lid"]
    assert lid["description"] == "The lid, where there is one. What closes it."
    assert lid["properties"]["loop"]["maxLength"] == 256


def test_the_members_of_an_enum_are_explained() -> None:
    assert structural(Box)["properties"]["size"] == {
        "type": "string",
        "enum": ["Small", "Large"],
        "description": "Its size. How large. Small: Fits a pocket.",
    }


def test_a_map_names_what_its_values_are() -> None:
    labels = structural(Box)["properties"]["labels"]
    assert labels["additionalProperties"] == {"type": "string", "maxLength": 256}
    assert labels["maxProperties"] == 4


def test_an_object_lists_its_fields_and_nothing_about_others() -> None:
    assert "additionalProperties" not in structural(Lid)


def test_defaults_are_said_and_not_set() -> None:
    assert structural(Lid, say_defaults=True)["properties"]["loop"]["description"] == "What holds it. Default brass."
    assert structural(Lid)["properties"]["loop"]["description"] == "What holds it."
    assert "default" not in structural(Lid)["properties"]["loop"]


def test_the_rules_of_a_model_become_rules_of_its_schema() -> None:
    assert structural(Box)["x-kubernetes-validations"] == [
        {
            "rule": "[has(self.lid), has(self.openTop)].exists_one(given, given)",
            "message": "exactly one of lid, openTop is given",
        },
        {"rule": "!has(self.size) || has(self.lid)", "message": "size goes only with lid", "fieldPath": ".size"},
    ]


def test_recursion_is_refused() -> None:
    with pytest.raises(NotStructural, match="Endless contains itself"):
        structural(Endless)


def test_a_model_without_words_is_refused() -> None:
    with pytest.raises(NotStructural, match="Silent has no docstring"):
        structural(Silent)


def test_a_union_is_refused() -> None:
    with pytest.raises(NotStructural, match="a union of 2 types"):
        structural(Either)


def test_what_is_not_described_or_not_bounded_is_named() -> None:
    assert complaints(structural(Careless), "Careless") == [
        "Careless.text: no maxLength",
        "Careless.undescribed: no description",
        "Careless.many: no maxItems",
        "Careless.byName: no maxProperties",
    ]


def test_nothing_is_wrong_with_a_careful_model() -> None:
    assert complaints(structural(Box), "Box") == []
