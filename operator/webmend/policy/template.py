"""Templates: `{{ inputs.patientId | trim }}` is looked up and put in; nothing is ever evaluated.

A step's templates are rendered once, into the typed fields of the parsed step. The result is never parsed again, so a
value can change neither the shape of a step nor pull in another value.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from webmend.domain.base import Model
from webmend.domain.comparison import Comparison
from webmend.domain.graph import ACTIONS, Node

from .rebuilding import given, rebuilt
from .redact import MASK

FILTERS: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "trim": str.strip,
    "urlencode": lambda text: quote(text, safe=""),
}
"""Every filter there is. There is no default(): an empty value is found before the step, not papered over."""

CREDENTIAL_KEYS = ("username", "password", "totp")
_FIELDS = ("target", "expect", "run_if", *ACTIONS)
"""Fields of a step that may hold templates."""
_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_INSIDE = re.compile(r"\s*([A-Za-z_]\w*(?:\.[A-Za-z0-9_-]+)*)\s*((?:\|\s*[a-z]+\s*)*)", re.ASCII)


class BadTemplate(ValueError):
    """The text is no template: braces left open, something else than names and filters, an unknown root."""


class Unresolved(Exception):
    """A step names values that are not there."""

    def __init__(self, names: tuple[str, ...]):
        super().__init__(f"nothing is known of {', '.join(names)}")
        self.names = names


class Empty(Exception):
    """A step names values that are there and empty."""

    def __init__(self, names: tuple[str, ...]):
        super().__init__(f"empty: {', '.join(names)}")
        self.names = names


@dataclass(frozen=True)
class Reference:
    """One look-up: `steps.search.count | trim` has the root steps, the path (search, count), the filters (trim,)."""

    root: str
    path: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ".".join((self.root, *self.path))

    @property
    def written(self) -> str:
        """The look-up as it stands in a text."""
        return f"{{{{ {' | '.join((str(self), *self.filters))} }}}}"


@dataclass(frozen=True)
class Scope:
    """What templates can look up."""

    inputs: Mapping[str, str] = field(default_factory=dict)
    credentials: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By alias and key: only those that the current step names."""
    steps: Mapping[str, Any] = field(default_factory=dict)
    """By step: what it extracted, in the form of `as_output`."""
    item: Any = None
    """The current item of a loop."""
    run: Mapping[str, str] = field(default_factory=dict)
    """id and name of the run."""

    def masked(self, secret_inputs: tuple[str, ...]) -> "Scope":
        """The same with secrets hidden: what a step may be shown with."""
        inputs = {name: MASK if name in secret_inputs else value for name, value in self.inputs.items()}
        credentials = {alias: dict.fromkeys(keys, MASK) for alias, keys in self.credentials.items()}
        return replace(self, inputs=inputs, credentials=credentials)

    def find(self, reference: Reference) -> Any:
        """The value of a reference; raises LookupError when there is none."""
        value = getattr(self, reference.root)
        for name in reference.path:
            value = value[int(name)] if isinstance(value, list | tuple) and name.isdigit() else _entry(value, name)
        if value is None and reference.root == "item":
            raise LookupError("no loop is under way")
        return value


def as_output(data: Any) -> Any:
    """What `steps.NODE` stands for: a record as it is, a list as its `rows` and their `count`."""
    return {"rows": data, "count": len(data)} if isinstance(data, list | tuple) else data


@lru_cache(maxsize=1024)
def parse(text: str) -> tuple[str | Reference, ...]:
    """The pieces of a text, in order; raises BadTemplate."""
    pieces: list[str | Reference] = []
    end = 0
    for match in _BRACES.finditer(text):
        pieces += [text[end : match.start()], _reference(match[1])]
        end = match.end()
    pieces.append(text[end:])
    if any(isinstance(piece, str) and "{{" in piece for piece in pieces):
        raise BadTemplate("{{ without }}")
    return tuple(piece for piece in pieces if piece != "")


def references(text: str) -> tuple[Reference, ...]:
    """The look-ups of a text, in order; raises BadTemplate."""
    return tuple(piece for piece in parse(text) if isinstance(piece, Reference))


def node_references(node: Node) -> tuple[Reference, ...]:
    """The look-ups of a step. Texts that are no templates are passed over: `node_problems` tells of them."""
    return tuple(reference for text in node_texts(node) if not problem(text) for reference in references(text))


def node_problems(node: Node) -> tuple[str, ...]:
    """What is wrong with the templates of a step, a sentence each."""
    return tuple(said for text in node_texts(node) if (said := problem(text)))


def with_references(node: Node, change: Callable[[Reference], Reference]) -> Node:
    """The step with its look-ups changed; texts that are no templates stay."""

    def changed(value: Any) -> Any:
        if type(value) is not str or problem(value):
            return rebuilt(value, changed)
        return "".join(piece if isinstance(piece, str) else change(piece).written for piece in parse(value))

    return node.with_(**{name: changed(value) for name in _FIELDS if (value := getattr(node, name)) is not None})


