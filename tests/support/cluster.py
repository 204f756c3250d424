"""A Kubernetes API in memory, as far as webmend uses one."""

import asyncio
import re
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.support.builders import NOW
from webmend.ports.cluster import (
    ACCESS_REVIEWS,
    EVENTS,
    LEASES,
    SECRETS,
    TOKEN_REVIEWS,
    AlreadyExists,
    Change,
    ClusterError,
    Conflict,
    Invalid,
    Kind,
    NotFound,
    Object,
)

Key = tuple[Kind, str, str]
Selects = Callable[[Object], bool]
Objects = list[Object]
WITHOUT_STATUS = frozenset({SECRETS, LEASES, EVENTS})
"""Kinds without a status of its own: everything in them is spec."""
API_AUDIENCES = ("https://kubernetes.default.svc",)
"""Whom a token is for that was asked for without an audience, and what a review without one looks for."""
_NAME = re.compile(r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?")


@dataclass(frozen=True)
class Write:
    """One call that changed something."""

    verb: str
    kind: Kind
    name: str


@dataclass(frozen=True)
class _Fault:
    verb: str
    of: Kind | None
    error: ClusterError


@dataclass(frozen=True)
class _Event:
    old: Object | None
    new: Object | None


class FakeCluster:
    """Implements webmend.ports.cluster.Cluster."""

    def __init__(
        self, now: Callable[[], datetime] = lambda: NOW, new_uid: Callable[[], str] = lambda: str(uuid.uuid4())
    ):
        self.writes: list[Write] = []
        """Every write, in order; one that changed nothing is none."""
        self.tokens: dict[str, Object] = {}
        """What a TokenReview says (its status), by token; others are not authenticated."""
        self.rights: set[tuple[str, str, str]] = set()
        """What a SubjectAccessReview allows: who may do what where, as (user, "verb plural.group", namespace)."""
        self._now = now
        self._new_uid = new_uid
        self._objects: dict[Key, Object] = {}
        self._version = 100
        self._watchers: dict[Kind, list[asyncio.Queue[_Event]]] = {}
        self._faults: list[_Fault] = []

    def fail(self, verb: str, error: ClusterError, times: int = 1, of: Kind | None = None) -> None:
        """Let the next calls of a method of this name raise the error (for objects of one kind, or of all)."""
        self._faults += [_Fault(verb, of, error)] * times

    async def get(self, kind: Kind, namespace: str, name: str) -> Object:
        await self._enter("get", kind)
        return deepcopy(self._find((kind, namespace, name)))

    async def list(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", fields: str = ""
    ) -> list[Object]:
        await self._enter("list", kind)
        return self._matching(kind, _selection(namespace, labels, fields))

    async def each(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", fields: str = ""
    ) -> AsyncIterator[Object]:
        for obj in await self.list(kind, namespace, labels=labels, fields=fields):
            yield obj

    async def watch(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", fields: str = ""
    ) -> AsyncIterator[Change]:
        await self._enter("watch", kind)
        selects = _selection(namespace, labels, fields)
        events: asyncio.Queue[_Event] = asyncio.Queue()
        self._watchers.setdefault(kind, []).append(events)
        try:
            for obj in self._matching(kind, selects):
                yield Change("ADDED", obj)
            while True:
                if change := _change(await events.get(), selects):
                    yield change
        finally:
            self._watchers[kind].remove(events)

    async def create(self, kind: Kind, namespace: str | None, body: Mapping[str, Any]) -> Object:
        await self._enter("create", kind)
        if kind is TOKEN_REVIEWS:
            return self._reviewed(body)
        if kind is ACCESS_REVIEWS:
            return self._judged(body)
        name = body.get("metadata", {}).get("name", "")
        key = (kind, namespace or "", name)
        if not _NAME.fullmatch(name):
            raise Invalid(f"{kind.name} {name!r} is invalid: metadata.name")
        if key in self._objects:
            raise AlreadyExists(f"{kind.plural} {name!r} already exists")
        return self._stored("create", key, self._fresh(kind, namespace, body))

    async def patch_status(
        self, kind: Kind, namespace: str, name: str, status: Mapping[str, Any], resource_version: str
    ) -> Object:
        await self._enter("patch_status", kind)
        key = (kind, namespace, name)
        old = self._guarded(key, resource_version)
        return self._stored("patch_status", key, {**old, "status": _merged(old.get("status", {}), status)})

    async def patch_spec(
        self, kind: Kind, namespace: str, name: str, spec: Mapping[str, Any], resource_version: str
    ) -> Object:
        return await self._patch("patch_spec", (kind, namespace, name), {"spec": spec}, resource_version)

    async def patch(
        self, kind: Kind, namespace: str, name: str, change: Mapping[str, Any], resource_version: str
    ) -> Object:
        return await self._patch("patch", (kind, namespace, name), change, resource_version)

    async def _patch(self, verb: str, key: Key, change: Mapping[str, Any], resource_version: str) -> Object:
        await self._enter(verb, key[0])
        old = self._guarded(key, resource_version)
        new = {**old, "spec": _merged(old.get("spec", {}), change.get("spec", {}))}
        new["metadata"] = _merged(old["metadata"], change.get("metadata", {}))
        new["metadata"]["generation"] += new["spec"] != old.get("spec")
        stored = self._stored(verb, key, new)
        self._finish(key)
        return stored

    async def replace(self, kind: Kind, namespace: str, name: str, body: Mapping[str, Any]) -> Object:
        await self._enter("replace", kind)
        key = (kind, namespace, name)
        old = self._guarded(key, body["metadata"].get("resourceVersion", ""))
        new = deepcopy({**body, "apiVersion": kind.api_version, "kind": kind.name})
        new["metadata"] = {**new["metadata"], **_given_by_server(old)}
        if kind not in WITHOUT_STATUS:
            new = {**new, **({"status": old["status"]} if "status" in old else {})}
            new["metadata"]["generation"] += new.get("spec") != old.get("spec")
        stored = self._stored("replace", key, new)
        self._finish(key)
        return stored

    async def delete(self, kind: Kind, namespace: str, name: str, uid: str) -> None:
        await self._enter("delete", kind)
        key = (kind, namespace, name)
        obj = self._objects.get(key)
        if obj is None or obj["metadata"]["uid"] != uid:
            return
        if obj["metadata"].get("finalizers"):
            deleted = {"deletionTimestamp": _timestamp(self._now())}
            self._stored("delete", key, {**obj, "metadata": {**obj["metadata"], **deleted}})
        else:
            self.writes.append(Write("delete", kind, name))
            self._remove(key)

    async def _enter(self, verb: str, kind: Kind) -> None:
        await asyncio.sleep(0)  # as every call over a network, it lets others go first
        for fault in self._faults:
            if fault.verb == verb and fault.of in (None, kind):
                self._faults.remove(fault)
                raise fault.error

    def _matching(self, kind: Kind, selects: Selects) -> Objects:
        found = [obj for key, obj in self._objects.items() if key[0] is kind and selects(obj)]
        return deepcopy(sorted(found, key=lambda obj: (obj["metadata"]["namespace"], obj["metadata"]["name"])))

    def _find(self, key: Key) -> Object:
        if key not in self._objects:
            raise NotFound(f"{key[0].plural} {key[2]!r} not found")
        return self._objects[key]

    def _guarded(self, key: Key, resource_version: str) -> Object:
        obj = self._find(key)
        if resource_version not in ("", obj["metadata"]["resourceVersion"]):
            raise Conflict(f"{key[0].plural} {key[2]!r} has been modified")
        return obj

    def _fresh(self, kind: Kind, namespace: str | None, body: Mapping[str, Any]) -> Object:
        obj = deepcopy({**body, "apiVersion": kind.api_version, "kind": kind.name})
        given = {"namespace": namespace or "", "uid": self._new_uid(), "creationTimestamp": _timestamp(self._now())}
        obj["metadata"] = {**obj["metadata"], **given}
        if kind not in WITHOUT_STATUS:
            obj.pop("status", None)
            obj["metadata"]["generation"] = 1
        return obj

    def _stored(self, verb: str, key: Key, obj: Object) -> Object:
        """Store it under the next resource version; what is equal to the old one keeps its own, as in Kubernetes."""
        old = self._objects.get(key)
        if old is not None and old == obj:
            return deepcopy(old)
        self._version += 1
        new = deepcopy(obj)
        new["metadata"]["resourceVersion"] = str(self._version)
        self._objects[key] = new
        self.writes.append(Write(verb, key[0], key[2]))
        self._tell(key[0], old, new)
        return deepcopy(new)

    def _finish(self, key: Key) -> None:
        """An object that was only kept by its finalizers goes with the last of them."""
        metadata = self._objects[key]["metadata"]
        if "deletionTimestamp" in metadata and not metadata.get("finalizers"):
            self._remove(key)

    def _remove(self, key: Key) -> None:
        """The object and, as the garbage collector does, everything that it alone owns."""
        obj = self._objects.pop(key)
        self._tell(key[0], obj, None)
        for other in [k for k, o in self._objects.items() if _is_owned(o, obj["metadata"]["uid"])]:
            if other in self._objects:
                self._remove(other)

    def _tell(self, kind: Kind, old: Object | None, new: Object | None) -> None:
        for events in self._watchers.get(kind, []):
            events.put_nowait(_Event(deepcopy(old), deepcopy(new)))

    def _reviewed(self, body: Mapping[str, Any]) -> Object:
        self.writes.append(Write("create", TOKEN_REVIEWS, ""))
        spec = body["spec"]
        status = self.tokens.get(spec["token"], {"authenticated": False})
        meant = set(status.get("audiences", ())) & set(spec.get("audiences", API_AUDIENCES))
        if not meant:
            status = {"authenticated": False, "error": "invalid bearer token"}
        return {**deepcopy(dict(body)), "status": {**deepcopy(status), "audiences": sorted(meant)}}

    def _judged(self, body: Mapping[str, Any]) -> Object:
        self.writes.append(Write("create", ACCESS_REVIEWS, ""))
        spec, asked = body["spec"], body["spec"]["resourceAttributes"]
        right = f"{asked['verb']} {asked['resource']}.{asked['group']}"
        scopes = {"", asked["namespace"]}  # a right without a namespace is one in all of them
        allowed = any((spec["user"], right, scope) in self.rights for scope in scopes)
        return {**deepcopy(dict(body)), "status": {"allowed": allowed}}


def _change(event: _Event, selects: Selects) -> Change | None:
    """What a watch with a selector tells of an event: what leaves the selection is DELETED, with its old content."""
    was = event.old if event.old is not None and selects(event.old) else None
    now = event.new if event.new is not None and selects(event.new) else None
    if now is not None:
        return Change("MODIFIED" if was is not None else "ADDED", now)
    return Change("DELETED", was) if was is not None else None


def _selection(namespace: str | None, labels: str, fields: str) -> Selects:
    def selects(obj: Object) -> bool:
        metadata = obj["metadata"]
        here = namespace in (None, metadata["namespace"])
        return (
            here
            and all(_holds(term, lambda key: metadata.get("labels", {}).get(key)) for term in _terms(labels))
            and all(_holds(term, lambda path: _field(obj, path)) for term in _terms(fields))
        )

    return selects


def _terms(selector: str) -> list[str]:
    return [term.strip() for term in re.split(r",(?![^(]*\))", selector) if term.strip()]


def _holds(term: str, value: Callable[[str], Any]) -> bool:
    """Whether one term of a selector holds: key=value, key!=value, key in (a,b), key (is there), !key (is not)."""
    if found := re.fullmatch(r"(\S+) in \((.*)\)", term):
        return value(found[1]) in found[2].split(",")
    if "!=" in term:
        key, wanted = term.split("!=")
        return bool((value(key) or "") != wanted)
    if "=" in term:
        key, wanted = re.split("==?", term)
        return bool((value(key) or "") == wanted)
    return value(term.lstrip("!")) is None if term.startswith("!") else value(term) is not None


def _field(obj: Object, path: str) -> Any:
    value: Any = obj
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _merged(old: Any, patch: Mapping[str, Any]) -> Object:
    """RFC 7386."""
    merged = dict(old) if isinstance(old, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = _merged(merged.get(key), value) if isinstance(value, Mapping) else deepcopy(value)
    return merged


def _given_by_server(obj: Object) -> Object:
    given = ("name", "namespace", "uid", "creationTimestamp", "generation", "deletionTimestamp", "resourceVersion")
    return {key: value for key, value in obj["metadata"].items() if key in given}


def _is_owned(obj: Object, uid: str) -> bool:
    owners = [owner["uid"] for owner in obj["metadata"].get("ownerReferences", ())]
    return owners == [uid]


def _timestamp(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
