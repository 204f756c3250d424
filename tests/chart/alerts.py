"""For every alert, what makes it fire and the nearest that does not: series for promtool."""

from dataclasses import dataclass

HEALTHY = {
    'webmend_leader{pod="a"}': "1x10000",
    'webmend_leader{pod="b"}': "0x10000",
    'webmend_build_info{component="server"}': "1x10000",
}
"""One of two replicas leads, and there is a server."""
ENDED = "webmend_runs_finished_total"
FAILED = f'{ENDED}{{result="Failed",category="UPSTREAM_ERROR"}}'
GOOD = f'{ENDED}{{result="Succeeded",category=""}}'
STOPPED = f'{ENDED}{{result="Stopped",category=""}}'
LOGIN = 'webmend_steps_failed_total{category="AUTHENTICATION_ERROR",sub_type="INVALID_CREDENTIALS"}'
LOST = 'webmend_steps_failed_total{category="XPATH_INCORRECT",sub_type="SELECTOR_NO_MATCH"}'
DOWN = 'webmend_steps_failed_total{category="SERVICE_UNAVAILABLE",sub_type="HTTP_ERROR"}'
REQUEUED = 'webmend_runs{phase="Requeued"}'
RECOVERED = 'webmend_recovery_attempts_total{action="RepairSelector",outcome="Succeeded"}'
NOT_RECOVERED = 'webmend_recovery_attempts_total{action="RepairSelector",outcome="Failed"}'
WRITTEN = "webmend_history_write_seconds"


@dataclass(frozen=True)
class Case:
    """Series beside the healthy ones (in their place where they are the same), and what fires at a time."""

    says: str
    series: dict[str, str]
    at: str
    fires: tuple[tuple[str, str], ...] = ()
    """Name and severity; nothing else fires."""
    every: str = "1m"
    """Time between values, and between evaluations."""


def slow(quick: float, late: float) -> dict[str, str]:
    """So many writes a minute that take under 1 s, and up to 10 s."""
    rates = {"1": quick, "10": quick + late, "+Inf": quick + late}
    buckets = {f'{WRITTEN}_bucket{{le="{bound}"}}': f"0+{rate}x600" for bound, rate in rates.items()}
    return {**buckets, f"{WRITTEN}_count": f"0+{quick + late}x600"}


def alert(name: str, severity: str = "warning") -> tuple[tuple[str, str], ...]:
    """It alone."""
    return ((f"Webmend{name}", severity),)


