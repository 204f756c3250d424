"""A served namespace with a workflow in it, and runners that are known by their pods' tokens."""

import base64
from dataclasses import dataclass, field
from typing import Any

from tests.support.builders import SETTINGS, attempt, graph, node, version, workflow
from tests.support.cluster import FakeCluster
from webmend.domain import names
from webmend.domain.phase import Phase
from webmend.domain.resource import run_from
from webmend.domain.run import Attempt, Run, RunStatus
from webmend.domain.version import WorkflowVersion
from webmend.domain.workflow import Workflow
from webmend.policy.job import job_body
from webmend.ports.cluster import JOBS, PODS, RUNS, SECRETS, VERSIONS, WORKFLOWS, Cluster, Object

NAMESPACE = "clinic"
PASSWORD = "canary-Pa55word-7f3a"
ORIGIN = "https://portal.test"
SEED = "JBSWY3DPEHPK3PXP"


def portal(**spec: Any) -> Workflow:
    """A workflow that logs in with a credential and looks a patient up."""
    steps = graph(
        node("open", "navigate"),
        node("user", "fill", fill={"value": "{{ credentials.portal.username }}"}),
        node("password", "fill", fill={"value": "{{ credentials.portal.password }}"}),
        node("code", "totp", totp={"credential": "portal"}, target={"selectors": [{"label": "Code"}]}),
        node("search", "fill", fill={"value": "{{ inputs.patient }}"}),
    )
    credentials = [{"alias": "portal", "secretRef": "login", "origins": [ORIGIN, "http://localhost:8080"]}]
    return workflow(steps, **{"credentials": credentials, **spec})


@dataclass
class Runner:
    """The pod of an attempt, as the server gets to know it."""

    run: Run
    attempt: int
    pod: Object
    token: str

    @property
    def path(self) -> str:
        """Where its session is."""
        return f"/sessions/{self.run.uid}/attempts/{self.attempt}"

    @property
    def headers(self) -> dict[str, str]:
        """What it sends with each call."""
        return {"Authorization": f"Bearer {self.token}", "Webmend-Protocol": str(names.PROTOCOL_VERSION)}


@dataclass
class Installation:
    """The objects in a cluster."""

    cluster: Cluster
    namespace: str = NAMESPACE
    _tokens: int = field(default=0, init=False)

    async def install(self, of: Workflow | None = None, *, versions: int = 1) -> Workflow:
        """A workflow, its versions and the Secret that it names."""
        wanted = of or portal()
        stored = await self._create(WORKFLOWS, wanted.name, wanted.spec.stored())
        for number in range(1, versions + 1):
            await self._version(version(wanted, number))
        await self.secret("login", username="ada", password=PASSWORD, totp=SEED)
        return wanted.with_(uid=stored["metadata"]["uid"], namespace=self.namespace)

    async def secret(self, name: str, **values: str) -> None:
        """A Secret with these values."""
        data = {key: base64.b64encode(value.encode()).decode() for key, value in values.items()}
        await self.cluster.create(SECRETS, self.namespace, {"metadata": {"name": name}, "data": data})

    async def run(self, name: str = "portal-1", *attempts: Attempt, **spec: Any) -> Run:
        """A run whose latest attempt is under way."""
        spec = {"workflowRef": {"name": "portal"}, **spec}
        created = await self._create(RUNS, name, spec)
        attempts = attempts or (attempt(),)
        latest = attempts[-1]
        status = RunStatus(
            phase=Phase.RUNNING, attempt=latest.number, version=latest.version, attempts=attempts
        ).stored()
        stored = await self.cluster.patch_status(
            RUNS, self.namespace, name, status, created["metadata"]["resourceVersion"]
        )
        return run_from(stored)

    async def job(self, run: Run) -> Object:
        """The Job of the run's latest attempt."""
        name = names.job_name(run.name, run.uid, run.status.attempt)
        body = job_body(run, portal(), run.status.attempts[-1].with_(job_name=name), SETTINGS)
        return await self.cluster.create(JOBS, self.namespace, body)

    async def runner(self, run: Run) -> Runner:
        """The runner of the run's latest attempt, in a pod that is made here: for a fake cluster."""
        pod = await self.cluster.create(PODS, self.namespace, _pod_of(await self.job(run)))
        return Runner(run, run.status.attempt, pod, self.token(pod))

    def token(self, pod: Object, account: str = names.RUNNER_SERVICE_ACCOUNT, **review: Any) -> str:
        """A token that was given to this pod: known to a fake cluster."""
        assert isinstance(self.cluster, FakeCluster)
        self._tokens += 1
        token, metadata = f"token-{self._tokens}", pod["metadata"]
        self.cluster.tokens[token] = {**reviewed(metadata["namespace"], account, metadata), **review}
        return token

    async def set_status(self, run: Run, **fields: Any) -> None:
        """Change a run's status as the operator does."""
        await self.cluster.patch_status(RUNS, run.namespace, run.name, fields, "")

    async def status(self, run: Run) -> RunStatus:
        """A run's status as it is stored."""
        return run_from(await self.cluster.get(RUNS, run.namespace, run.name)).status

    async def _version(self, made: WorkflowVersion) -> None:
        await self._create(VERSIONS, made.name, made.spec.stored())

    async def _create(self, kind: Any, name: str, spec: Any) -> Object:
        return await self.cluster.create(kind, self.namespace, {"metadata": {"name": name}, "spec": spec})


def reviewed(namespace: str, account: str, pod: Object | None) -> Object:
    """What a TokenReview says of a token that was given to a pod, or to none."""
    bound = {"pod-name": [pod["name"]], "pod-uid": [pod["uid"]]} if pod else {}
    extra = {f"authentication.kubernetes.io/{key}": value for key, value in bound.items()}
    user = {"username": f"system:serviceaccount:{namespace}:{account}", "extra": extra}
    return {"authenticated": True, "audiences": [names.TOKEN_AUDIENCE], "user": user}


def _pod_of(job: Object) -> Object:
    """The pod that the Job controller makes of a Job."""
    metadata, template = job["metadata"], job["spec"]["template"]
    owner = {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "name": metadata["name"],
        "uid": metadata["uid"],
        "controller": True,
    }
    named = {"name": f"{metadata['name']}-x", "labels": metadata["labels"], "ownerReferences": [owner]}
    return {"metadata": named, "spec": template["spec"]}
