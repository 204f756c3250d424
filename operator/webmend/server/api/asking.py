"""Which runs are meant by the query of a request."""

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import Request
from fastapi.responses import Response
from pydantic import ValidationError

from webmend.domain.analytics import Grouping
from webmend.domain.delivery import DeliveryFilter, DeliveryState
from webmend.domain.error_code import CodeState
from webmend.domain.event import EventType
from webmend.domain.record import RunFilter
from webmend.domain.slow_steps import StepOrder
from webmend.domain.workflow import Reliability
from webmend.server.problems import Refused, told

SEVERAL = {
    "namespace": "namespaces",
    "workflow": "workflows",
    "phase": "phases",
    "trigger": "triggers",
    "version": "versions",
    "category": "categories",
    "subType": "sub_types",
    "code": "codes",
    "site": "sites",
    "type": "types",
}
"""Parameters that may come several times or with commas, and their fields in the filter."""
ONE = {
    "recovered": "recovered",
    "since": "since",
    "until": "until",
    "minDurationMs": "min_duration_ms",
    "maxDurationMs": "max_duration_ms",
    "text": "text",
}
LABEL = "label"
PAGE = ("limit", "cursor")
GROUPS = ("groupBy", "timeZone")
RANKING = ("orderBy", "limit")
MOST = 200
DEFAULT = 50
MOST_VALUES = 100
_NAME = {"type": "string", "pattern": "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"}
"""Values of one parameter."""


def _parameter(name: str, about: str, schema: dict[str, Any], several: bool = False) -> dict[str, Any]:
    """A parameter of the query, as OpenAPI has it."""
    schema = {"type": "array", "items": schema, "maxItems": MOST_VALUES} if several else schema
    return {"name": name, "in": "query", "description": about, "schema": schema}


