"""Every name and key that two places must agree on."""

GROUP = "webmend.io"
VERSION = "v1alpha1"
API_VERSION = f"{GROUP}/{VERSION}"

WORKFLOW = "Workflow"
WORKFLOW_RUN = "WorkflowRun"
WORKFLOW_VERSION = "WorkflowVersion"
ERROR_CODE = "ErrorCode"
NOTIFICATION_CHANNEL = "NotificationChannel"
PLURALS = {
    WORKFLOW: "workflows",
    WORKFLOW_RUN: "workflowruns",
    WORKFLOW_VERSION: "workflowversions",
    ERROR_CODE: "errorcodes",
    NOTIFICATION_CHANNEL: "notificationchannels",
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

ANNOTATION_TEST = f"{GROUP}/test"
"""On a NotificationChannel: a test message is sent for each new value of it."""

ANNOTATION_RESUME = f"{GROUP}/resume"
"""On a Workflow that an error code has paused: the run named here is dealt with, go on."""

LABEL_QUEUE = "kueue.x-k8s.io/queue-name"
"""On a WorkflowRun or its Workflow: the LocalQueue of Kueue that admits its Jobs."""

LABEL_REPLAY_OF = f"{GROUP}/replay-of"
"""On WorkflowRuns that repeat another one: its name."""
ANNOTATION_REPLAY = f"{GROUP}/replay-settled"
"""On such a run: its own UID, once it has taken over what its manifest leaves out. A copy of it is not settled."""
ANNOTATION_IRREVERSIBLE = f"{GROUP}/after-irreversible"
"""On such a run: the one that it repeats, maybe by way of others, and that may have taken an irreversible step."""

ANNOTATION_REQUEST = f"{GROUP}/request"
"""On what the API has made: a word for the request with its Idempotency-Key, which may come twice."""
LABEL_REQUEST = f"{GROUP}/request"
"""On workflows and versions that the API has made with such a key: a word for the key."""
ANNOTATION_REQUESTED_BY = f"{GROUP}/requested-by"
"""On what the API has made: who asked for it, as the API server knows them."""

FINALIZER_RECORDED = f"{GROUP}/recorded"
"""On WorkflowRuns, where a recorder is installed: they stay until they are recorded."""

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

CA_BUNDLE_VARIABLE = "WEBMEND_CA_BUNDLE"
"""Tells a runner the folder of the certificates to trust."""
CERTIFIED_ORIGINS_VARIABLE = "WEBMEND_CLIENT_CERTIFICATE_ORIGINS"
"""Tells a runner where a client certificate is shown: origins with blanks between them."""
DEBUG_PORT_VARIABLE = "WEBMEND_DEBUG_PORT"
"""Tells a runner the port of its loopback interface on which Chromium's developer tools are served."""
DEBUG_PORT = 9222

PROTOCOL_VERSION = 1
"""Version of the runner protocol. The server serves this one and the one before."""

TERMINATION_MESSAGE_BYTES = 4096
"""What Kubernetes keeps of a container's termination message."""


def job_name(run_name: str, run_uid: str, attempt: int) -> str:
    """The one name of an attempt's Job: derived, so that a second creation of it is a conflict and no second Job."""
    return f"{run_name[:40].rstrip('-.')}-{run_uid[:8]}-a{attempt}"


def session_secret(workflow: str) -> str:
    """The one name of the Secret that keeps a workflow's browser session."""
    return f"webmend-session-{workflow}"


def version_name(workflow: str, number: int) -> str:
    """The one name of a workflow's version with this number."""
    return f"{workflow[:50].rstrip('-.')}-v{number}"
