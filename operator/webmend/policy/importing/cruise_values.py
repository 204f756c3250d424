"""CloudCruise's variables: {{context.inputs.NAME}}, {{context.inputs.ALIAS.PASSWORD}}, BADGER's {$NAME}. What is more
than a look-up (JSONata) is no template of ours."""

import re
from collections.abc import Iterator
from typing import Any

from .recording import reference
from .source import Record, Unsupported, check_length

TYPES = {"string": "String", "integer": "Integer", "number": "Number", "boolean": "Boolean"}
OPERATORS = {
    "EQUAL": "Equals", "NOT_EQUAL": "NotEquals", "CONTAINS": "Contains", "NOT_CONTAINS": "NotContains",
    "IS_NULL": "Empty", "IS_NOT_NULL": "NotEmpty",
}  # fmt: skip
_GUARDS = {**OPERATORS, "equals": "Equals", "not_equals": "NotEquals", "contains": "Contains"}
_VARIABLE = re.compile(r"\{\{(.*?)\}\}|\{\$([A-Za-z_][A-Za-z0-9_]*)\}", re.DOTALL)
_INPUT = re.compile(r"\s*context\.inputs\.([A-Za-z_][A-Za-z0-9_]{0,62})\s*")
_CREDENTIAL = re.compile(r"\s*context\.inputs\.([A-Za-z_][A-Za-z0-9_]{0,62})\.(USER_NAME|PASSWORD|TFA_SECRET)\s*")
_ITEM = re.compile(r"\s*context\.([A-Za-z_][A-Za-z0-9_.]{0,120})\s*")
_KEYS = {"USER_NAME": "username", "PASSWORD": "password", "TFA_SECRET": "totp"}


class Values:
    """The variables of one workflow."""

    def __init__(self, record: Record):
        self.credentials = {alias(name): _origin(given) for name, given in _vault(record)}
        """Origins, by alias."""
        self._items = set(_items(record))
        self._notes: list[str] = []

    def note(self, text: str) -> None:
        """Something to tell people of the node that is being read."""
        self._notes.append(text)

    def take_notes(self) -> list[str]:
        """What was noted since."""
        notes, self._notes = self._notes, []
        return notes

    def text(self, text: str) -> str:
        """The text with its variables as look-ups; raises Unsupported for an expression."""
        check_length(text)
        rendered = _VARIABLE.sub(self._look_up, text)
        if "{{" in rendered:
            raise Unsupported("an expression that is never closed")
        return rendered

    def _look_up(self, found: re.Match[str]) -> str:
        if found[2]:
            return reference(f"inputs.{found[2]}")
        if credential := _CREDENTIAL.fullmatch(found[1]):
            self.credentials.setdefault(alias(credential[1]), "")
            return reference(f"credentials.{alias(credential[1])}.{_KEYS[credential[2]]}")
        if given := _INPUT.fullmatch(found[1]):
            return reference(f"inputs.{given[1]}")
        if (item := _ITEM.fullmatch(found[1])) and (head := item[1].partition("."))[0] in self._items:
            return reference(f"item{'.' + head[2] if head[2] else ''}")
        raise Unsupported("an expression that is more than a look-up of an input, a credential or a loop's item")

    def guard(self, parameters: Record) -> dict[str, Any] | None:
        """When the node is run at all; None: always."""
        conditions = parameters.record("run_if").records("conditions")
        if not conditions:
            return None
        if len(conditions) != 1:
            raise Unsupported("a step is run on one condition, not on several")
        condition = conditions[0]
        operator = _GUARDS.get(condition.text("operator")) or OPERATORS.get(condition.text("operator").upper())
        if operator is None:
            raise Unsupported("its run_if compares in a way that a workflow does not know")
        field = condition.text("field")
        guard = {"value": self.text(field if "{" in field else f"{{{{{field}}}}}"), "operator": operator}
        return guard if operator in ("Empty", "NotEmpty") else {**guard, "to": self.text(condition.text("value"))}


def alias(name: str) -> str:
    """A name as a workflow writes the alias of a credential."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:63].strip("-") or "login"


def _vault(record: Record) -> Iterator[tuple[str, Record]]:
    for name, given in record.record("vault_schema").items():
        if isinstance(given, Record):
            yield name, given


def _origin(given: Record) -> str:
    domain = given.text("domain").rstrip("/")
    return domain if "://" in domain else f"https://{domain}" if domain else ""


def _items(record: Record) -> Iterator[str]:
    """Names that loops give to their items."""
    for node in record.records("nodes"):
        name = node.record("parameters").text("variable_current_item")
        if name:
            yield name.removeprefix("context.").strip("{}$ ")
