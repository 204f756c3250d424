"""Objects of one kind as last seen."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from webmend.ports.cluster import Object

T = TypeVar("T")


class Unread(Generic[T]):
    """An object that is read when it is first needed, so that one that cannot be read harms nobody but itself."""

    def __init__(self, obj: Object, read: Callable[[Object], T]) -> None:
        self.obj = obj
        self._read = read

    @cached_property
    def value(self) -> T:
        """The object as a value of the domain; raises what its reader raises."""
        return self._read(self.obj)


@dataclass(frozen=True)
class Held(Generic[T]):
    """One object as last seen."""

    namespace: str
    name: str
    uid: str
    version: str
    """Resource version."""
    group: Hashable
    """What it is looked up by, such as the run that a pod belongs to."""
    content: T
    mark: int
    """Counts the additions to the store."""


class Table(Generic[T]):
    """By UID and by group. An older view of an object never takes the place of a newer one."""

    def __init__(self, group_of: Callable[[Object], Hashable], content_of: Callable[[Object], T]) -> None:
        self._group_of = group_of
        self._content_of = content_of
        self._held: dict[str, Held[T]] = {}
        self._groups: dict[Hashable, dict[str, Held[T]]] = {}

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[Held[T]]:
        return iter(list(self._held.values()))

    def get(self, uid: str) -> Held[T] | None:
        """The object with that UID."""
        return self._held.get(uid)

    def of(self, group: Hashable) -> list[Held[T]]:
        """The objects of a group."""
        return list(self._groups.get(group, {}).values())

    def put(self, obj: Object, mark: int, group: Hashable = None) -> Held[T] | None:
        """The object as it is held now, in its own group or the one given; None when it says nothing new."""
        metadata = obj["metadata"]
        uid, version = metadata["uid"], metadata.get("resourceVersion", "")
        old = self._held.get(uid)
        if old is not None and not is_newer(version, old.version):
            return None
        self.remove(uid)
        group = group or self._group_of(obj)
        held = Held(metadata.get("namespace", ""), metadata["name"], uid, version, group, self._content_of(obj), mark)
        self._held[uid] = held
        self._groups.setdefault(group, {})[uid] = held
        return held

    def remove(self, uid: str) -> Held[T] | None:
        """What was held of it."""
        held = self._held.pop(uid, None)
        if held is not None:
            group = self._groups[held.group]
            del group[uid]
            if not group:
                del self._groups[held.group]
        return held


def is_newer(version: str, than: str) -> bool:
    """Whether a resource version is later. They are numbers (officially since Kubernetes 1.35); others count as new."""
    if version.isdigit() and than.isdigit():
        return int(version) > int(than)
    return version != than
