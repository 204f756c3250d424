"""The syntax of JavaScript, from tree-sitter's grammar. Code is looked at, and never run."""

from tree_sitter import Language, Node, Parser
from tree_sitter_javascript import language

__all__ = ["Node", "first_error", "is_deeper", "line", "parse_javascript", "text"]

_JAVASCRIPT = Language(language())


def parse_javascript(source: str) -> Node:
    """The syntax tree of a program; it has error nodes where the text is none."""
    return Parser(_JAVASCRIPT).parse(source.encode(errors="replace")).root_node


def is_deeper(root: Node, levels: int) -> bool:
    """Whether the tree has more levels; it is walked no further down than that, whatever its depth."""
    cursor = root.walk()
    while cursor.depth <= levels:
        if cursor.goto_first_child() or cursor.goto_next_sibling():
            continue
        while cursor.goto_parent():
            if cursor.goto_next_sibling():
                break
        else:
            return False
    return True


def first_error(root: Node) -> int | None:
    """The line of the first error; None where there is none."""
    node = root
    while node.has_error and not (node.is_error or node.is_missing):
        node = next((child for child in node.children if child.has_error or child.is_missing), node.children[0])
    return line(node) if root.has_error else None


def line(node: Node) -> int:
    """The line that it begins on, from 1."""
    return node.start_point.row + 1


def text(node: Node) -> str:
    """The text of it."""
    return (node.text or b"").decode(errors="replace")
