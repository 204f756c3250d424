"""The pages that list every field of what people write: its meaning, its bounds, its rules, and an example."""

import typing
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from webmend.domain.graph import ACTIONS, Graph, Node
from webmend.domain.run import RunSpec, RunStatus
from webmend.domain.workflow import WorkflowSpec, WorkflowStatus
from webmend.policy.template import FILTERS

from .examples import example_of
from .structural import FREE_FORM, Schema, structural

_HEADER = """\
# {title}

<!-- Written by hack/generate.py from operator/webmend/domain and docs/reference/examples; do not edit. -->

{words}
"""
_PAGES = {
    "workflow": (
        "Workflow",
        "What a `Workflow` says beside its steps, which are on [a page of their own](steps.md). Every example is "
        "checked against the real API server.",
    ),
    "steps": (
        "Steps",
        "The graph of a workflow: `spec.graph`. Every example is run by a test, in a real browser, on "
        "[the page](../../tests/site/components/pages/portal.html) that it opens.",
    ),
    "run": (
        "Run",
        "What a `WorkflowRun` asks for, and what it tells. Every example is checked against the real API server.",
    ),
}
_TEMPLATES = """\
## Templates

Texts of a step may look values up: `{{{{ inputs.NAME }}}}`, `{{{{ credentials.ALIAS.username }}}}` (also `password` and
`totp`), `{{{{ steps.ID.FIELD }}}}` of what an earlier step has given, and `{{{{ item }}}}` in a loop. Filters follow a
bar, as in `{{{{ inputs.name | trim }}}}`: {filters}. Nothing is ever evaluated, and a value is never looked into for
more templates. What is unknown or empty is found before the step begins.
"""
_BOUNDS = {
    "minLength": "at least {} characters", "maxLength": "at most {} characters", "minItems": "at least {} items",
    "maxItems": "at most {} items", "maxProperties": "at most {} entries", "minimum": "from {}", "maximum": "to {}",
}  # fmt: skip
_NOT_EMPTY = {"at least 1 characters", "at least 1 items"}
_NAMES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}


@cache
def pages() -> dict[str, str]:
    """The text of each page by its name."""
    of_steps = set(models(Graph))
    return {
        "workflow": _page("workflow", [*_spec("spec", WorkflowSpec, of_steps), *_status(WorkflowStatus)]),
        "steps": _page("steps", _steps()),
        "run": _page("run", [*_spec("spec", RunSpec, set()), *_status(RunStatus)]),
    }


def models(root: type[BaseModel]) -> list[type[BaseModel]]:
    """The model and all that its fields are made of, each once, in their order; but for what schemas leave out."""
    found: list[type[BaseModel]] = []

    def visit(model: type[BaseModel]) -> None:
        if model in found or model in FREE_FORM:
            return
        found.append(model)
        for info in model.model_fields.values():
            for part in _parts(info.annotation):
                visit(part)

    visit(root)
    return found


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _parts(argument)


def _page(name: str, sections: Iterable[str]) -> str:
    title, words = _PAGES[name]
    return _HEADER.format(title=title, words=words) + "\n" + "\n".join(sections)


def _spec(heading: str, root: type[BaseModel], without: set[type[BaseModel]]) -> Iterator[str]:
    for model in models(root):
        if model not in without:
            yield _section(heading if model is root else model.__name__, model)


def _status(status: type[BaseModel]) -> Iterator[str]:
    yield f"# status\n\n{_words(status.__doc__)} Written by webmend alone.\n\n{_table(status)}"
    for model in models(status)[1:]:
        yield _section(model.__name__, model, is_written=False)


def _steps() -> Iterator[str]:
    actions = list(ACTIONS.values())
    for model in models(Node):
        if model not in {part for action in actions for part in models(action)} or model in _shared():
            yield _section(model.__name__, model)
    yield _TEMPLATES.format(filters=", ".join(f"`{name}`" for name in FILTERS))
    yield "# Actions\n\nA step names exactly one, by its field.\n"
    told: set[type[BaseModel]] = set(_shared())
    for name, action in ACTIONS.items():
        yield _section(name, action)
        for model in models(action)[1:]:
            if model not in told:
                told.add(model)
                yield _section(model.__name__, model, level="###")


def _shared() -> list[type[BaseModel]]:
    """What steps of every action are made of."""
    own = [info.annotation for name, info in Node.model_fields.items() if name not in ACTIONS]
    return [model for annotation in own for part in _parts(annotation) for model in models(part)]


def _section(
    title: str, model: type[BaseModel], remark: str = "", level: str = "##", *, is_written: bool = True
) -> str:
    """A model with its example, where people write it."""
    parts = [f"{level} {title}", _words(model.__doc__) + remark, _table(model).rstrip(), _rules(model)]
    parts += [_example(model)] if is_written else []
    return "\n\n".join(filter(None, parts)) + "\n"


def _table(model: type[BaseModel]) -> str:
    if not model.model_fields:
        return ""
    schema = structural(model, say_defaults=True)
    required = schema.get("required", ())
    rows = [_row(info.alias or name, schema["properties"][info.alias or name], info, info.alias in required)
            for name, info in model.model_fields.items()]  # fmt: skip
    return "| field | holds | |\n|---|---|---|\n" + "".join(rows)


def _row(name: str, schema: Schema, info: FieldInfo, is_required: bool) -> str:
    marked = f"`{name}`" + (" (required)" if is_required else "")
    return f"| {marked} | {_holds(schema, info.annotation)} | {_words(_told(schema, info))} |\n"


def _told(schema: Schema, info: FieldInfo) -> str | None:
    """What the field says of itself; what its type says stands where the type does."""
    return info.description if next(_parts(info.annotation), None) else schema.get("description")


def _holds(schema: Schema, annotation: Any) -> str:
    model = next(_parts(annotation), None)
    kind = schema.get("type")
    if kind == "array":
        inner = model.__name__ if model else _one(schema["items"])
        return ", ".join([f"list of {inner}", *_bounds(schema)])
    if "additionalProperties" in schema:
        return ", ".join([f"map of {_one(schema['additionalProperties'])}", *_bounds(schema)])
    return model.__name__ if model else _one(schema)


def _one(schema: Schema) -> str:
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    name = "time" if schema.get("format") == "date-time" else _NAMES.get(schema.get("type", ""), "anything")
    pattern = [f"like <code>{_escaped(schema['pattern'])}</code>"] if "pattern" in schema else []
    return ", ".join([name, *_bounds(schema), *pattern])


def _bounds(schema: Schema) -> list[str]:
    told = [words.format(f"{schema[key]:.10g}") for key, words in _BOUNDS.items() if key in schema]
    return ["not empty" if words in _NOT_EMPTY else words for words in told]


def _escaped(pattern: str) -> str:
    return pattern.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;").replace("*", "&#42;")


def _rules(model: type[BaseModel]) -> str:
    return "\n".join(f"* Rule: {rule.message}." for rule in getattr(model, "RULES", ()))


def _example(model: type[BaseModel]) -> str:
    text = example_of(model)
    return f"```yaml\n{text.rstrip()}\n```" if text else ""


def _words(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "&#124;")
