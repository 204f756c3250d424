"""Workflows as people see and set them by way of the API."""

from typing import Any

from webmend.domain.api_workflows import (
    NewClone,
    SettingsChange,
    SettingsOutcome,
    WorkflowDetails,
    WorkflowMade,
    WorkflowPage,
    WorkflowSummary,
)
from webmend.domain.condition import find, is_true
from webmend.domain.resource import version_from, workflow_from
from webmend.domain.version import WorkflowVersion
from webmend.domain.workflow import Workflow
from webmend.policy import manifest, ownership, paging, settings, versions
from webmend.policy.repeating import Request
from webmend.ports.cluster import VERSIONS, WORKFLOWS, Object
from webmend.server.people.access import GET, LIST, Access
from webmend.server.people.deeds import Deeds
from webmend.server.people.users import User
from webmend.server.problems import Refused

from . import cursors
from .making import made, repeated
from .objects import Objects, read
from .scope import Scope


class Workflows:
    """Reads them from the cluster, as they are now, and changes what is asked for and nothing else."""

    def __init__(self, objects: Objects, scope: Scope, access: Access, deeds: Deeds):
        self._objects = objects
        self._scope = scope
        self._access = access
        self._deeds = deeds

    async def page(self, user: User, named: tuple[str, ...] | None, limit: int, cursor: str) -> WorkflowPage:
        """The workflows that the user may list, by namespace and name; refuses as Scope does."""
        with cursors.reading():
            after = paging.name_place(cursor, named) if cursor else ("", "")
        found = [each for each in await self._all(user, named) if (each.namespace, each.name) > after]
        items = sorted(found, key=lambda each: (each.namespace, each.name))[: limit + 1]
        last = items[limit - 1] if len(items) > limit else None
        following = paging.name_cursor((last.namespace, last.name), named) if last else None
        return WorkflowPage(items=tuple(items[:limit]), next=following)

    async def _all(self, user: User, named: tuple[str, ...] | None) -> list[WorkflowSummary]:
        allowed = await self._scope.namespaces(user, LIST, named, WORKFLOWS)
        return await self._objects.readable(WORKFLOWS, allowed, _listed)

    async def stored(self, namespace: str, name: str) -> Object:
        """The workflow as the cluster has it; refuses when there is none."""
        return await self._objects.get(WORKFLOWS, namespace, name)

    async def change(self, user: User, stored: Object, asked: SettingsChange, match: str, dry: bool) -> SettingsOutcome:
        """Make the change, or hand it out; refuses one that makes no sense, and where the workflow is no longer as
        `match` says (an ETag; empty: however it is)."""
        workflow = read(workflow_from, stored)
        if match not in ("", "*", etag(stored)):
            raise Refused(412, f"{workflow.name} has changed since: read it again")
        patch = _patch(workflow, stored, asked)
        owner = ownership.managed_by(stored)
        if owner or dry:
            said = f"{owner} owns {workflow.name}: commit this to its repository" if owner else "This would be changed"
            return SettingsOutcome(applied=False, managed_by=owner, patch=patch, message=said)
        await self._deeds.note(user, workflow, "set", fields=sorted(patch["spec"]))
        version = workflow.resource_version if match else ""
        await self._objects.patch(WORKFLOWS, workflow.namespace, workflow.name, patch, version)
        said = f"{', '.join(sorted(patch['spec']))} of {workflow.name} changed"
        await self._deeds.tell(user, workflow, "SettingsChanged", said)
        return SettingsOutcome(applied=True, patch=patch, message=said)

    async def clone(self, user: User, namespace: str, name: str, asked: NewClone, request: Request) -> WorkflowMade:
        """Make a Draft under another name; refuses a name that cannot be or is taken."""
        await self._access.check(user, GET, namespace, name, WORKFLOWS)
        if wrong := manifest.wrong_name(asked.name):
            raise Refused(422, f"name: {wrong}")
        stored = await self.stored(namespace, name)
        original, version = read(workflow_from, stored), await self._version(namespace, name, asked.version)
        if before := await repeated(self._objects, WORKFLOWS, namespace, request):
            return _made(before, original, version)
        body = manifest.copy(manifest.with_graph(manifest.as_applied(stored), version.spec), asked.name)
        await self._deeds.note(user, original, "clone", copy=asked.name)
        copy, is_new = await made(self._objects, WORKFLOWS, namespace, body, [asked.name], request)
        answer = _made(copy, original, version)
        if is_new:
            await self._deeds.tell(user, read(workflow_from, copy), "Cloned", answer.message)
        return answer

    async def _version(self, namespace: str, workflow: str, number: int | None) -> WorkflowVersion:
        found = [
            read(version_from, each)
            for each in await self._objects.list(VERSIONS, namespace, fields=f"spec.workflow={workflow}")
        ]
        existing = tuple(found)
        version = versions.active(existing) if number is None else versions.numbered(existing, number)
        if version is None or version.spec.graph is None:
            which = f"version {number} with a graph" if number else "version that takes effect"
            raise Refused(409, f"{workflow} has no {which}")
        return version


def details(stored: Object) -> WorkflowDetails:
    """The workflow with all that is in it."""
    return WorkflowDetails(
        summary=_summary(read(workflow_from, stored), stored), spec=stored["spec"], status=stored.get("status") or {}
    )


def etag(stored: Object) -> str:
    """A word for the workflow as it is; another one after every change."""
    return f'"{stored["metadata"]["resourceVersion"]}"'


def _listed(stored: Object) -> WorkflowSummary:
    return _summary(workflow_from(stored), stored)


def _summary(workflow: Workflow, stored: Object) -> WorkflowSummary:
    spec, status = workflow.spec, workflow.status
    accepted = find(status.conditions, "Accepted")
    return WorkflowSummary(
        namespace=workflow.namespace,
        name=workflow.name,
        type=spec.type or "",
        site=spec.site or "",
        state=spec.state,
        active_version=status.active_version,
        latest_version=status.latest_version,
        next_schedule_time=status.next_schedule_time,
        accepted=None if accepted is None else is_true(status.conditions, "Accepted"),
        message=accepted.message if accepted else "",
        managed_by=ownership.managed_by(stored),
    )


def _patch(workflow: Workflow, stored: Object, asked: SettingsChange) -> dict[str, Any]:
    change = asked.model_dump(mode="json", by_alias=True, exclude_unset=True)
    try:
        return settings.changed(workflow, stored["spec"], change)
    except settings.Unfit as unfit:
        raise Refused(422, str(unfit)) from None


def _made(copy: Object, original: Workflow, version: WorkflowVersion) -> WorkflowMade:
    said = f"A Draft with version {version.spec.number} of {original.name}"
    return WorkflowMade(namespace=original.namespace, name=copy["metadata"]["name"], message=said)
