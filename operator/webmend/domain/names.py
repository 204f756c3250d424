"""Every name and key that two places must agree on."""

GROUP = "webmend.io"
VERSION = "v1alpha1"
API_VERSION = f"{GROUP}/{VERSION}"

WORKFLOW = "Workflow"
WORKFLOW_RUN = "WorkflowRun"
WORKFLOW_VERSION = "WorkflowVersion"
ERROR_CODE = "ErrorCode"
PLURALS = {
    WORKFLOW: "workflows",
    WORKFLOW_RUN: "workflowruns",
    WORKFLOW_VERSION: "workflowversions",
    ERROR_CODE: "errorcodes",
}

LABEL_WORKFLOW = f"{GROUP}/workflow"
LABEL_RUN = f"{GROUP}/run"
"""On Jobs and Pods: the UID of the run."""
LABEL_RUN_NAME = f"{GROUP}/run-name"
LABEL_ATTEMPT = f"{GROUP}/attempt"
LABEL_VERSION_NUMBER = f"{GROUP}/version"
LABEL_MANAGED_BY = "app.kubernetes.io/managed-by"
MANAGED_BY = "webmend"

ANNOTATION_EPOCH = f"{GROUP}/epoch"
"""On Jobs: the fencing epoch (lease transitions) of the operator that made it."""

ANNOTATION_RESUME = f"{GROUP}/resume"
"""On a Workflow that an error code has paused: the run named here is dealt with, go on."""

ANNOTATION_DUE = f"{GROUP}/due"
"""On WorkflowRuns that a schedule has started: when they were due, in UTC."""

ANNOTATION_ROTATED = f"{GROUP}/password-change"
"""On Secrets: when a change of the password was begun last, and by which run."""
ANNOTATION_ENROLLED = f"{GROUP}/second-factor-change"
"""On Secrets: the same for the second factor."""

FIELD_MANAGER = "webmend"
TOKEN_AUDIENCE = "webmend-server"  # noqa: S105 - a name, not a token
LEASE = "webmend-operator"
RUNNER_CONTAINER = "runner"
RUNNER_SERVICE_ACCOUNT = "webmend-runner"
"""In each served namespace; it may do nothing, and its pods mount no token for the API."""
SECCOMP_PROFILE = "webmend/chromium.json"
"""Path of the strict profile below the kubelet's seccomp folder."""

PROTOCOL_VERSION = 1
"""Version of the runner protocol. The server serves this one and the one before."""

TERMINATION_MESSAGE_BYTES = 4096
"""What Kubernetes keeps of a container's termination message."""


def job_name(run_name: str, run_uid: str, attempt: int) -> str:
    """The one name of an attempt's Job: derived, so that a second creation of it is a conflict and no second Job."""
    return f"{run_name[:40].rstrip('-.')}-{run_uid[:8]}-a{attempt}"


def version_name(workflow: str, number: int) -> str:
    """The one name of a workflow's version with this number."""
    return f"{workflow[:50].rstrip('-.')}-v{number}"
