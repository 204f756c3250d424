"""How many runs wait, how many are under way, and how many may be."""

from .base import Line, Name, Observed
from .phase import Phase


class LiveRun(Observed):
    """A run that is not over."""

    namespace: Name
    phase: Phase
    reason: Line = ""


class Load(Observed):
    """How many runs there are that are not over."""

    waiting: int = 0
    """Runs whose next attempt has not begun: for a slot, a login, a node, a time."""
    running: int = 0
    """Runs with an attempt under way, held open for recovery or for somebody's input too."""


class NamespaceLoad(Load):
    """That of a namespace."""

    namespace: Name


class WaitingFor(Observed):
    """How many runs wait for the same reason."""

    reason: Line
    runs: int


class Limits(Observed):
    """How many runs may be under way at once; None: as many as there are. Workflows and credentials have limits of
    their own."""

    runs: int | None = None
    """In the whole installation."""
    runs_per_namespace: int | None = None


class Capacity(Load):
    """What there is to do, and room for."""

    free: int | None = None
    """Runs that may begin before the limit of the installation; None where there is no limit, or not all is seen."""
    limits: Limits
    reasons: tuple[WaitingFor, ...] = ()
    """Why runs wait, the most frequent reason first."""
    namespaces: tuple[NamespaceLoad, ...] = ()
    """Those with such runs, the most loaded first."""
