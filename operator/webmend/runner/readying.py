"""Getting a step ready: its values put in, its credentials fetched for the origin on which they are typed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from webmend.domain.action import Fill
from webmend.domain.evidence import ErrorFacts, ErrorKind
from webmend.domain.graph import Node
from webmend.domain.password import TOTP
from webmend.domain.session import CodeRequest, CredentialRequest
from webmend.policy import steps, template
from webmend.policy.redact import MASK
from webmend.ports.browser import StepFailed
from webmend.ports.session import ServerUnavailable, SessionRefused

from .context import Context

PATIENCE = 30.0
"""Seconds for which a step waits for a server that is away to hand out a credential."""
CODE_PATIENCE = 100.0
"""The same for a one-time code: other runs may have had those of this moment and of the next."""
RETRY_SECONDS = 0.5
Given = TypeVar("Given")

Credentials = Mapping[str, Mapping[str, str]]


class Unready(StepFailed):
    """The step cannot begin: values that it names are missing or empty."""

    def __init__(self, kind: ErrorKind, missing: template.Unresolved | template.Empty):
        super().__init__(ErrorFacts(kind=kind, type=type(missing).__name__, message=str(missing)))
        self.names = missing.names


@dataclass(frozen=True)
class Ready:
    """A step that can begin."""

    node: Node
    """With its values in it."""
    shown: str
    """What it types, secrets masked."""
    origins: tuple[str, ...] | None
    """The only origins on which it may type its credential; None: it types none."""


async def get_ready(context: Context, node: Node) -> Ready:
    """The step with its values; raises StepFailed when one is missing, empty, or may not be had."""
    if misplaced := steps.misplaced_credentials(node):
        raise _refused(f"{misplaced[0]} may only stand in the value of a fill")
    if node.code is not None:
        return await _with_sent_code(context, node, node.code.source)
    needed = steps.credentials_of(node)
    scope = context.scope()
    without = render(node, replace(scope, credentials=_masks(needed)))
    if not needed:
        return Ready(without, _shown(context, node), None)
    origins = _origins(context, {alias for alias, _ in needed})
    values = await _fetch(context, without, needed, origins)
    if node.totp is not None:
        return _typing(without, values[node.totp.credential]["totp"], origins)
    return Ready(render(node, replace(scope, credentials=values)), _shown(context, node, values), origins)


def render(node: Node, scope: template.Scope) -> Node:
    """The step with its templates filled in; raises StepFailed."""
    try:
        return template.render_node(node, scope)
    except template.Unresolved as missing:
        raise Unready(ErrorKind.UNRESOLVED_TEMPLATE, missing) from None
    except template.Empty as empty:
        raise Unready(ErrorKind.EMPTY_VALUE, empty) from None
    except template.BadTemplate as bad:
        raise _refused(str(bad)) from None


def typed(node: Node) -> str:
    """What a step types or chooses, in a line."""
    parameters: Any = node.parameters
    match node.action:
        case "fill":
            return str(parameters.value)
        case "select":
            return parameters.value or parameters.label or parameters.match or ""
        case "press":
            return " ".join(parameters.keys)
        case "navigate":
            return str(parameters.url)
        case "request":
            return f"{parameters.method} {parameters.url}"
        case "upload":
            return " ".join(file.partition(",")[0] for file in parameters.files)
        case "check":
            return "checked" if parameters.checked else "unchecked"
    return ""


def _shown(context: Context, node: Node, credentials: Credentials | None = None) -> str:
    scope = replace(context.scope(), credentials=credentials or {}).masked(context.secret_inputs)
    return context.secrets(typed(template.render_node(node, scope)))[:256]


def _masks(needed: tuple[tuple[str, str], ...]) -> Credentials:
    masks: dict[str, dict[str, str]] = {}
    for alias, key in needed:
        masks.setdefault(alias, {})[key] = MASK
    return masks


def _origins(context: Context, aliases: set[str]) -> tuple[str, ...]:
    """Origins that all of these credentials may be typed on."""
    declared = {scope.alias: scope.origins for scope in context.plan.credentials}
    if unknown := sorted(aliases - declared.keys()):
        raise _refused(f"the workflow declares no credential {unknown[0]}")
    shared = set.intersection(*(set(declared[alias]) for alias in aliases))
    return tuple(sorted(shared))


async def _fetch(
    context: Context, node: Node, needed: tuple[tuple[str, str], ...], origins: tuple[str, ...]
) -> Credentials:
    origin = await context.browser.origin(node)
    if origin not in origins:
        raise _refused(f"a credential may be typed on {', '.join(origins) or 'no origin'}, and the page is {origin}")
    values: dict[str, dict[str, str]] = {}
    for alias, key in needed:
        stage = context.progress.changes.stage(alias)
        request = CredentialRequest(node_id=node.id, alias=alias, key=key, origin=origin, stage=stage)
        asking = partial(context.server.credential, request)
        given = await _given(context, f"{key} of {alias}", asking, CODE_PATIENCE if key == TOTP else PATIENCE)
        context.secrets.learn_credential(key, given.value)
        context.progress.changes.types(alias, key, given.unsettled)
        values.setdefault(alias, {})[key] = given.value
    return values


async def _with_sent_code(context: Context, node: Node, alias: str) -> Ready:
    """The step with the code that the site has sent since it was asked for one."""
    source = next((s for s in context.plan.code_sources if s.alias == alias), None)
    if source is None:
        raise _refused(f"the workflow declares no code source {alias}")
    without = render(node, context.scope())
    origin = await context.browser.origin(without)
    if origin not in source.origins:
        raise _refused(f"codes of {alias} may be typed on {', '.join(source.origins)}, and the page is {origin}")
    since = context.progress.submitted_at or context.progress.started_at or context.clock.now()
    request = CodeRequest(node_id=node.id, source=alias, origin=origin, since=since)
    code = await _given(context, f"code of {alias}", lambda: context.server.code(request, source.timeout), PATIENCE)
    context.secrets.learn(code)
    return _typing(without, code, source.origins)


def _typing(node: Node, code: str, origins: tuple[str, ...]) -> Ready:
    """The step as one that fills in the code: for the browser they are the same."""
    return Ready(node.with_(totp=None, code=None, fill=Fill(value=code)), MASK, origins)


async def _given(context: Context, what: str, ask: Callable[[], Awaitable[Given]], patience: float) -> Given:
    """What the server hands out; one that is away, or has it only later, is given time."""
    try:
        return await context.stop.unless_asked(patiently(context, ask, patience))
    except SessionRefused as refused:
        raise _refused(f"the server hands out no {what}: {refused}") from refused
    except (ServerUnavailable, TimeoutError) as away:
        message = f"the server was away when the {what} was needed"
        raise StepFailed(ErrorFacts(kind=ErrorKind.PLATFORM, type="ServerUnavailable", message=message)) from away


async def patiently(context: Context, ask: Callable[[], Awaitable[Given]], patience: float = PATIENCE) -> Given:
    """What the server answers, asked again while it is away; raises ServerUnavailable after `patience` seconds."""
    for _ in range(int(patience / RETRY_SECONDS)):
        try:
            return await ask()
        except ServerUnavailable:
            await context.clock.sleep(RETRY_SECONDS)
    return await ask()


def _refused(message: str) -> StepFailed:
    return StepFailed(ErrorFacts(kind=ErrorKind.DEFINITION, type="Refused", message=message[:1024]))
