"""Good objects of each kind, and the many ways in which one can be wrong, from tests/integration/manifests."""

import copy
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parents[1] / "integration/manifests"
_BASES: dict[str, Any] = yaml.safe_load((_FOLDER / "bases.yaml").read_text())
_REPEATED = re.compile(r"(.)\*(\d+)")

Object = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One change to a good object, and what the API server should say to it."""

    kind: str
    why: str
    set: dict[str, Any]
    path: str = ""
    """Path of the field that the refusal names."""
    says: str = ""
    """Part of its reason."""
    allowed: bool = False
    before: dict[str, Any] | None = None
    """What is set in the stored object before the change."""
    status: dict[str, Any] | None = None
    """Status of the stored object."""
    through: str = ""
    """The sub-resource that is changed: status; none: the object itself."""

    def __str__(self) -> str:
        return f"{self.kind}: {self.why}"

    def stored(self) -> Object:
        """The object before the change."""
        return changed(base(self.kind), self.before or {})

    def object(self) -> Object:
        """The object with the change."""
        return changed(self.stored(), self.set)


def base(kind: str) -> Object:
    """A good object: workflow, run, version or (error) code."""
    found: Object = copy.deepcopy(_BASES[kind])
    return found


def cases(name: str) -> list[Case]:
    """All cases of a file: `refused` or `changes`."""
    found = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text())
    return [Case(kind, **case) for kind, cases_ in found.items() for case in cases_]


def changed(value: Object, changes: dict[str, Any]) -> Object:
    """A copy of the object with the fields at these dotted paths set; None removes, "x*9" is nine times x."""
    found = copy.deepcopy(value)
    for path, new in changes.items():
        *parents, last = path.split(".")
        place: Any = found
        for part in parents:
            place = place[_key(place, part)]
        _put(place, _key(place, last), _expanded(new))
    return found


def _key(place: Any, part: str) -> str | int:
    return int(part) if isinstance(place, list) else part


def _put(place: Any, key: Any, new: Any) -> None:
    if new is None:
        del place[key]
    elif isinstance(place, list) and key == len(place):
        place.append(new)
    else:
        place[key] = new


def _expanded(new: Any) -> Any:
    if isinstance(new, str) and (match := _REPEATED.fullmatch(new)):
        return match[1] * int(match[2])
    return {key: _expanded(value) for key, value in new.items()} if isinstance(new, dict) else new
