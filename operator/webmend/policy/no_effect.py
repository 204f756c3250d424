"""Fields that a manifest sets and that nothing looks at yet. Their description is where that is said."""

from collections.abc import Iterator

from pydantic import BaseModel

MARK = "No effect yet."


def paths(model: BaseModel, prefix: str = "spec") -> tuple[str, ...]:
    """Paths of the fields that are set here and whose description says that they have no effect yet."""
    return tuple(_walk(model, prefix))


def _walk(model: BaseModel, prefix: str) -> Iterator[str]:
    for name in sorted(model.model_fields_set):
        field = type(model).model_fields[name]
        path = f"{prefix}.{field.alias or name}"
        if MARK in (field.description or ""):
            yield path
        else:
            yield from _inside(getattr(model, name), path)


def _inside(value: object, path: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from _walk(value, path)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _inside(item, f"{path}[{index}]")