def node_texts(node: Node) -> tuple[str, ...]:
    """Every text of a step that may hold templates."""
    return tuple(text for name in _FIELDS for text in _texts(getattr(node, name)))


def render_node(node: Node, scope: Scope) -> Node:
    """The step with its templates filled in.

    Raises Unresolved or Empty when a value is missing or empty, and BadTemplate. The two sides of a comparison may be
    either: asking whether something is there is what comparisons are for.
    """
    rendering = _Rendering(scope)
    parts = {name: value for name in _FIELDS if (value := getattr(node, name)) is not None}
    rendered = node.with_(**{name: rendering.of(value) for name, value in parts.items()})
    rendering.check()
    return rendered


def render_comparison(comparison: Comparison, scope: Scope) -> Comparison:
    """The comparison with its templates filled in; raises Unresolved, Empty (of its element), BadTemplate."""
    rendering = _Rendering(scope)
    rendered: Comparison = rendering.of(comparison)
    rendering.check()
    return rendered


def render_text(text: str, scope: Scope) -> str:
    """The text with its templates filled in; what is missing is empty. Raises BadTemplate."""
    return "".join(_Rendering(scope).piece(piece) for piece in parse(text))


class _Rendering:
    """One pass over a step; gathers what is missing or empty, so that all of it can be told at once."""

    def __init__(self, scope: Scope):
        self._scope = scope
        self._unresolved: dict[str, None] = {}
        self._empty: dict[str, None] = {}

    def of(self, value: Any) -> Any:
        if isinstance(value, Comparison):
            sides = {side: render_text(text, self._scope) for side in ("value", "to") if (text := getattr(value, side))}
            return value.with_(element=self.of(value.element), **sides)
        if type(value) is str:
            return "".join(self.piece(piece) for piece in parse(value))
        return rebuilt(value, self.of)

    def piece(self, piece: str | Reference) -> str:
        return piece if isinstance(piece, str) else self._value(piece)

    def check(self) -> None:
        if self._unresolved:
            raise Unresolved(tuple(self._unresolved))
        if self._empty:
            raise Empty(tuple(self._empty))

    def _value(self, reference: Reference) -> str:
        try:
            text = as_text(self._scope.find(reference))
        except LookupError:
            self._unresolved[str(reference)] = None
            return ""
        for name in reference.filters:
            text = FILTERS[name](text)
        if not text:
            self._empty[str(reference)] = None
        return text


def as_text(value: Any) -> str:
    """A value as a template shows it: texts verbatim, nothing as an empty text, records and lists as JSON."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _reference(inside: str) -> Reference:
    match = _INSIDE.fullmatch(inside)
    if not match:
        raise BadTemplate(f"{{{{{inside}}}}} is no look-up such as {{{{ inputs.name | trim }}}}")
    root, *path = match[1].split(".")
    filters = tuple(name.strip() for name in match[2].split("|") if name.strip())
    reference = Reference(root, tuple(path), filters)
    if wrong := _wrong(reference):
        raise BadTemplate(f"{reference}: {wrong}")
    return reference


def _wrong(reference: Reference) -> str:
    """What is wrong with the look-up, whatever the values are; empty when nothing is."""
    unknown = [name for name in reference.filters if name not in FILTERS]
    if unknown:
        return f"there is no filter {unknown[0]}; there are {', '.join(FILTERS)}"
    match reference.root, reference.path:
        case ("inputs", (_,)) | ("item", _) | ("run", ("id" | "name",)):
            return ""
        case ("steps", (_, _, *_)):
            return ""
        case ("credentials", (_, key)) if key in CREDENTIAL_KEYS:
            return ""
        case (("inputs" | "steps" | "credentials" | "run") as root, _):
            return f"written as {_FORMS[root]}"
    return f"names start with inputs, credentials, steps, item or run, not {reference.root}"


_FORMS = {
    "inputs": "inputs.NAME",
    "steps": "steps.STEP.NAME",
    "credentials": f"credentials.ALIAS.KEY, the key one of {', '.join(CREDENTIAL_KEYS)}",
    "run": "run.id or run.name",
}


def problem(text: str) -> str:
    """What is wrong with the templates of a text; empty when nothing is."""
    try:
        parse(text)
    except BadTemplate as bad:
        return str(bad)
    return ""


def _entry(value: Any, name: str) -> Any:
    if isinstance(value, Mapping) and name in value:
        return value[name]
    raise LookupError(name)


def _texts(value: Any) -> Iterator[str]:
    if type(value) is str:
        yield value
    elif isinstance(value, Model):
        for name in given(value):
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
