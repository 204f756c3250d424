"""Any evidence that a runner, or somebody who takes its place, could send."""

from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from webmend.domain.evidence import Evidence

TELLING = (
    "Your password has expired. You must change your password now.",
    "Scan this QR code with your authenticator app",
    "Your account is locked",
    "Incorrect user name or password",
    "Down for maintenance",
    "Page not found",
    "Access denied. Reference #18.2d351ab8",
    "Verify you are human",
    "Your session has expired",
    "Something went wrong",
    "Terms and conditions",
    "Loading",
    "complete",
    "loading",
    "new-password",
    "dialog",
    "all",
    "dom",
    "network.inFlight",
    "navigate",
    "net::ERR_CONNECTION_REFUSED",
    "https://clinic.test/login",
    "http://[broken",
    "xpath=//table/tr[3]/td[2]",
)
"""Texts that rules look for; chance would not write them."""

NUMBERS = st.integers(-(2**40), 2**40) | st.sampled_from((0, 1, 2, 200, 401, 404, 429, 503))
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.sampled_from(TELLING) | st.text(max_size=40),
    int: NUMBERS,
    float: st.floats() | NUMBERS.map(float),
    bool: st.booleans(),
    type(None): st.none(),
}


def any_evidence() -> st.SearchStrategy[Evidence]:
    """Evidence with some of its fields set, to anything that the model admits."""
    return _any_of(Evidence)


def _any_of(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    fields = {name: _values(field.annotation) for name, field in model.model_fields.items()}
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    return st.fixed_dictionaries(
        {name: fields[name] for name in required},
        optional={name: values for name, values in fields.items() if name not in required},
    ).map(model.model_validate)


def _values(kind: Any) -> st.SearchStrategy[Any]:
    if get_origin(kind) in (Union, UnionType):
        return st.one_of(*map(_values, get_args(kind)))
    if get_origin(kind) is tuple:
        return st.lists(_values(get_args(kind)[0]), max_size=4).map(tuple)
    if get_origin(kind) is dict:
        return st.dictionaries(PLAIN[str], PLAIN[str], max_size=3)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _any_of(kind)
    return _plain(kind)


def _plain(kind: Any) -> st.SearchStrategy[Any]:
    """The values of a plain type, or of the one that an Annotated bounds."""
    return PLAIN[kind] if kind in PLAIN else _values(get_args(kind)[0])
