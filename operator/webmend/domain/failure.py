"""What went wrong, in the words of the contract: categories, sub-types, groups, whose fault it is."""

from typing import Annotated

from pydantic import Field

from .base import Identifier, Line, Observed, Sentence, StrEnum


class Category(StrEnum):
    """The kind of a failure."""

    AUTHENTICATION_ERROR = "AUTHENTICATION_ERROR"
    INCORRECT_FORM_INPUTS = "INCORRECT_FORM_INPUTS"
    PASSWORD_UPDATE_REQUIRED = "PASSWORD_UPDATE_REQUIRED"  # noqa: S105
    PAGE_NOT_FOUND = "PAGE_NOT_FOUND"
    UNEXPECTED_UI_STATE = "UNEXPECTED_UI_STATE"
    XPATH_INCORRECT = "XPATH_INCORRECT"
    UPSTREAM_ERROR = "UPSTREAM_ERROR"
    SERVICE_UNAVAILABLE = "SERVICE_UNAVAILABLE"
    PAGE_STILL_LOADING = "PAGE_STILL_LOADING"
    ACCOUNT_LOGGED_OUT = "ACCOUNT_LOGGED_OUT"
    NOT_CONFIDENT = "NOT_CONFIDENT"


class SubType(StrEnum):
    """The kind within a category; OTHER belongs to every category."""

    INVALID_CREDENTIALS = "INVALID_CREDENTIALS"
    MFA_CODE_REJECTED = "MFA_CODE_REJECTED"
    TFA_SETUP_REQUIRED = "TFA_SETUP_REQUIRED"
    ACCOUNT_LOCKED = "ACCOUNT_LOCKED"
    SILENT_LOGIN_FAILURE = "SILENT_LOGIN_FAILURE"
    ACCESS_DENIED = "ACCESS_DENIED"
    NO_MATCHING_OPTION = "NO_MATCHING_OPTION"
    EMPTY_SELECTOR_VALUE = "EMPTY_SELECTOR_VALUE"
    FIELD_VALIDATION_ERROR = "FIELD_VALIDATION_ERROR"
    UNRESOLVED_TEMPLATE = "UNRESOLVED_TEMPLATE"
    PAGINATION_MISSING = "PAGINATION_MISSING"
    MULTIPLE_MATCHING_RESULTS_FOUND = "MULTIPLE_MATCHING_RESULTS_FOUND"
    DISMISSIBLE = "DISMISSIBLE"
    DECISION_REQUIRED = "DECISION_REQUIRED"
    SELECTOR_NO_MATCH = "SELECTOR_NO_MATCH"
    AMBIGUOUS_MATCHES = "AMBIGUOUS_MATCHES"
    SELECTOR_MISMATCH = "SELECTOR_MISMATCH"
    TABLE_SELECTOR_MISMATCH = "TABLE_SELECTOR_MISMATCH"
    PREREQUISITE_NOT_MET = "PREREQUISITE_NOT_MET"
    TIMING_RACE = "TIMING_RACE"
    TRANSIENT_SITE_ISSUE = "TRANSIENT_SITE_ISSUE"
    SILENT_UPSTREAM_FAILURE = "SILENT_UPSTREAM_FAILURE"
    APPLICATION_ERROR = "APPLICATION_ERROR"
    ELEMENT_TIMEOUT = "ELEMENT_TIMEOUT"
    HTTP_ERROR = "HTTP_ERROR"
    MAINTENANCE_DOWNTIME = "MAINTENANCE_DOWNTIME"
    SPINNER_VISIBLE = "SPINNER_VISIBLE"
    CONTENT_AREA_EMPTY = "CONTENT_AREA_EMPTY"
    NAVIGATION_IN_PROGRESS = "NAVIGATION_IN_PROGRESS"
    COMPONENT_LOADING = "COMPONENT_LOADING"
    PARTIAL_PAGE_LOAD = "PARTIAL_PAGE_LOAD"
    LAZY_CONTENT_PENDING = "LAZY_CONTENT_PENDING"
    SESSION_INVALIDATED = "SESSION_INVALIDATED"
    REDIRECTED_TO_LOGIN = "REDIRECTED_TO_LOGIN"
    SESSION_EXPIRED = "SESSION_EXPIRED"
    OTHER = "OTHER"


