"""From the arguments of `webmend codes` to a person's word on error codes."""

import argparse
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from pydantic import ValidationError

from webmend.adapters.clock import SystemClock
from webmend.domain.error_code import CodeState, ErrorCode, ErrorCodeSpec
from webmend.domain.names import GROUP
from webmend.domain.resource import error_code_from
from webmend.policy import codes as policy
from webmend.policy.settings import merged
from webmend.ports.cluster import ERROR_CODES

from . import status
from .cluster import Place, in_cluster
from .errors import Usage
from .output.listing import Listing, show
from .output.paper import paper
from .output.table import Column
from .output.times import NOTHING, age

FIELDS = ("code", "description", "action", "count", "after")


def execute_codes(arguments: argparse.Namespace) -> int:
    """Carry it out; the exit status. Raises Usage."""
    return in_cluster(arguments, lambda place: ACTIONS[arguments.action_](place, arguments))


async def changed(place: Place, name: str, change: Mapping[str, Any], state: CodeState | None = None) -> ErrorCode:
    """Change a code, and say the word on it; it as it is then. `change`: of its spec. Raises a ClusterError, or
    Usage."""
    stored = await place.cluster.get(ERROR_CODES, place.namespace, name)
    code = error_code_from(stored)
    if state is not None:
        change = {**change, **_moved(code, state)}
    if not change:
        raise Usage("nothing is to be changed: give --code, --action, --description, --count, --after or --words")
    _check(stored["spec"], change)
    version = code.resource_version
    return error_code_from(await place.cluster.patch_spec(ERROR_CODES, place.namespace, name, change, version))


def fields(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the command line says of the code, as a patch of its spec."""
    said = {name: value for name in FIELDS if (value := getattr(arguments, name)) is not None}
    if arguments.action is not None and arguments.action != "Retry":
        said |= {"count": None, "after": None}
    if arguments.words:
        said["match"] = {"words": arguments.words, "fingerprint": None}
    return said


def _moved(code: ErrorCode, state: CodeState) -> dict[str, Any]:
    """The patch that brings the code there; raises Usage where it cannot go there."""
    if said := policy.immovable(code, state):
        raise Usage(said)
    return {"state": str(state), **({} if state is CodeState.MERGED else {"mergedInto": None})}


def _check(spec: Mapping[str, Any], change: Mapping[str, Any]) -> None:
    """Raises Usage where the code would make no sense; the API server says no more than that it is invalid."""
    try:
        ErrorCodeSpec.model_validate(merged(spec, change))
    except ValidationError as error:
        told = error.errors(include_input=False, include_url=False)[0]
        raise Usage(f"{'.'.join(map(str, told['loc']))}: {told['msg']}".removeprefix(": ")) from None


async def _list(place: Place, arguments: argparse.Namespace) -> int:
    namespace = None if arguments.all_namespaces else place.namespace
    found = [error_code_from(obj) for obj in await place.cluster.list(ERROR_CODES, namespace)]
    meant = [code for code in found if arguments.state in (None, str(code.spec.state))]
    show(paper(), arguments.output, listing(meant, with_namespace=arguments.all_namespaces))
    return status.SUCCEEDED


def listing(codes: list[ErrorCode], *, with_namespace: bool) -> Listing[ErrorCode]:
    """The codes in every form."""
    now = SystemClock().now()
    namespace = (Column[ErrorCode]("NAMESPACE", lambda code: code.namespace),) if with_namespace else ()
    columns: tuple[Column[ErrorCode], ...] = (
        *namespace,
        Column("NAME", lambda code: code.name),
        Column("CODE", lambda code: code.spec.code or NOTHING, worth=5),
        Column("STATE", lambda code: str(code.spec.state), style=_style),
        Column("CATEGORY", lambda code: str(code.spec.match.category or NOTHING), worth=3),
        Column("SUB-TYPE", lambda code: str(code.spec.match.sub_type or NOTHING), worth=1),
        Column("ACTION", lambda code: str(code.spec.action), worth=4),
        Column("SEEN", lambda code: str(code.status.occurrences), worth=6),
        Column("LAST", lambda code: age(now - code.status.last_seen) if code.status.last_seen else NOTHING, worth=2),
        Column("RUNS", lambda code: " ".join(each.run for each in code.status.samples) or NOTHING, is_wide=True),
        Column("DESCRIPTION", lambda code: code.spec.description or NOTHING, is_wide=True),
    )
    return Listing(
        items=codes,
        columns=columns,
        document=ErrorCode.stored,
        name=lambda code: f"errorcode.{GROUP}/{code.name}",
        nothing="No error codes found.",
    )


def _style(code: ErrorCode) -> str:
    return {CodeState.SUGGESTED: "yellow", CodeState.APPROVED: "green"}.get(code.spec.state, "bright_black")


async def _approve(place: Place, arguments: argparse.Namespace) -> int:
    code = await changed(place, arguments.name, fields(arguments), CodeState.APPROVED)
    paper().line(f"{code.name}: Approved, failures of this kind are {code.code}, action {code.spec.action}")
    return status.SUCCEEDED


async def _edit(place: Place, arguments: argparse.Namespace) -> int:
    code = await changed(place, arguments.name, fields(arguments))
    paper().line(f"{code.name}: {code.code}, action {code.spec.action}, {code.spec.state}")
    return status.SUCCEEDED


async def _reject(place: Place, arguments: argparse.Namespace) -> int:
    code = await changed(place, arguments.name, {}, CodeState.REJECTED)
    paper().line(f"{code.name}: Rejected")
    return status.SUCCEEDED


async def _merge(place: Place, arguments: argparse.Namespace) -> int:
    into = error_code_from(await place.cluster.get(ERROR_CODES, place.namespace, arguments.into))
    if into.name == arguments.name:
        raise Usage("a code is not merged into itself")
    code = await changed(place, arguments.name, {"mergedInto": into.name}, CodeState.MERGED)
    paper().line(f"{code.name}: Merged into {into.name}, failures of this kind are {into.code}")
    return status.SUCCEEDED


ACTIONS: dict[str, Callable[[Place, argparse.Namespace], Awaitable[int]]] = {
    "list": _list,
    "approve": _approve,
    "edit": _edit,
    "reject": _reject,
    "merge": _merge,
}
