"""A Python test as calls, from the standard library's syntax tree."""

import ast
import warnings
from collections.abc import Iterator
from typing import Any

from webmend.policy.importing.recording import clean
from webmend.policy.importing.source import MOST_LEVELS, NotImportable

from .calls import Chain, Function, Link, Pattern, Statement, Test, Unreadable

_GIVEN = frozenset({"page", "playwright", "browser", "context"})
"""What pytest and codegen give to a test."""


def parse(text: str) -> ast.Module:
    """The syntax tree; raises NotImportable with the line of the first error."""
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(text)
    except SyntaxError as error:
        raise NotImportable(f"no Python: {error.msg}", error.lineno) from None
    except (ValueError, RecursionError, MemoryError):
        raise NotImportable(f"no Python: a null character, or nested deeper than {MOST_LEVELS} levels") from None
    if _depth(tree) > MOST_LEVELS:
        raise NotImportable(f"nested deeper than {MOST_LEVELS} levels")
    return tree


def _depth(tree: ast.AST) -> int:
    level, depth = [tree], 0
    while level:
        level, depth = [child for node in level for child in ast.iter_child_nodes(node)], depth + 1
    return depth


def is_one(tree: ast.Module) -> bool:
    """Whether it imports playwright, or has a test that is given a page."""
    return any(_imports_playwright(node) for node in ast.walk(tree)) or any(_functions(tree))


def _imports_playwright(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").partition(".")[0] == "playwright"
    return isinstance(node, ast.Import) and any(name.name.partition(".")[0] == "playwright" for name in node.names)


def tests(tree: ast.Module) -> tuple[Test, ...]:
    """The tests in it; the file as a whole is one where it has no function that is given a page."""
    found = tuple(Test(function.name, function.lineno, _statements(function.body)) for function in _functions(tree))
    return found or (Test("", 1, _statements(tree.body)),)


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions that are given a page, or what makes one; fixtures yield, and are none."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(ast.Module(node.body, []))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_test(node):
            yield node


def _is_test(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    given = {argument.arg for argument in node.args.args}
    return bool(given & _GIVEN) and not any(
        isinstance(part, ast.Attribute | ast.Name) and "fixture" in (getattr(part, "attr", ""), getattr(part, "id", ""))
        for decorator in node.decorator_list
        for part in ast.walk(decorator)
    )


def _statements(body: list[ast.stmt]) -> tuple[Statement, ...]:
    return tuple(statement for node in body for statement in _statement(node))


def _statement(node: ast.stmt) -> Iterator[Statement]:
    match node:
        case ast.Pass() | ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return
        case ast.Expr(value=value):
            yield Statement(node.lineno, _value(value))
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ):
            yield Statement(node.lineno, _value(value), name)
        case ast.With() | ast.AsyncWith():
            around = tuple((_value(item.context_expr), _name(item.optional_vars)) for item in node.items)
            yield Statement(node.lineno, around=around, body=_statements(node.body))
        case _:
            yield Statement(node.lineno, Unreadable())


def _name(node: ast.expr | None) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _value(node: ast.expr) -> Any:
    match node:
        case ast.Await(value=value):
            return _value(value)
        case ast.Constant(value=str() as text):
            return clean(text)
        case ast.Constant(value=value) if value is None or isinstance(value, bool | int | float):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return [_value(item) for item in items]
        case ast.Dict(keys=keys, values=values) if all(isinstance(key, ast.Constant) for key in keys):
            return {
                str(key.value): _value(value)
                for key, value in zip(keys, values, strict=True)
                if isinstance(key, ast.Constant)
            }
        case ast.Lambda(body=body):
            return Function((Statement(node.lineno, _value(body)),))
        case ast.Name() | ast.Attribute() | ast.Call():
            return _pattern(node) or _chain(node)
        case _:
            return Unreadable()


def _pattern(node: ast.expr) -> Pattern | None:
    """re.compile("...") and its flags."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="re"), attr="compile"),
            args=[ast.Constant(value=str() as text), *flags],
        ):
            return Pattern(clean(text), any(isinstance(f, ast.Attribute) and f.attr.startswith("I") for f in flags))
    return None


def _chain(node: ast.expr) -> Chain | Unreadable:
    links: list[Link] = []
    while not isinstance(node, ast.Name):
        match node:
            case ast.Await(value=value):
                node = value
            case ast.Call(func=ast.Attribute(value=value, attr=name)):
                links.append(_call(node, name))
                node = value
            case ast.Call(func=ast.Name() as value):
                links.append(_call(node, ""))
                node = value
            case ast.Attribute(value=value, attr=name):
                links.append(Link(name))
                node = value
            case _:
                return Unreadable()
    return Chain(node.id, tuple(reversed(links)))


def _call(node: ast.Call, name: str) -> Link:
    options = {keyword.arg or "**": _value(keyword.value) for keyword in node.keywords}
    return Link(name, True, tuple(map(_value, node.args)), options)