_C, _S = Category, SubType
SUB_TYPES: dict[Category, tuple[SubType, ...]] = {
    _C.AUTHENTICATION_ERROR: (
        _S.INVALID_CREDENTIALS, _S.MFA_CODE_REJECTED, _S.TFA_SETUP_REQUIRED, _S.ACCOUNT_LOCKED,
        _S.SILENT_LOGIN_FAILURE, _S.ACCESS_DENIED,
    ),
    _C.INCORRECT_FORM_INPUTS: (
        _S.NO_MATCHING_OPTION, _S.EMPTY_SELECTOR_VALUE, _S.FIELD_VALIDATION_ERROR, _S.UNRESOLVED_TEMPLATE,
        _S.PAGINATION_MISSING, _S.MULTIPLE_MATCHING_RESULTS_FOUND,
    ),
    _C.PASSWORD_UPDATE_REQUIRED: (),
    _C.PAGE_NOT_FOUND: (),
    _C.UNEXPECTED_UI_STATE: (_S.DISMISSIBLE, _S.DECISION_REQUIRED),
    _C.XPATH_INCORRECT: (
        _S.SELECTOR_NO_MATCH, _S.AMBIGUOUS_MATCHES, _S.SELECTOR_MISMATCH, _S.TABLE_SELECTOR_MISMATCH,
    ),
    _C.UPSTREAM_ERROR: (
        _S.PREREQUISITE_NOT_MET, _S.TIMING_RACE, _S.TRANSIENT_SITE_ISSUE, _S.SILENT_UPSTREAM_FAILURE,
    ),
    _C.SERVICE_UNAVAILABLE: (_S.APPLICATION_ERROR, _S.ELEMENT_TIMEOUT, _S.HTTP_ERROR, _S.MAINTENANCE_DOWNTIME),
    _C.PAGE_STILL_LOADING: (
        _S.SPINNER_VISIBLE, _S.CONTENT_AREA_EMPTY, _S.NAVIGATION_IN_PROGRESS, _S.COMPONENT_LOADING,
        _S.PARTIAL_PAGE_LOAD, _S.LAZY_CONTENT_PENDING,
    ),
    _C.ACCOUNT_LOGGED_OUT: (_S.SESSION_INVALIDATED, _S.REDIRECTED_TO_LOGIN, _S.SESSION_EXPIRED),
    _C.NOT_CONFIDENT: (),
}  # fmt: skip
"""The named sub-types of each category; each category may also say OTHER."""


class Group(StrEnum):
    """The three older groups that consumers know."""

    USER_ERROR = "User Error"
    WORKFLOW_ERROR = "Workflow Error"
    EXTERNAL_ERROR = "External Error"


GROUPS: dict[Category, Group] = {
    _C.AUTHENTICATION_ERROR: Group.USER_ERROR,
    _C.INCORRECT_FORM_INPUTS: Group.USER_ERROR,
    _C.PASSWORD_UPDATE_REQUIRED: Group.USER_ERROR,
    _C.PAGE_NOT_FOUND: Group.USER_ERROR,
    _C.UNEXPECTED_UI_STATE: Group.WORKFLOW_ERROR,
    _C.XPATH_INCORRECT: Group.WORKFLOW_ERROR,
    _C.SERVICE_UNAVAILABLE: Group.EXTERNAL_ERROR,
    _C.PAGE_STILL_LOADING: Group.EXTERNAL_ERROR,
    _C.ACCOUNT_LOGGED_OUT: Group.EXTERNAL_ERROR,
    _C.UPSTREAM_ERROR: Group.EXTERNAL_ERROR,
}


class Fault(StrEnum):
    """Whose failure it is."""

    WEBSITE = "Website"
    WORKFLOW = "Workflow"
    INPUT = "Input"
    DATA = "Data"
    PLATFORM = "Platform"


class Source(StrEnum):
    """Who gave the label."""

    RULE = "Rule"
    MODEL = "Model"
    PERSON = "Person"


class Candidate(Observed):
    """A label that came second."""

    category: Category
    """Its category."""
    sub_type: SubType | None = None
    """Its sub-type, where the category names any."""
    confidence: Annotated[float, Field(ge=0, le=1)] = 0.0
    """How sure the classifier was of it."""


class Failure(Observed):
    """Why a run, an attempt or a step failed: the `error` of a status."""

    category: Category
    """The kind of the failure."""
    sub_type: SubType | None = None
    """The kind within the category."""
    group: Group | None = None
    """The older group of the category."""
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    """How sure the classifier is, calibrated: of failures said with 0.8, eight in ten are right."""
    runner_up: Candidate | None = None
    """The second best answer."""
    evidence: Annotated[tuple[Line, ...], Field(max_length=16)] = ()
    """Sentences that say what the answer rests on."""
    missing: Annotated[tuple[Line, ...], Field(max_length=16)] = ()
    """Evidence that would have made the answer surer."""
    fault: Fault
    """Whose failure it is."""
    reason: Annotated[str, Field(max_length=64)] = ""
    """A precise word for it, above all where the fault is the platform's."""
    code: Annotated[str, Field(max_length=63)] | None = None
    """The user's own ErrorCode that matches."""
    message: Sentence
    """What happened, in one sentence."""
    node_id: Identifier | None = None
    """The step that failed."""
    suggested_fix: Sentence = ""
    """What a person can do about it."""
    source: Source = Source.RULE
    """Who gave the label."""
