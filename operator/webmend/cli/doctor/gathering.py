"""From a cluster to the facts, as far as whoever asks may see them."""

import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError

from webmend.adapters.api import ApiRefused, ApiUnreachable
from webmend.cli.cluster import Place
from webmend.cli.errors import Usage
from webmend.cli.runs.gathering import Server
from webmend.domain import names
from webmend.domain.resource import Malformed, run_from, workflow_from
from webmend.domain.settings import Settings
from webmend.ports.cluster import (
    CONFIG_MAPS,
    DEPLOYMENTS,
    LEASES,
    NETWORK_POLICIES,
    OWN_ACCESS_REVIEWS,
    RUNS,
    SECRETS,
    SERVICE_ACCOUNTS,
    WORKFLOWS,
    ClusterError,
    Kind,
    NotFound,
    Object,
)

from .checks.workflows import wanted_keys
from .definitions import lacking
from .facts import Broken, Facts, Right, Seen

Found = TypeVar("Found")
NO_ANSWER = (ClusterError, ApiRefused, ApiUnreachable, Usage)
RIGHTS: tuple[tuple[str, str, str, str], ...] = (
    ("list", names.GROUP, "workflows", "look at workflows"),
    ("list", names.GROUP, "workflowruns", "look at runs"),
    ("list", names.GROUP, "workflowversions", "compare versions"),
    ("list", names.GROUP, "errorcodes", "look at error codes"),
    ("create", names.GROUP, "workflowruns", "start and repeat runs"),
    ("patch", names.GROUP, "workflowruns", "stop runs and answer what they ask"),
    ("create", names.GROUP, "workflowversions", "revert versions"),
    ("patch", names.GROUP, "errorcodes", "approve error codes"),
    ("get", "", "pods/log", "read what runners write"),
)
"""What commands of this program ask of the API server."""


@dataclass(frozen=True)
class Scope:
    """What is looked at."""

    namespace: str | None
    """None: every namespace."""
    system: str
    """Where operator and server are."""
    release: str
    is_named: bool = True
    """Whether somebody named the namespace, or it is the context's."""


async def gather(place: Place, scope: Scope, server: Server | None, now: datetime) -> Facts:
    """All that can be seen. What cannot be is noted with the reason; nothing is raised for it."""
    looking = Looking(place, scope)
    broken: list[Broken] = []
    workflows = await looking.read(WORKFLOWS, workflow_from, broken)
    runs = await looking.read(RUNS, run_from, broken)
    secrets = {(w.namespace, name) for w in workflows.value or () for name in wanted_keys(w)}
    return Facts(
        now=now,
        release=scope.release,
        namespace=scope.namespace or "",
        system=scope.system,
        is_named=scope.is_named,
        version=await seen(looking.version()),
        kinds=await seen(looking.kinds()),
        lacking=await seen(looking.lacking()),
        deployments=await seen(looking.deployments()),
        lease=await seen(place.cluster.get(LEASES, scope.system, names.LEASE)),
        settings=await seen(looking.settings()),
        account=await seen(looking.account()),
        policies=await seen(looking.policies()),
        rights=await seen(looking.rights()),
        workflows=workflows,
        runs=runs,
        broken=tuple(broken),
        keys={secret: await seen(looking.keys(*secret)) for secret in sorted(secrets)},
        server=await seen(_answer(server, scope)) if server else Seen(),
    )


async def seen(look: Awaitable[Found]) -> Seen[Found]:
    """What a look gives: nothing where it is not there, and why where it may not be seen."""
    try:
        return Seen(await look)
    except NotFound:
        return Seen()
    except NO_ANSWER as error:
        return Seen(why_not=str(error))


class Looking:
    """The looks. Each may raise a ClusterError."""

    def __init__(self, place: Place, scope: Scope):
        self._place = place
        self._scope = scope

    async def version(self) -> str:
        assert self._place.discovery is not None
        return await self._place.discovery.version()

    async def kinds(self) -> frozenset[str]:
        assert self._place.discovery is not None
        return await self._place.discovery.kinds(names.GROUP, names.VERSION)

    async def lacking(self) -> tuple[str, ...]:
        assert self._place.discovery is not None
        return lacking(await self._place.discovery.schemas(names.GROUP, names.VERSION))

    async def deployments(self) -> tuple[Object, ...]:
        labels = "app.kubernetes.io/component in (operator,server,egress)"
        return tuple(await self._place.cluster.list(DEPLOYMENTS, self._scope.system, labels=labels))

    async def settings(self) -> Settings:
        labels = "app.kubernetes.io/component=settings"
        for found in await self._place.cluster.list(CONFIG_MAPS, self._scope.system, labels=labels):
            try:
                return Settings.model_validate(json.loads(found["data"]["settings.json"]))
            except (KeyError, ValueError, ValidationError):
                raise Usage("the settings are those of another release") from None
        raise NotFound("settings")

    async def account(self) -> Object:
        space = self._scope.namespace or self._place.namespace
        return await self._place.cluster.get(SERVICE_ACCOUNTS, space, names.RUNNER_SERVICE_ACCOUNT)

    async def policies(self) -> tuple[Object, ...]:
        return tuple(await self._place.cluster.list(NETWORK_POLICIES, self._scope.namespace))

    async def rights(self) -> tuple[Right, ...]:
        return tuple([await self._right(*each) for each in RIGHTS])

    async def _right(self, verb: str, group: str, resource: str, what_for: str) -> Right:
        plural, _, part = resource.partition("/")
        attributes = {"verb": verb, "group": group, "resource": plural, "namespace": self._scope.namespace or ""}
        body = {"spec": {"resourceAttributes": {**attributes, **({"subresource": part} if part else {})}}}
        said = await self._place.cluster.create(OWN_ACCESS_REVIEWS, None, body)
        return Right(verb, resource, group, what_for, bool(said["status"]["allowed"]))

    async def keys(self, namespace: str, secret: str) -> frozenset[str]:
        """The names of a Secret's keys: the values are looked at by nobody."""
        return frozenset((await self._place.cluster.get(SECRETS, namespace, secret)).get("data") or ())

    async def read(self, kind: Kind, read: Callable[[Object], Found], broken: list[Broken]) -> Seen[tuple[Found, ...]]:
        """The objects of a kind; those that cannot be read are added to the broken ones."""
        found = await seen(self._place.cluster.list(kind, self._scope.namespace))
        if found.value is None:
            return Seen(why_not=found.why_not or f"{kind.plural}: not defined")
        return Seen(tuple(_readable(found.value, kind, read, broken)))


def _readable(
    objects: Iterable[Object], kind: Kind, read: Callable[[Object], Found], broken: list[Broken]
) -> Iterable[Found]:
    for obj in objects:
        try:
            yield read(obj)
        except Malformed as malformed:
            broken.append(Broken(kind.name, obj["metadata"]["name"], str(malformed)))


async def _answer(server: Server, scope: Scope) -> str:
    named = [("namespace", scope.namespace)] if scope.namespace else []
    page = await (await server()).runs([*named, ("limit", "1")])
    return "it answers" if page.items else "it answers, and has no runs"
