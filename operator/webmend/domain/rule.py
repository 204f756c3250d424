"""Rules across the fields of a model, said once for both that check them: pydantic here, CEL in the API server."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic.alias_generators import to_camel

# fmt: off
_CEL_KEYWORDS = frozenset({
    "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop",
    "namespace", "null", "package", "return", "true",
})
"""Words that a field may be called, but only in disguise."""
# fmt: on


@dataclass(frozen=True)
class Rule:
    """Something that holds of every good value of a model."""

    message: str
    """What to tell somebody whose value breaks it."""
    cel: str
    """The rule in the Common Expression Language, about `self`."""
    holds: Callable[[Any], bool]
    """The same rule in Python."""
    at: str = ""
    """The field to blame, in camelCase; none: the value as a whole."""
    is_later: bool = False
    """It came after a release that let objects break it. The API server keeps those as they are and takes no new ones,
    so they are read all the same; what follows is for policies to say."""


def cel_name(name: str) -> str:
    """How CEL writes the field that Python calls `name`: `wait_time` -> `waitTime`, `loop` -> `__loop__`."""
    camel = to_camel(name)
    return f"__{camel}__" if camel in _CEL_KEYWORDS else camel


def cel_has(*names: str) -> str:
    """CEL for: at least one of the fields is given."""
    tests = [f"has(self.{cel_name(name)})" for name in names]
    return tests[0] if len(tests) == 1 else f"({' || '.join(tests)})"


def one_of(*names: str, lists: tuple[str, ...] = ()) -> Rule:
    """Exactly one of the fields is given; those named in `lists` count as given when they are not empty."""
    tests = [f"({cel_has(name)} && size(self.{cel_name(name)}) > 0)" for name in lists] + [
        cel_has(name) for name in names
    ]
    fields = (*lists, *names)
    return Rule(
        message=f"exactly one of {', '.join(map(to_camel, fields))} is given",
        cel=f"[{', '.join(tests)}].exists_one(given, given)",
        holds=lambda value: sum(is_given(value, name) for name in fields) == 1,
    )


def only_with(name: str, *others: str) -> Rule:
    """The field is given only where one of the others is."""
    return Rule(
        message=f"{to_camel(name)} goes only with {' or '.join(map(to_camel, others))}",
        cel=f"!{cel_has(name)} || {cel_has(*others)}",
        holds=lambda value: not is_given(value, name) or any(is_given(value, other) for other in others),
        at=to_camel(name),
    )


def is_given(value: Any, name: str) -> bool:
    """Whether the field of that name holds anything: neither None nor an empty list or map."""
    field = getattr(value, name)
    return field is not None and field != () and field != {}
