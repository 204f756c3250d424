"""Making a report fit: a pod's termination message holds 4,096 bytes and a status must stay small.

What tells least goes first, and what was cut is named in the evidence itself.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from pydantic.alias_generators import to_camel

from webmend.domain.base import Observed
from webmend.domain.evidence import Evidence
from webmend.domain.report import AttemptReport, FailureReport


@dataclass(frozen=True)
class Cut:
    """Keep at most so much of one field of the evidence: characters of a text, entries of a list."""

    field: str
    keep: int
    from_end: bool = False
    """Keep the end and not the beginning."""

    def of(self, evidence: Evidence) -> Evidence:
        """The evidence with that field cut and named among the dropped; the same when there is nothing to cut."""
        value = attrgetter(self.field)(evidence)
        kept = value[max(len(value) - self.keep, 0) :] if self.from_end else value[: self.keep]
        if kept == value:
            return evidence
        cut: Evidence = _with_field(evidence, self.field, kept)
        return cut.with_(
            dropped=tuple(dict.fromkeys((*evidence.dropped, ".".join(map(to_camel, self.field.split("."))))))[:16]
        )


CUTS: tuple[Cut, ...] = (
    Cut("dom.main_text_sample", 1000),
    Cut("browser.console_errors", 4),
    Cut("error.call_log", 16, from_end=True),
    Cut("dom.table_headers", 12),
    Cut("network.failed", 6),
    Cut("dom.closest", 2),
    Cut("inputs.options", 20),
    Cut("browser.dialog_events", 4),
    Cut("dom.main_text_sample", 300),
    Cut("browser.console_errors", 0),
    Cut("dom.busy", 4),
    Cut("error.call_log", 6, from_end=True),
    Cut("dom.table_headers", 0),
    Cut("dom.closest", 0),
    Cut("document.redirects", 2),
    Cut("step.description", 200),
    Cut("dom.dialogs", 2),
    Cut("inputs.options", 8),
    Cut("dom.forms.invalid_fields", 4),
    Cut("dom.main_text_sample", 0),
    Cut("dom.alerts", 4),
    Cut("network.failed", 2),
    Cut("browser.dialog_events", 1),
    Cut("error.call_log", 2, from_end=True),
    Cut("document.redirects", 0),
    Cut("step.description", 0),
    Cut("dom.busy", 1),
    Cut("inputs.names", 4),
    Cut("inputs.options", 0),
    Cut("dom.dialogs", 1),
)
"""In this order, one after the other, until the report fits. A field may be cut more than once, harder each time."""

_LENGTHS = (160, 80, 40, 20, 8, 0)
"""When all cuts are made and it is still too long: every text of the evidence is cut to so many characters."""

_DATA = ((32, 8, 256), (16, 8, 128), (16, 4, 128), (16, 2, 80), (16, 1, 40))
"""How many outputs, warnings, and characters of a warning are told of the data, one after the other until it fits."""


def fit(report: AttemptReport, limit: int) -> bytes:
    """The report as compact JSON of at most `limit` bytes (at least 2,048), in UTF-8."""
    if report.failure is None:
        bodies = [encode(briefer) for briefer in _briefer(report)]
        return next((body for body in bodies if len(body) <= limit), bodies[-1])
    smaller = (report.with_(failure=failure) for failure in _smaller(report.failure))
    return next((body for body in map(encode, smaller) if len(body) <= limit), b"") or _bare(report)


def fit_failure(report: FailureReport, limit: int) -> FailureReport:
    """The report with so much of its evidence that its JSON has at most `limit` bytes; the smallest if none does."""
    failure = report
    for failure in _smaller(report):
        if len(encode(failure)) <= limit:
            break
    return failure


def encode(report: Observed) -> bytes:
    """Compact JSON without what is at its default; a version is always said."""
    stored = report.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(report, AttemptReport):
        stored = {"v": report.v, **stored}
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _briefer(report: AttemptReport) -> Iterator[AttemptReport]:
    """The report as it is, then with less and less said of its data: rows of outputs with rules (they come first),
    and one warning, are always there, since without them the data would pass for good."""
    for outputs, warnings, length in _DATA:
        told = tuple(w.with_(message=w.message[:length]) for w in report.warnings[:warnings])
        yield report.with_(rows=report.rows[:outputs], warnings=told)


def _smaller(failure: FailureReport) -> Iterator[FailureReport]:
    """The report as it is, then with less and less evidence."""
    yield failure
    for cut in CUTS:
        evidence = cut.of(failure.evidence)
        if evidence is not failure.evidence:
            failure = failure.with_(evidence=evidence)
            yield failure
    for length in _LENGTHS:
        failure = failure.with_(evidence=_shortened(failure.evidence, length))
        yield failure


def _bare(report: AttemptReport) -> bytes:
    """Without evidence: only that something failed, where, and that nothing else fitted."""
    assert report.failure is not None
    evidence = Evidence(error=report.failure.evidence.error.with_(type="", message="", call_log=()), dropped=("all",))
    return encode(_shortened(report.with_(failure=report.failure.with_(evidence=evidence)), 80))


def _with_field(model: Any, path: str, value: Any) -> Any:
    """The model with the field at the dotted path changed."""
    name, _, rest = path.partition(".")
    return model.with_(**{name: _with_field(getattr(model, name), rest, value) if rest else value})


def _shortened(value: Any, length: int) -> Any:
    """The value with every text in it cut to so many characters; enum members are no texts."""
    if type(value) is str:
        return value[:length]
    if isinstance(value, tuple):
        return tuple(_shortened(item, length) for item in value)
    if isinstance(value, dict):
        return {key: _shortened(item, length) for key, item in value.items()}
    if isinstance(value, Observed):
        return value.with_(**{name: _shortened(getattr(value, name), length) for name in value.model_fields_set})
    return value