FILTER = (
    *(
        _parameter(name, "One of these; several with commas, or repeated.", {"type": "string"}, True)
        for name in SEVERAL
    ),
    _parameter(
        LABEL, "KEY=VALUE, a label of its object; several: each.", {"type": "string", "pattern": "^[^=]+="}, True
    ),
    _parameter("recovered", "Something had to be mended on the way to success.", {"type": "boolean"}),
    _parameter("since", "Created at this time or later.", {"type": "string", "format": "date-time"}),
    _parameter("until", "Created before this time.", {"type": "string", "format": "date-time"}),
    _parameter("minDurationMs", "Took at least so long, in milliseconds.", {"type": "integer"}),
    _parameter("maxDurationMs", "Took at most so long, in milliseconds.", {"type": "integer"}),
    _parameter("text", "Stands in its name, its workflow's name or its message.", {"type": "string"}),
)
LIMIT = _parameter("limit", "How many.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT})
ZONE = _parameter("timeZone", "Of days and weeks.", {"type": "string", "default": "UTC"})
RELIABILITY = _parameter(
    "reliability", "One of these; several with commas.", {"type": "string", "enum": list(map(str, Reliability))}, True
)
_PAGES = (
    {**LIMIT, "description": "How many a page."},
    _parameter("cursor", "Where the page begins: `next` of the page before.", {"type": "string"}),
)
LISTING = (*FILTER, *_PAGES)


def _of(*names: str) -> tuple[dict[str, Any], ...]:
    """Those parameters of the filter."""
    return tuple(each for each in FILTER if each["name"] in names)


SPACES = (_parameter("namespace", "Of these; by default of all in which the caller has the right.", _NAME, True),)
PAGES = (*SPACES, *_PAGES)
CODES = (*SPACES, _parameter("state", "In one of these.", {"type": "string", "enum": list(map(str, CodeState))}, True))
DELIVERIES = (
    *SPACES,
    _parameter("channel", "To one of these.", {"type": "string"}, True),
    _parameter("state", "In one of these.", {"type": "string", "enum": list(map(str, DeliveryState))}, True),
    _parameter(
        "event", "Of an event of one of these types.", {"type": "string", "enum": list(map(str, EventType))}, True
    ),
    *_PAGES,
)
DRY = (_parameter("dryRun", "Hand the patch out, and change nothing.", {"type": "boolean", "default": False}),)
AGAINST = (_parameter("against", "The other version.", {"type": "integer", "minimum": 1, "maximum": 999_999_999}),)
SUMMING = (
    *FILTER,
    _parameter("groupBy", "What they are counted by.", {"type": "string", "enum": list(map(str, Grouping))}),
    ZONE,
)
_TIMES = ("since", "until")
KEPT_VERSIONS = (*_of("namespace", "workflow", "version", *_TIMES), *_PAGES)
KEPT_CODES = (*_of("namespace", "code", "category", "subType", *_TIMES), *_PAGES)
RANKING_STEPS = (
    *FILTER,
    _parameter(
        "orderBy", "Which come first.", {"type": "string", "enum": list(map(str, StepOrder)), "default": "total"}
    ),
    LIMIT,
)


def filter_of(request: Request, others: tuple[str, ...]) -> RunFilter:
    """Which runs are meant; refuses parameters that are unknown or make no sense, by name.

    `others`: parameters that say something else.
    """
    query = request.query_params
    check_known(request, (*SEVERAL, *ONE, LABEL, *others))
    fields: dict[str, Any] = {field: values for name, field in SEVERAL.items() if (values := _values(request, name))}
    fields |= {field: query[name] for name, field in ONE.items() if name in query}
    fields["labels"] = _labels(request)
    try:
        return RunFilter.model_validate(fields)
    except ValidationError as error:
        raise _senseless(error, SEVERAL | ONE) from None


def narrow_filter_of(request: Request, parameters: tuple[dict[str, Any], ...]) -> RunFilter:
    """As `filter_of`, with these parameters only."""
    check_known(request, tuple(each["name"] for each in parameters))
    return filter_of(request, PAGE)


def check_known(request: Request, known: tuple[str, ...]) -> None:
    """Refuses parameters that are unknown, by name."""
    if unknown := sorted(set(request.query_params) - set(known)):
        raise Refused(422, f"unknown parameter {unknown[0][:63]}: there are {', '.join(known)}")


def namespaces_of(request: Request) -> tuple[str, ...] | None:
    """The namespaces that are named; None: none is."""
    named = _values(request, "namespace")
    if wrong := next((each for each in named if not re.fullmatch(_NAME["pattern"], each)), ""):
        raise Refused(422, f"namespace: {wrong[:63]} is no name of one")
    return named or None


def states_of(request: Request) -> frozenset[CodeState]:
    """The states of error codes that are named; refuses what is none."""
    values = _values(request, "state")
    if set(values) - set(CodeState):
        raise Refused(422, f"state: one of {', '.join(CodeState)}")
    return frozenset(map(CodeState, values))


def deliveries_of(request: Request) -> DeliveryFilter:
    """Which deliveries are meant; refuses parameters that are unknown or make no sense, by name."""
    check_known(request, tuple(each["name"] for each in DELIVERIES))
    several = {"channel": "channels", "state": "states", "event": "types"}
    fields = {field: _values(request, name) for name, field in several.items()}
    try:
        return DeliveryFilter.model_validate({"namespaces": namespaces_of(request), **fields})
    except ValidationError as error:
        raise _senseless(error, several) from None


def is_dry(request: Request) -> bool:
    """Whether nothing is to be changed; refuses what is neither yes nor no."""
    text = request.query_params.get("dryRun", "false")
    if text not in ("true", "false"):
        raise Refused(422, "dryRun: true or false")
    return text == "true"


def with_link(request: Request, answer: Response, cursor: str | None) -> Response:
    """The answer with the address of the next page, if there is one."""
    if cursor:
        following = request.url.include_query_params(cursor=cursor)
        answer.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return answer


def limit_of(request: Request) -> int:
    """How many are wanted at most; refuses what is no number of them."""
    text = request.query_params.get("limit", str(DEFAULT))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MOST:
        raise Refused(422, f"limit: between 1 and {MOST}")
    return int(text)


def grouping_of(request: Request) -> Grouping | None:
    """What runs are to be counted by; refuses what they cannot be."""
    text = request.query_params.get("groupBy", "")
    if text and text not in set(Grouping):
        raise Refused(422, f"groupBy: one of {', '.join(Grouping)}")
    return Grouping(text) if text else None


def step_order_of(request: Request) -> StepOrder:
    """Which steps come first, default those that take up the most time; refuses what they have no order by."""
    text = request.query_params.get("orderBy", StepOrder.TOTAL)
    if text not in set(StepOrder):
        raise Refused(422, f"orderBy: one of {', '.join(StepOrder)}")
    return StepOrder(text)


def reliability_of(request: Request) -> tuple[Reliability, ...]:
    """How reliable workflows are to be; refuses what they cannot be."""
    texts = _values(request, "reliability")
    if set(texts) - set(Reliability):
        raise Refused(422, f"reliability: of {', '.join(Reliability)}")
    return tuple(map(Reliability, texts))


def zone_of(request: Request) -> ZoneInfo:
    """The time zone of days and weeks, default UTC; refuses one that nobody knows."""
    text = request.query_params.get("timeZone", "UTC")
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(422, "timeZone: a name of the IANA database, such as Europe/Vienna") from None


def _values(request: Request, name: str) -> tuple[str, ...]:
    values = [value for text in request.query_params.getlist(name) for value in text.split(",") if value]
    if len(values) > MOST_VALUES:
        raise Refused(422, f"{name}: at most {MOST_VALUES} values")
    return tuple(dict.fromkeys(values))


def _labels(request: Request) -> dict[str, str]:
    """`label=team=billing`, as kubectl writes it."""
    pairs = [text.partition("=") for text in request.query_params.getlist(LABEL)]
    if any(not key or not sign for key, sign, _ in pairs):
        raise Refused(422, "label: KEY=VALUE")
    return {key: value for key, _, value in pairs}


def _senseless(error: ValidationError, fields: Mapping[str, str]) -> Refused:
    """What is wrong, by the names of the parameters, which are not those of the fields."""
    names = {field: name for name, field in fields.items()}

    def named(each: Mapping[str, Any]) -> dict[str, Any]:
        first, *_ = each["loc"] or ("query",)
        return {**each, "loc": (names.get(_snake(str(first)), first),)}

    return Refused(422, told(map(named, error.errors(include_input=False, include_url=False))))


def _snake(name: str) -> str:
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name)
