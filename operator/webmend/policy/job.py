"""The Job of an attempt: a restricted pod with one browser, without rights in the cluster."""

from typing import Any

from webmend.domain import names
from webmend.domain.origin import canonical
from webmend.domain.run import Attempt, Run
from webmend.domain.settings import IsolationLevel, RunnerSettings, Settings
from webmend.domain.workflow import Browser, Workflow

TOKEN_FOLDER = "/var/run/secrets/webmend"  # noqa: S105 - a path
TOKEN_SECONDS = 600
"""Life of a token; the shortest that Kubernetes allows. The kubelet renews it in place."""
CA_BUNDLE_FOLDER = "/etc/webmend/ca-bundle"
RUNNER_UID = 1001
GRACE_SECONDS = 30
SHARED_MEMORY = "256Mi"
SCRATCH = "1Gi"


def job_body(run: Run, workflow: Workflow, attempt: Attempt, settings: Settings) -> dict[str, Any]:
    """The Job of this attempt of this run, owned by the run."""
    labels = _labels(run, workflow, attempt)
    queue = run.queue or workflow.queue
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {
            "name": attempt.job_name,
            "namespace": run.namespace,
            "labels": {**labels, **({names.LABEL_QUEUE: queue} if queue else {})},
            "annotations": {names.ANNOTATION_EPOCH: str(attempt.epoch)},
            "ownerReferences": [_owner(run)],
        },
        "spec": {
            # One pod and no second one: what comes next is decided by the run's plan, not by the Job controller.
            "backoffLimit": 0,
            # Kueue lets the Job begin; without Kueue it would wait for ever.
            **({"suspend": True} if queue else {}),
            "completions": 1,
            "parallelism": 1,
            "podReplacementPolicy": "Failed",
            "activeDeadlineSeconds": workflow.spec.runner.active_deadline_seconds,
            "ttlSecondsAfterFinished": settings.runner.ttl_seconds,
            "template": {
                "metadata": {"labels": labels},
                "spec": _pod_spec(run, attempt, workflow, settings.runner),
            },
        },
    }


def _owner(run: Run) -> dict[str, Any]:
    return {
        "apiVersion": names.API_VERSION,
        "kind": names.WORKFLOW_RUN,
        "name": run.name,
        "uid": run.uid,
        "controller": True,
        "blockOwnerDeletion": True,
    }


def _labels(run: Run, workflow: Workflow, attempt: Attempt) -> dict[str, str]:
    return {
        names.LABEL_MANAGED_BY: names.MANAGED_BY,
        names.LABEL_RUN: run.uid,
        names.LABEL_RUN_NAME: run.name[:63].rstrip("-."),
        names.LABEL_WORKFLOW: workflow.name,
        names.LABEL_ATTEMPT: str(attempt.number),
        names.LABEL_VERSION_NUMBER: str(attempt.version),
    }


def _pod_spec(run: Run, attempt: Attempt, workflow: Workflow, settings: RunnerSettings) -> dict[str, Any]:
    runner = workflow.spec.runner
    pull_secrets = [{"name": n} for n in (*settings.image_pull_secrets, *runner.image_pull_secrets)]
    runtime_class = runner.runtime_class_name or settings.runtime_class_name
    return {
        "restartPolicy": "Never",
        "serviceAccountName": names.RUNNER_SERVICE_ACCOUNT,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "terminationGracePeriodSeconds": GRACE_SECONDS,
        "securityContext": _pod_security(settings.isolation),
        "containers": [_container(run, attempt, workflow, settings)],
        "volumes": _volumes(workflow.spec.browser),
        **({"nodeSelector": dict(runner.node_selector)} if runner.node_selector else {}),
        **({"tolerations": [t.stored() for t in runner.tolerations]} if runner.tolerations else {}),
        **({"imagePullSecrets": pull_secrets} if pull_secrets else {}),
        **({"runtimeClassName": runtime_class} if runtime_class else {}),
    }


def _pod_security(isolation: IsolationLevel) -> dict[str, Any]:
    strict = {"type": "Localhost", "localhostProfile": names.SECCOMP_PROFILE}
    return {
        "runAsNonRoot": True,
        "runAsUser": RUNNER_UID,
        "runAsGroup": RUNNER_UID,
        "fsGroup": RUNNER_UID,
        "seccompProfile": strict if isolation is IsolationLevel.STRICT else {"type": "RuntimeDefault"},
    }


def _container(run: Run, attempt: Attempt, workflow: Workflow, settings: RunnerSettings) -> dict[str, Any]:
    browser = workflow.spec.browser
    return {
        "name": names.RUNNER_CONTAINER,
        "image": settings.image,
        "imagePullPolicy": settings.image_pull_policy,
        "env": [
            {"name": "WEBMEND_SERVER_URL", "value": settings.server_url},
            {"name": "WEBMEND_SESSION", "value": run.uid},
            {"name": "WEBMEND_ATTEMPT", "value": str(attempt.number)},
            {"name": "WEBMEND_TOKEN_FILE", "value": f"{TOKEN_FOLDER}/token"},
            {"name": "WEBMEND_ISOLATION", "value": settings.isolation.value},
            {"name": "HOME", "value": "/tmp"},  # noqa: S108 - an empty volume of the pod's own
            *_trust_variables(browser),
            *([{"name": names.DEBUG_PORT_VARIABLE, "value": str(names.DEBUG_PORT)}] if run.spec.debug else []),
            *([{"name": "WEBMEND_EGRESS_PROXY", "value": settings.egress_proxy}] if settings.egress_proxy else []),
        ],
        "resources": workflow.spec.runner.resources.stored(),
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [
            {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108
            {"name": "shm", "mountPath": "/dev/shm"},  # noqa: S108
            _mount("token", TOKEN_FOLDER),
            *([_mount("ca-bundle", CA_BUNDLE_FOLDER)] if browser.ca_bundle_ref else []),
        ],
    }


def _trust_variables(browser: Browser) -> list[dict[str, str]]:
    """What the browser must know when it starts, before the session is open: nothing secret."""
    variables = {
        names.CA_BUNDLE_VARIABLE: CA_BUNDLE_FOLDER if browser.ca_bundle_ref else "",
        names.CERTIFIED_ORIGINS_VARIABLE: " ".join(map(canonical, _certified(browser))),
    }
    return [{"name": name, "value": value} for name, value in variables.items() if value]


def _certified(browser: Browser) -> tuple[str, ...]:
    """Where a client certificate is shown."""
    return browser.client_certificate.origins if browser.client_certificate else ()


def _mount(volume: str, folder: str) -> dict[str, Any]:
    return {"name": volume, "mountPath": folder, "readOnly": True}


def _volumes(browser: Browser) -> list[dict[str, Any]]:
    ref = browser.ca_bundle_ref
    token = {"path": "token", "audience": names.TOKEN_AUDIENCE, "expirationSeconds": TOKEN_SECONDS}
    return [
        {"name": "tmp", "emptyDir": {"sizeLimit": SCRATCH}},
        {"name": "shm", "emptyDir": {"medium": "Memory", "sizeLimit": SHARED_MEMORY}},
        {"name": "token", "projected": {"sources": [{"serviceAccountToken": token}]}},
        # optional: without it the pod starts, and its runner says what is missing; else it would only hang
        *([{"name": "ca-bundle", "configMap": {"name": ref, "optional": True}}] if ref else []),
    ]
