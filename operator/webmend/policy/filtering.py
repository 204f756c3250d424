"""Whether a run is one of those that are meant: what the history answers by SQL, said of a single run."""

from collections.abc import Iterator

from webmend.domain.record import RunFilter, RunSummary

EITHER = {
    "namespaces": "namespace",
    "workflows": "workflow",
    "phases": "phase",
    "triggers": "trigger",
    "versions": "version",
    "categories": "category",
    "sub_types": "sub_type",
    "codes": "code",
    "sites": "site",
    "types": "type",
}
"""Fields of a filter that hold several values, and the fields of a run that has one of them."""


def is_meant(run: RunSummary, asked: RunFilter) -> bool:
    """Whether everything that is asked for holds of the run."""
    return all(_holds(run, asked))


def _holds(run: RunSummary, asked: RunFilter) -> Iterator[bool]:
    for name, of_run in EITHER.items():
        values = getattr(asked, name)
        yield (not values and (name != "namespaces" or values is None)) or getattr(run, of_run) in values
    yield asked.labels.items() <= run.labels.items()
    yield asked.recovered in (None, run.recovered)
    yield asked.since is None or run.created_at >= asked.since
    yield asked.until is None or run.created_at < asked.until
    yield asked.min_duration_ms is None or (run.duration_ms or -1) >= asked.min_duration_ms
    yield asked.max_duration_ms is None or (run.duration_ms is not None and run.duration_ms <= asked.max_duration_ms)
    yield any(asked.text.casefold() in text.casefold() for text in (run.name, run.workflow, run.message))
