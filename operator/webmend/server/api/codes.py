"""Error codes as people see and decide on them by way of the API."""

from typing import Any

from pydantic import ValidationError

from webmend.domain.api_workflows import CodeChange, ErrorCodeItem, ErrorCodePage, NewMerge
from webmend.domain.error_code import CodeState, ErrorCode, ErrorCodeSpec
from webmend.domain.resource import error_code_from
from webmend.policy import codes
from webmend.policy.settings import merged
from webmend.ports.cluster import ERROR_CODES
from webmend.server.people.access import LIST
from webmend.server.people.deeds import Deeds
from webmend.server.people.users import User
from webmend.server.problems import Refused, told

from .objects import Objects, read
from .scope import Scope

VERBS = {CodeState.APPROVED: "approve", CodeState.REJECTED: "reject"}


class ErrorCodes:
    """Reads them from the cluster, as they are now, and changes what is asked for and nothing else."""

    def __init__(self, objects: Objects, scope: Scope, deeds: Deeds):
        self._objects = objects
        self._scope = scope
        self._deeds = deeds

    async def listed(self, user: User, named: tuple[str, ...] | None, states: frozenset[CodeState]) -> ErrorCodePage:
        """Those of these states (none: of all) that the user may list; refuses as Scope does."""
        allowed = await self._scope.namespaces(user, LIST, named, ERROR_CODES)
        readable = await self._objects.readable(ERROR_CODES, allowed, error_code_from)
        found = [code for code in readable if not states or code.spec.state in states]
        return ErrorCodePage(items=tuple(map(item, sorted(found, key=lambda code: (code.namespace, code.name)))))

    async def one(self, namespace: str, name: str) -> ErrorCode:
        """The code as it is now; refuses when there is none."""
        return read(error_code_from, await self._objects.get(ERROR_CODES, namespace, name))

    async def edit(self, user: User, code: ErrorCode, asked: CodeChange, match: str) -> ErrorCodeItem:
        """Change what is asked for; refuses what makes no sense."""
        change = asked.model_dump(mode="json", by_alias=True, exclude_unset=True)
        if match not in ("", "*", etag(code)):
            raise Refused(412, f"{code.name} has changed since: read it again")
        return await self._patched(user, code, _replacing_match(code, change), "edit", "Edited")

    async def decide(
        self, user: User, code: ErrorCode, state: CodeState, asked: CodeChange | None = None
    ) -> ErrorCodeItem:
        """Approve or reject it, an approved one with what else is asked for."""
        if said := codes.immovable(code, state):
            raise Refused(409, said)
        change = asked.model_dump(mode="json", by_alias=True, exclude_unset=True) if asked else {}
        change = {**_replacing_match(code, change), "state": str(state), "mergedInto": None}
        return await self._patched(user, code, change, VERBS[state], str(state))

    async def merge(self, user: User, code: ErrorCode, asked: NewMerge) -> ErrorCodeItem:
        """Let failures of its kind get another code; refuses when there is no such code."""
        if asked.into == code.name:
            raise Refused(422, "into: names another error code")
        if said := codes.immovable(code, CodeState.MERGED):
            raise Refused(409, said)
        await self.one(code.namespace, asked.into)
        change = {"state": str(CodeState.MERGED), "mergedInto": asked.into}
        return await self._patched(user, code, change, "merge", "Merged", into=asked.into)

    async def _patched(
        self, user: User, code: ErrorCode, change: dict[str, Any], verb: str, reason: str, **facts: str
    ) -> ErrorCodeItem:
        _check(code, change)
        await self._deeds.note(user, code, verb, fields=sorted(change), **facts)
        place = code.namespace, code.name, {"spec": change}, code.resource_version
        new = read(error_code_from, await self._objects.patch(ERROR_CODES, *place))
        await self._deeds.tell(user, new, reason, f"The error code {new.code} is {new.spec.state}")
        return item(new)


def item(code: ErrorCode) -> ErrorCodeItem:
    """The code as it is answered."""
    return ErrorCodeItem(namespace=code.namespace, name=code.name, code=code.code, spec=code.spec, status=code.status)


def etag(code: ErrorCode) -> str:
    """A word for the code as it is; another one after every change."""
    return f'"{code.resource_version}"'


def _replacing_match(code: ErrorCode, change: dict[str, Any]) -> dict[str, Any]:
    """With nulls for what a new match leaves out."""
    if not change.get("match"):
        return {name: value for name, value in change.items() if name != "match"}
    return {**change, "match": {**dict.fromkeys(code.spec.match.stored()), **change["match"]}}


def _check(code: ErrorCode, change: dict[str, Any]) -> None:
    try:
        ErrorCodeSpec.model_validate(merged(code.spec.stored(), change))
    except ValidationError as error:
        raise Refused(422, told(error.errors(include_input=False, include_url=False))) from None
