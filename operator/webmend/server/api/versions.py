"""Versions of workflows as people see them, and say their word on them, by way of the API."""

from webmend.domain.api_workflows import (
    ChangeOfField,
    ChangeOfStep,
    NewRevert,
    VersionDetails,
    VersionDiff,
    VersionList,
    VersionSummary,
    VersionTold,
)
from webmend.domain.names import version_name
from webmend.domain.resource import version_from, workflow_from
from webmend.domain.version import Decision, WorkflowVersion
from webmend.domain.workflow import Workflow
from webmend.policy import comparing, versions
from webmend.policy.comparing import StepChange
from webmend.policy.repeating import Request
from webmend.ports.cluster import VERSIONS, WORKFLOWS, AlreadyExists, Object
from webmend.server.people.deeds import Deeds
from webmend.server.people.users import User
from webmend.server.problems import Refused

from .making import repeated
from .objects import Objects, read

TRIES = 5
"""How often a revert takes the next number when another writer has taken the one before."""

VERBS = {Decision.APPROVED: "approve", Decision.REJECTED: "reject"}


class WorkflowVersions:
    """Reads them from the cluster, as they are now."""

    def __init__(self, objects: Objects, deeds: Deeds):
        self._objects = objects
        self._deeds = deeds

    async def listed(self, namespace: str, workflow: str) -> VersionList:
        """All of them, the latest first; refuses when there is none."""
        existing = await self._all(namespace, workflow)
        return VersionList(items=tuple(_summary(each, existing) for each in reversed(existing)))

    async def details(self, namespace: str, workflow: str, number: int) -> VersionDetails:
        """One with its steps; refuses when there is none."""
        existing = await self._all(namespace, workflow)
        version = _with_graph(existing, workflow, number)
        assert version.spec.graph is not None
        return VersionDetails(
            summary=_summary(version, existing), graph=version.spec.graph, repairs=version.spec.repairs
        )

    async def diff(self, namespace: str, workflow: str, old: int, new: int) -> VersionDiff:
        """How two of them differ; refuses when one is not there."""
        existing = await self._all(namespace, workflow)
        before, after = (_with_graph(existing, workflow, number).spec.graph for number in (old, new))
        assert before is not None
        assert after is not None
        changes = tuple(map(_told, comparing.compare(before, after)))
        return VersionDiff(workflow=workflow, old=old, new=new, changes=changes)

    async def revert(
        self, user: User, namespace: str, workflow: str, number: int, asked: NewRevert, request: Request
    ) -> VersionTold:
        """Make a version equal to that one; refuses when there is none."""
        owner = await self._workflow(namespace, workflow)
        if before := await repeated(self._objects, VERSIONS, namespace, request):
            return _reverted(read(version_from, before), number)
        existing = await self._all(namespace, workflow)
        if versions.numbered(existing, number) is None:
            raise Refused(404, f"{workflow} has no version {number}; it has 1 to {existing[-1].spec.number}")
        await self._deeds.note(user, owner, "revert", version=str(number))
        made = _reverted(await self._made(owner, number, asked.note, request), number)
        await self._deeds.tell(user, owner, "Reverted", made.message)
        return made

    async def decide(self, user: User, namespace: str, workflow: str, number: int, decision: Decision) -> VersionTold:
        """Say a person's word on a version; refuses when another one was said."""
        owner = await self._workflow(namespace, workflow)
        name = version_name(workflow, number)
        version = read(version_from, await self._objects.get(VERSIONS, namespace, name))
        if said := versions.contradicted(version, decision):
            raise Refused(409, said)
        told = VersionTold(workflow=workflow, number=number, message=f"Version {number} is {decision.lower()}")
        if version.spec.decision is decision:
            return told
        await self._deeds.note(user, owner, VERBS[decision], version=str(number))
        await self._objects.patch(VERSIONS, namespace, name, {"spec": {"decision": str(decision)}})
        await self._deeds.tell(user, owner, str(decision), told.message)
        return told

    async def _made(self, owner: Workflow, number: int, note: str, request: Request) -> WorkflowVersion:
        for _ in range(TRIES):
            existing = await self._all(owner.namespace, owner.name)
            spec = versions.reverting(existing, owner.name, number, note)
            assert spec is not None  # a number that was there stays
            body = versions.body(owner, spec)
            metadata = body["metadata"]
            metadata["labels"] |= request.labels
            metadata["annotations"] = request.annotations
            try:
                return read(version_from, await self._objects.create(VERSIONS, owner.namespace, body))
            except AlreadyExists:
                continue
        raise Refused(503, f"{owner.name} gets versions faster than one can be made", {"Retry-After": "1"})

    async def _workflow(self, namespace: str, name: str) -> Workflow:
        return read(workflow_from, await self._objects.get(WORKFLOWS, namespace, name))

    async def _all(self, namespace: str, workflow: str) -> tuple[WorkflowVersion, ...]:
        """All of them, the oldest first; refuses when there is none."""
        stored: list[Object] = await self._objects.list(VERSIONS, namespace, fields=f"spec.workflow={workflow}")
        if not stored:
            raise Refused(404, f"there is no version of a workflow {workflow} in {namespace}")
        return tuple(sorted((read(version_from, each) for each in stored), key=lambda each: each.spec.number))


def _with_graph(existing: versions.Versions, workflow: str, number: int) -> WorkflowVersion:
    version = versions.numbered(existing, number)
    if version is None or version.spec.graph is None:
        raise Refused(404, f"{workflow} has no version {number} with a graph")
    return version


def _summary(version: WorkflowVersion, existing: versions.Versions) -> VersionSummary:
    spec, active = version.spec, versions.active(existing)
    return VersionSummary(
        workflow=spec.workflow,
        number=spec.number,
        author=spec.author,
        note=spec.note,
        run=spec.run or "",
        created=version.created,
        revert_to=spec.revert_to,
        active=active is not None and active.spec.number == spec.number,
        waits=spec.review and spec.decision is None,
        decision=spec.decision,
    )


def _told(change: StepChange) -> ChangeOfStep:
    fields = tuple(ChangeOfField(path=each.path, old=each.old, new=each.new) for each in change.fields)
    return ChangeOfStep(kind=change.kind, node_id=change.node_id, title=change.title, fields=fields, after=change.after)


def _reverted(version: WorkflowVersion, number: int) -> VersionTold:
    made = version.spec
    said = f"Version {made.number} of {made.workflow} is equal to version {number}"
    return VersionTold(workflow=made.workflow, number=made.number, message=said)
