"""A list of runs, wherever they come from."""

from collections.abc import Sequence
from datetime import datetime

from webmend.cli.output.listing import Listing
from webmend.cli.output.table import Column
from webmend.cli.output.times import NOTHING, age
from webmend.domain.duration import duration
from webmend.domain.names import GROUP
from webmend.domain.phase import Phase
from webmend.domain.record import RunSummary
from webmend.policy import run_table

STYLES = {
    Phase.SUCCEEDED: "green",
    Phase.FAILED: "red",
    Phase.STOPPED: "bright_black",
    Phase.INPUT_REQUIRED: "bold yellow",
    Phase.RECOVERING: "yellow",
    Phase.REQUEUED: "cyan",
}
"""How a phase is coloured."""


def listing(runs: Sequence[RunSummary], now: datetime, *, with_namespace: bool) -> Listing[RunSummary]:
    """The runs in every form."""
    return Listing(
        items=runs,
        columns=columns(now, with_namespace=with_namespace),
        document=RunSummary.stored,
        name=lambda run: f"workflowrun.{GROUP}/{run.name}",
        nothing="No runs found.",
        head=run_table.HEAD,
        row=run_table.row,
    )


def columns(now: datetime, *, with_namespace: bool) -> tuple[Column[RunSummary], ...]:
    """What one looks for first, as kubectl's own columns for runs."""
    namespace = (Column[RunSummary]("NAMESPACE", lambda run: run.namespace),) if with_namespace else ()
    return (
        *namespace,
        Column("NAME", lambda run: run.name),
        Column("WORKFLOW", lambda run: run.workflow, worth=7),
        Column("VERSION", lambda run: str(run.version or NOTHING), worth=2),
        Column("PHASE", _phase, style=lambda run: STYLES.get(run.phase, "")),
        Column("ATTEMPT", lambda run: str(run.attempt or NOTHING), worth=1),
        Column("STEPS", _steps, worth=4),
        Column("AGE", lambda run: age(now - run.created_at), worth=8),
        Column("DURATION", _duration, worth=3),
        Column("CATEGORY", lambda run: str(run.category or NOTHING), worth=9),
        Column("SUB-TYPE", lambda run: str(run.sub_type or NOTHING), is_wide=True),
        Column("STEP", lambda run: run.node_id or NOTHING, is_wide=True),
        Column("TRIGGER", lambda run: str(run.trigger), is_wide=True),
        Column("CODE", lambda run: run.code or NOTHING, is_wide=True),
        Column("MESSAGE", lambda run: run.message or NOTHING, is_wide=True),
    )


def _phase(run: RunSummary) -> str:
    return f"{run.phase} (recovered)" if run.recovered else str(run.phase)


def _steps(run: RunSummary) -> str:
    return f"{run.steps_done}/{run.steps_total}" if run.steps_total else NOTHING


def _duration(run: RunSummary) -> str:
    return NOTHING if run.duration_ms is None else duration(round(run.duration_ms / 1000))
