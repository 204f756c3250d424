"""What is known of an installation, as far as whoever asks may see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from webmend.domain.run import Run
from webmend.domain.settings import Settings
from webmend.domain.workflow import Workflow
from webmend.ports.cluster import Object

Value = TypeVar("Value")


@dataclass(frozen=True)
class Seen(Generic[Value]):
    """Something that was looked at: its value, or why it could not be seen."""

    value: Value | None = None
    """None: it is not there, or could not be seen."""
    why_not: str = ""
    """Why it could not be seen; empty where it could."""

    @property
    def is_seen(self) -> bool:
        """Whether one knows if it is there."""
        return not self.why_not


@dataclass(frozen=True)
class Right:
    """Something that a person may do, or not."""

    verb: str
    resource: str
    group: str
    what_for: str
    """What cannot be done without it."""
    is_given: bool


@dataclass(frozen=True)
class Broken:
    """An object that this release cannot read."""

    kind: str
    name: str
    why: str


@dataclass(frozen=True)
class Facts:
    """All of it."""

    now: datetime
    release: str
    """The version of this program."""
    namespace: str
    """Where workflows and runs were looked at; empty: everywhere."""
    system: str
    """Namespace of operator and server."""
    is_named: bool = True
    """Whether somebody named that namespace, or it is the context's."""
    version: Seen[str] = Seen()
    """Of Kubernetes."""
    kinds: Seen[frozenset[str]] = Seen()
    """Those of webmend.io that are defined."""
    lacking: Seen[tuple[str, ...]] = Seen()
    """Fields of this release that the definitions do not have, by path."""
    deployments: Seen[tuple[Object, ...]] = Seen()
    """Operator, server, egress proxy."""
    lease: Seen[Object] = Seen()
    settings: Seen[Settings] = Seen()
    account: Seen[Object] = Seen()
    """The ServiceAccount of runner pods in the namespace."""
    policies: Seen[tuple[Object, ...]] = Seen()
    """The NetworkPolicies of the namespace."""
    rights: Seen[tuple[Right, ...]] = Seen()
    workflows: Seen[tuple[Workflow, ...]] = Seen()
    runs: Seen[tuple[Run, ...]] = Seen()
    broken: tuple[Broken, ...] = ()
    keys: Mapping[tuple[str, str], Seen[frozenset[str]]] = field(default_factory=dict)
    """Of the Secrets that workflows name, by namespace and name: the names of their keys."""
    server: Seen[str] = Seen()
    """What the server answered; None: it was not to be asked."""
