"""The words that stand beside the members of an enum in its source; Python itself forgets them."""

import ast
import inspect
import itertools
import textwrap
from enum import Enum


def enum_description(cls: type[Enum]) -> str:
    """What the enum says of itself, followed by `Member: meaning` for each member that is explained."""
    own = " ".join((cls.__doc__ or "").split())
    return " ".join(filter(None, [own, *(f"{value}: {words}" for value, words in member_words(cls).items())]))


def member_words(cls: type[Enum]) -> dict[str, str]:
    """Meaning by value, for the members that have a string below them."""
    body = _class_body(cls)
    pairs = itertools.pairwise(body)
    return {
        cls[name].value: " ".join(words.split())
        for first, second in pairs
        if (name := _assigned(first)) and (words := _text(second))
    }


def _class_body(cls: type[Enum]) -> list[ast.stmt]:
    definition = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    return definition.body if isinstance(definition, ast.ClassDef) else []


def _assigned(statement: ast.stmt) -> str | None:
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    return target.id if isinstance(target, ast.Name) else None


def _text(statement: ast.stmt) -> str | None:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None