BURN = alert("RunErrorBudgetBurn", "critical")
TICKET = alert("RunErrorBudgetBurn")
CASES = (
    Case("everything is well", {}, "60m"),
    Case("nobody leads", {'webmend_leader{pod="a"}': "1x3 0x60"}, "9m", alert("OperatorDown", "critical")),
    Case("nobody leads for as long as another takes to follow", {'webmend_leader{pod="a"}': "1x3 0x1 1x60"}, "9m"),
    Case(
        "no operator is there",
        {'webmend_leader{pod="a"}': "_", 'webmend_leader{pod="b"}': "_"},
        "5m",
        alert("OperatorDown", "critical"),
    ),
    Case(
        "the other replica leads", {'webmend_leader{pod="a"}': "1x3 0x60", 'webmend_leader{pod="b"}': "0x3 1x60"}, "9m"
    ),
    Case(
        "no server is there",
        {'webmend_build_info{component="server"}': "1x3 _x60"},
        "20m",
        alert("ServerDown", "critical"),
    ),
    Case("a server begins anew", {'webmend_build_info{component="server"}': "1x3 _x2 1x60"}, "20m"),
    Case(
        "rounds fail all the time",
        {'webmend_reconcile_errors_total{kind="Workflow"}': "0+10x60"},
        "30m",
        alert("ReconcileErrors"),
    ),
    Case(
        "rounds fail while the API server begins anew", {'webmend_reconcile_errors_total{kind="W"}': "0 50x60"}, "20m"
    ),
    Case("an object stays poison", {"webmend_stalled_objects": "0 1x60"}, "16m", alert("ReconcileErrors")),
    Case("an object is poison for a while", {"webmend_stalled_objects": "0 1x10 0x60"}, "16m"),
    Case(
        "a run is let go without a record",
        {"webmend_runs_not_recorded_total": "0 0 1x60"},
        "10m",
        alert("RunsNotRecorded", "critical"),
    ),
    Case("a run was let go without a record two hours ago", {"webmend_runs_not_recorded_total": "0 1x200"}, "121m"),
    Case("another process counts from 0", {"webmend_runs_not_recorded_total": "5x10 0x60"}, "15m"),
    Case(
        "writes fail, and runs wait for them",
        {"webmend_recorder_waiting_runs": "0 3x60", "webmend_history_writes_failed_total": "0+1x60"},
        "20m",
        alert("RunsNotRecorded", "critical"),
    ),
    Case(
        "writes fail, and runs are recorded in between",
        {"webmend_recorder_waiting_runs": "3x10 0 3x60", "webmend_history_writes_failed_total": "0+1x60"},
        "20m",
    ),
    Case(
        "runs wait, and writes go through",
        {"webmend_recorder_waiting_runs": "0 3x60", "webmend_history_writes_failed_total": "0x60"},
        "20m",
    ),
    Case("one write in ten is slow", slow(9, 1), "40m", alert("HistoryDatabaseSlow")),
    Case("one write in fifty is slow", slow(49, 1), "40m"),
    Case("of a few writes all are slow", slow(0, 0.5), "40m"),
    Case(
        "the artifact store refuses",
        {"webmend_artifact_upload_failures_total": "0+1x60"},
        "20m",
        alert("ArtifactUploadFailing"),
    ),
    Case("the artifact store has refused once", {"webmend_artifact_upload_failures_total": "0 1x60"}, "10m"),
    Case(
        "a scheduled workflow does not succeed",
        {"webmend_workflows_without_recent_success": "0 1x60"},
        "12m",
        alert("WorkflowNoRecentSuccess"),
    ),
    Case("it has just succeeded", {"webmend_workflows_without_recent_success": "0 1x8 0x60"}, "12m"),
    Case(
        "runs wait and none starts",
        {"webmend_queue_oldest_seconds": "0+60x60", 'webmend_runs_started_total{trigger="API"}': "7x60"},
        "40m",
        alert("QueueStuck"),
    ),
    Case(
        "runs wait and others start",
        {"webmend_queue_oldest_seconds": "0+60x60", 'webmend_runs_started_total{trigger="API"}': "0+0.1x60"},
        "40m",
    ),
    Case(
        "none starts and none waits",
        {"webmend_queue_oldest_seconds": "0x60", 'webmend_runs_started_total{trigger="API"}': "7x60"},
        "40m",
    ),
    Case("a run is stuck", {"webmend_runs_stuck": "0 1x60"}, "7m", alert("RunStuck")),
    Case("a run was stuck while the operator began anew", {"webmend_runs_stuck": "0 1x3 0x60"}, "7m"),
    Case(
        "a question is open for long",
        {"webmend_input_required_oldest_seconds": "0+60x20"},
        "11m",
        alert("InputRequiredWaiting"),
    ),
    Case(
        "questions are open for as long as a session is held",
        {"webmend_input_required_oldest_seconds": "300x60"},
        "60m",
    ),
    Case(
        "a site is down and runs pile up",
        {DOWN: "0+1x60", REQUEUED: "0x5 12x60"},
        "25m",
        alert("ServiceUnavailableBacklog"),
    ),
    Case("a site is down and few runs wait", {DOWN: "0+1x60", REQUEUED: "0x5 9x60"}, "25m"),
    Case("runs wait for other reasons", {DOWN: "4x60", REQUEUED: "0x5 12x60"}, "25m"),
    Case("a login is refused", {LOGIN: "0 0 1x60"}, "3m", alert("CredentialProblem")),
    Case("another step fails", {LOGIN: "0x60", LOST: "0 0 1x60"}, "3m"),
    Case("a login was refused two hours ago", {LOGIN: "0 1x200"}, "121m"),
    Case(
        "most recoveries fail",
        {RECOVERED: "0+0.1x600", NOT_RECOVERED: "0+0.2x600"},
        "400m",
        alert("RecoveryFailing"),
    ),
    Case("most recoveries help", {RECOVERED: "0+0.2x600", NOT_RECOVERED: "0+0.1x600"}, "400m"),
    Case("of a few recoveries all fail", {RECOVERED: "0x600", NOT_RECOVERED: "0 9x600"}, "60m"),
    Case("a mended step fails again", {"webmend_repair_regressions_total": "0 0 1x60"}, "3m", alert("RepairRegressed")),
    Case("no mended step fails again", {"webmend_repair_regressions_total": "3x60"}, "3m"),
    Case("nearly all runs fail", {FAILED: "0+0.8x120", GOOD: "0+0.2x120"}, "70m", BURN + TICKET),
    Case("they failed, and do no longer", {FAILED: "0+0.8x60 48x60", GOOD: "0+0.2x60 12+1x60"}, "100m", TICKET),
    Case("nearly all of a few runs fail", {FAILED: "0+0.1x70", GOOD: "0+0.02x70"}, "70m"),
    Case("a third of the runs fails for hours", {FAILED: "0+0.35x400", GOOD: "0+0.65x400"}, "380m", BURN + TICKET),
    Case("one run in five fails for a day", {FAILED: "0+2x200", GOOD: "0+8x200"}, "1500m", TICKET, "10m"),
    Case("one run in ten fails for three days", {FAILED: "0+1x500", GOOD: "0+9x500"}, "4400m", TICKET, "10m"),
    Case("one run in thirty fails for three days", {FAILED: "0+1x500", GOOD: "0+29x500"}, "4400m", every="10m"),
    Case("all runs are stopped", {FAILED: "0x120", GOOD: "0x120", STOPPED: "0+1x120"}, "70m"),
)
