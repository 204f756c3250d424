"""The ground that every model of the domain stands on."""

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from .rule import Rule

STORED = "stored"
"""Context of a validation: the value comes from the API server, which may have taken it from an older release."""


class Model(BaseModel):
    """A frozen value. Stored and sent in camelCase, named in snake_case here, unknown fields refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True, use_attribute_docstrings=True
    )

    RULES: ClassVar[tuple[Rule, ...]] = ()
    """What must hold across its fields, checked in order: the first that does not hold is told."""

    @model_validator(mode="after")
    def _keeps_its_rules(self, info: ValidationInfo) -> Self:
        for rule in self.RULES:
            if not (rule.is_later and info.context == STORED) and not rule.holds(self):
                raise ValueError(rule.message)
        return self

    def with_(self, **changes: Any) -> Self:
        """The same value with some fields changed (names in snake_case; values are not checked again)."""
        return self.model_copy(update=changes)

    def stored(self) -> dict[str, Any]:
        """The JSON form: camelCase, without what is unset or None."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Observed(Model):
    """A value that another version of our own software may have written: unknown fields are passed over."""

    model_config = ConfigDict(extra="ignore")


def _or_as_stored(value: Any, narrow: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    return value if info.context == STORED and isinstance(value, str) else narrow(value)


# Bounded strings. Every string in a custom resource is one of these, so that objects and CEL costs stay bounded.
Name = Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
ObjectName = Annotated[str, Field(min_length=1, max_length=253, pattern=r"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")]
Identifier = Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[A-Za-z_][A-Za-z0-9_-]*$")]
EarlierName = Annotated[Name, WrapValidator(_or_as_stored)]
"""A name that was less narrow in an earlier release: read as it is stored, and not taken anew."""
Line = Annotated[str, Field(max_length=256)]
Sentence = Annotated[str, Field(max_length=1024)]
Text = Annotated[str, Field(max_length=4096)]
Url = Annotated[str, Field(min_length=1, max_length=2048)]
Origin = Annotated[str, Field(max_length=256, pattern=r"^https?://[^/\s]+$")]
Duration = Annotated[str, Field(min_length=1, max_length=16, pattern=r"^([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$")]
"""A Kubernetes-style length of time such as `15s`, `1m30s`, `500ms`."""

__all__ = [
    "STORED",
    "Duration",
    "EarlierName",
    "Identifier",
    "Line",
    "Model",
    "Name",
    "ObjectName",
    "Observed",
    "Origin",
    "Sentence",
    "StrEnum",
    "Text",
    "Url",
]
