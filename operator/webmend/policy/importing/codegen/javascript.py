"""A JavaScript test as calls, from tree-sitter's syntax tree."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from webmend.policy.importing import syntax
from webmend.policy.importing.recording import clean
from webmend.policy.importing.source import MOST_LEVELS, NotImportable, number

from .calls import Chain, Function, Link, Pattern, Statement, Test, Unreadable, snake

_FUNCTIONS = ("arrow_function", "function_expression")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


def parse(text: str) -> syntax.Node:
    """The syntax tree; raises NotImportable with the line of the first error."""
    root = syntax.parse_javascript(text)
    if syntax.is_deeper(root, MOST_LEVELS):
        raise NotImportable(f"nested deeper than {MOST_LEVELS} levels")
    if (line := syntax.first_error(root)) is not None:
        raise NotImportable("no JavaScript from here on, or more TypeScript than codegen writes", line)
    return root


def is_one(root: syntax.Node) -> bool:
    """Whether it imports or requires playwright."""
    return any("playwright" in syntax.text(node) for node in root.named_children if node.type in _IMPORTING)


_IMPORTING = ("import_statement", "lexical_declaration", "variable_declaration")


def tests(root: syntax.Node) -> tuple[Test, ...]:
    """The tests in it; else the functions that it calls at once, else the file as a whole."""
    statements = _statements(root)
    use = _use(statements)
    found = tuple(_tests(statements, use))
    if found:
        return found
    called = [s for s in statements if isinstance(s.value, Function)]
    return tuple(Test("", s.line, s.value.body, use) for s in called) or (Test("", 1, statements, use),)


def _use(statements: tuple[Statement, ...]) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for statement in statements:
        match statement.value:
            case Chain(root="test", links=(Link(name="use", options=given),)):
                options |= given
    return options


def _tests(statements: tuple[Statement, ...], use: Mapping[str, Any]) -> Iterator[Test]:
    for statement in statements:
        match statement.value:
            case Chain(root="test", links=(Link(name="" | "only", args=(str() as name, *_, Function() as body)),)):
                yield Test(name, statement.line, body.body, use)
            case Chain(root="test", links=(Link(name="describe", args=(*_, Function() as body)),)):
                yield from _tests(body.body, {**use, **_use(body.body)})


def _statements(block: syntax.Node) -> tuple[Statement, ...]:
    return tuple(statement for node in block.named_children for statement in _statement(node))


def _statement(node: syntax.Node) -> Iterator[Statement]:
    match node.type:
        case "comment" | "import_statement" | "empty_statement" | "hash_bang_line":
            return
        case "expression_statement":
            yield Statement(syntax.line(node), _value(node.named_children[0]))
        case "lexical_declaration" | "variable_declaration":
            for declarator in node.named_children:
                name, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
                if name is not None and value is not None and name.type == "identifier":
                    yield Statement(syntax.line(node), _value(value), syntax.text(name))
        case _:
            yield Statement(syntax.line(node), Unreadable())


def _value(node: syntax.Node) -> Any:
    read = _VALUES.get(node.type)
    return read(node) if read is not None else Unreadable()


def _inner(node: syntax.Node) -> Any:
    inner = [child for child in node.named_children if child.type != "comment"]
    return _value(inner[0]) if inner else Unreadable()


def _string(node: syntax.Node) -> Any:
    if any(child.type == "template_substitution" for child in node.named_children):
        return Unreadable()
    return clean(_unescaped(syntax.text(node)[1:-1]))


def _array(node: syntax.Node) -> list[Any]:
    return [_value(child) for child in node.named_children if child.type != "comment"]


def _object(node: syntax.Node) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for pair in node.named_children:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is None or value is None:
            found["**"] = Unreadable()
        else:
            found[syntax.text(key).strip("\"'")] = _value(value)
    return found


def _pattern(node: syntax.Node) -> Pattern:
    pattern, flags = node.child_by_field_name("pattern"), node.child_by_field_name("flags")
    return Pattern(
        clean(syntax.text(pattern)) if pattern is not None else "", flags is not None and "i" in syntax.text(flags)
    )


def _function(node: syntax.Node) -> Function:
    body = node.child_by_field_name("body")
    if body is None:
        return Function(())
    if body.type == "statement_block":
        return Function(_statements(body))
    return Function((Statement(syntax.line(body), _value(body)),))


def _chain(node: syntax.Node) -> Chain | Function | Unreadable:
    links: list[Link] = []
    while node.type != "identifier":
        function = node.child_by_field_name("function")
        called = function if function is not None and node.type == "call_expression" else node
        while called.type == "parenthesized_expression" and called.named_children:
            called = called.named_children[0]
        if called.type in _FUNCTIONS and not links:
            return _function(called)
        owner, name = called.child_by_field_name("object"), called.child_by_field_name("property")
        if called.type == "identifier" and function is not None:
            links.append(_call(node, ""))
            node = called
        elif called.type == "member_expression" and owner is not None and name is not None:
            word = snake(syntax.text(name))
            links.append(_call(node, word) if function is not None else Link(word))
            node = owner
        elif node.type in ("await_expression", "parenthesized_expression") and node.named_children:
            node = node.named_children[0]
        else:
            return Unreadable()
    return Chain(syntax.text(node), tuple(reversed(links)))


def _call(node: syntax.Node, name: str) -> Link:
    """A call; an object at the end of its arguments are its options."""
    given = node.child_by_field_name("arguments")
    args = [_value(c) for c in given.named_children if c.type != "comment"] if given is not None else []
    options = args.pop() if args and isinstance(args[-1], dict) else {}
    return Link(name, True, tuple(args), {snake(key): value for key, value in options.items()})


def _unescaped(text: str) -> str:
    """What a literal stands for (ECMAScript, 12.9.4)."""
    return re.sub(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|[\s\S])", _escape, text)


def _escape(found: re.Match[str]) -> str:
    what = found[1]
    if len(what) > 1 and what[0] in "ux":
        code = int(what[1:].strip("{}"), 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    return _ESCAPES.get(what, "" if what == "\r\n" else what)


_VALUES: dict[str, Callable[[syntax.Node], Any]] = {
    **dict.fromkeys(("await_expression", "parenthesized_expression"), _inner),
    **dict.fromkeys(("string", "template_string"), _string),
    **dict.fromkeys(("true", "false", "null"), lambda node: json.loads(syntax.text(node))),
    "number": lambda node: number(syntax.text(node)),
    "array": _array,
    "object": _object,
    "regex": _pattern,
    **dict.fromkeys(_FUNCTIONS, _function),
    **dict.fromkeys(("identifier", "member_expression", "call_expression"), _chain),
}
"""How each kind of expression is read."""
