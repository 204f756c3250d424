"""kopf as nothing but a watch: every setting that keeps it from writing, waiting or giving up."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import kopf

from webmend.domain import names

from .relist import UNFINISHED

CHUNK = 100
"""Objects of a list in memory at a time; a pod takes about 40 kB there."""
LONGEST_PAUSE = 5.0
"""Seconds. A few small requests are no burden on an API server that comes back, and silence would be one on us."""


class NoDiffBase(kopf.DiffBaseStorage):
    """Keeps no last-handled state: no annotation, no copy of each object, no comparison."""

    def build(self, *, body: kopf.Body, extra_fields: Any = None) -> kopf.BodyEssence:
        return kopf.BodyEssence()

    def fetch(self, *, body: kopf.Body) -> None:
        return None

    def store(self, *, body: kopf.Body, patch: kopf.Patch, essence: kopf.BodyEssence) -> None:
        return None


class EndlessBackoffs(Iterable[float]):
    """Pauses between tries of a request: 0.1 s, doubled up to the cap, half of it jitter, for ever.

    kopf iterates over it anew for each request, so it starts afresh each time; a generator would go on where the last
    request stopped.
    """

    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance

    def __iter__(self) -> Iterator[float]:
        pause = 0.1
        while True:
            yield pause * (0.5 + self._chance() / 2)
            pause = min(LONGEST_PAUSE, pause * 2)


def watching_only(chance: Callable[[], float]) -> kopf.OperatorSettings:
    """The settings, for one start of kopf. `chance` gives numbers in [0, 1)."""
    settings = kopf.OperatorSettings()
    _watching(settings)
    _reading(settings, chance)
    _never_writing(settings)
    return settings


def _watching(settings: kopf.OperatorSettings) -> None:
    watching = settings.watching
    watching.chunk_size = CHUNK
    watching.server_timeout = 300
    watching.connect_timeout = 10
    watching.reconnect_backoff = 1
    watching.label_selectors["", "v1", "pods"] = names.LABEL_RUN
    watching.label_selectors["batch", "v1", "jobs"] = names.LABEL_RUN
    watching.field_selectors[names.GROUP, names.VERSION, names.PLURALS[names.WORKFLOW_RUN]] = UNFINISHED
    settings.scanning.disabled = True  # no rights on CRDs and namespaces are needed then


def _reading(settings: kopf.OperatorSettings, chance: Callable[[], float]) -> None:
    queueing, networking = settings.queueing, settings.networking
    queueing.idle_timeout = 0.2  # a worker that lingers keeps its object's body
    queueing.worker_limit = None
    queueing.exit_timeout = 1
    networking.request_timeout = 30
    networking.connect_timeout = 5
    networking.enforce_retry_after = True
    networking.error_backoffs = EndlessBackoffs(chance)


def _never_writing(settings: kopf.OperatorSettings) -> None:
    persistence = settings.persistence
    persistence.diffbase_storage = NoDiffBase()
    persistence.consistency_timeout = 0
    # kopf takes the finalizer of this name off whatever object it sees, so nobody may use it
    persistence.finalizer = f"{names.GROUP}/kopf-unused"
    settings.posting.enabled = False
    settings.peering.standalone = True
    # kopf would kill the whole process so long after a watch has failed, even if it was begun again meanwhile
    settings.process.ultimate_exiting_timeout = None
