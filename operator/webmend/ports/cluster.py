"""The Kubernetes API, as raw JSON objects."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Object = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of object and where its API lives."""

    group: str
    """API group; empty for core."""
    version: str
    plural: str
    name: str

    @property
    def api_version(self) -> str:
        """As objects write it: `batch/v1`, `v1`."""
        return f"{self.group}/{self.version}" if self.group else self.version


WORKFLOWS = Kind("webmend.io", "v1alpha1", "workflows", "Workflow")
RUNS = Kind("webmend.io", "v1alpha1", "workflowruns", "WorkflowRun")
VERSIONS = Kind("webmend.io", "v1alpha1", "workflowversions", "WorkflowVersion")
ERROR_CODES = Kind("webmend.io", "v1alpha1", "errorcodes", "ErrorCode")
CHANNELS = Kind("webmend.io", "v1alpha1", "notificationchannels", "NotificationChannel")
JOBS = Kind("batch", "v1", "jobs", "Job")
PODS = Kind("", "v1", "pods", "Pod")
SECRETS = Kind("", "v1", "secrets", "Secret")
LEASES = Kind("coordination.k8s.io", "v1", "leases", "Lease")
EVENTS = Kind("events.k8s.io", "v1", "events", "Event")
ENDPOINT_SLICES = Kind("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice")
DEPLOYMENTS = Kind("apps", "v1", "deployments", "Deployment")
CONFIG_MAPS = Kind("", "v1", "configmaps", "ConfigMap")
SERVICE_ACCOUNTS = Kind("", "v1", "serviceaccounts", "ServiceAccount")
NETWORK_POLICIES = Kind("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy")
TOKEN_REVIEWS = Kind("authentication.k8s.io", "v1", "tokenreviews", "TokenReview")
ACCESS_REVIEWS = Kind("authorization.k8s.io", "v1", "subjectaccessreviews", "SubjectAccessReview")
OWN_ACCESS_REVIEWS = Kind("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview")


class ClusterError(Exception):
    """The API server refused or could not be reached. Subclasses say what to do about it."""


class NotFound(ClusterError):
    """No such object: there is nothing to do to it."""


class AlreadyExists(ClusterError):
    """An object of that name is there: look whose it is."""


class Conflict(ClusterError):
    """The object has changed since it was read: read again and decide anew."""


class Forbidden(ClusterError):
    """We may not do that: RBAC is missing. Not worth another try soon."""


class Invalid(ClusterError):
    """The object was refused by its schema: a defect of ours. Not worth another try."""


class Unavailable(ClusterError):
    """The API server did not answer, or asked to wait: try again later."""


@dataclass(frozen=True)
class Change:
    """One event of a watch."""

    type: str
    """ADDED, MODIFIED or DELETED."""
    object: Object


class Cluster(Protocol):
    """Reads and writes of objects. Every method may raise a ClusterError."""

    async def get(self, kind: Kind, namespace: str, name: str) -> Object:
        """The object; raises NotFound."""
        ...

    async def list(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", fields: str = ""
    ) -> list[Object]:
        """All objects that match, read page by page; namespace None means all of them."""
        ...

    def each(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", fields: str = ""
    ) -> AsyncIterator[Object]:
        """The same one by one, with no more than a page of them held at once; one may come twice."""
        ...

    def watch(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", fields: str = ""
    ) -> AsyncIterator[Change]:
        """Every object as ADDED, then each change as it comes, for ever: reconnects and lists anew by itself."""
        ...

    async def create(self, kind: Kind, namespace: str | None, body: Mapping[str, Any]) -> Object:
        """The object as stored; raises AlreadyExists."""
        ...

    async def patch_status(
        self, kind: Kind, namespace: str, name: str, status: Mapping[str, Any], resource_version: str
    ) -> Object:
        """Merge `status` into the status sub-resource; raises Conflict unless it is at resource_version ("": any)."""
        ...

    async def patch(
        self, kind: Kind, namespace: str, name: str, change: Mapping[str, Any], resource_version: str
    ) -> Object:
        """Merge `change` into metadata and spec at once; raises Conflict unless it is at resource_version ("": any).

        A list, such as that of the finalizers, is replaced as a whole.
        """
        ...

    async def patch_spec(
        self, kind: Kind, namespace: str, name: str, spec: Mapping[str, Any], resource_version: str
    ) -> Object:
        """Merge `spec` into the object's spec; raises Conflict unless it is at resource_version ("": any)."""
        ...

    async def replace(self, kind: Kind, namespace: str, name: str, body: Mapping[str, Any]) -> Object:
        """Put the object in the place of the stored one; raises Conflict when it has changed."""
        ...

    async def delete(self, kind: Kind, namespace: str, name: str, uid: str) -> None:
        """Delete the object if it still has that UID, its dependents in the background; nothing when it is gone."""
        ...
