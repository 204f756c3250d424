"""Which error code a failure gets, and which one is suggested."""

from typing import Any

import pytest

from tests.support.builders import NOW, at, failure
from webmend.domain.error_code import SAMPLES, CodeMatch, CodeState, ErrorCode, ErrorCodeSpec, ErrorCodeStatus
from webmend.domain.evidence import DocumentFacts, DomFacts, Evidence
from webmend.domain.failure import Category, Failure, Fault, Group, SubType
from webmend.domain.workflow import CodeAction, ErrorHandling
from webmend.policy import codes

REFUSED = {
    "category": Category.INCORRECT_FORM_INPUTS,
    "sub_type": SubType.FIELD_VALIDATION_ERROR,
    "group": Group.USER_ERROR,
    "fault": Fault.INPUT,
    "message": '"Save" failed: the site says "There is no patient P-1001 called Miller".',
    "node_id": "save",
}


def seen(values: tuple[str, ...] = (), url: str = "https://clinic.example/new", **changes: Any) -> codes.Seen:
    evidence = Evidence(document=DocumentFacts(final_url=url), dom=DomFacts(alerts=("Date of  birth: required",)))
    return codes.Seen(failure(**{**REFUSED, **changes}), evidence, "visits", values)


def code(name: str = "mine", state: CodeState = CodeState.APPROVED, **spec: Any) -> ErrorCode:
    match = spec.pop("match", {"category": "INCORRECT_FORM_INPUTS"})
    return ErrorCode(
        namespace="clinic", name=name, spec=ErrorCodeSpec(state=state, match=CodeMatch.model_validate(match), **spec)
    )


def got(found: ErrorCode | None) -> str:
    return found.name if found else ""


@pytest.mark.parametrize(
    ("match", "want"),
    [
        ({"category": "INCORRECT_FORM_INPUTS"}, True),
        ({"category": "PAGE_NOT_FOUND"}, False),
        ({"category": "INCORRECT_FORM_INPUTS", "subType": "FIELD_VALIDATION_ERROR"}, True),
        ({"category": "INCORRECT_FORM_INPUTS", "subType": "NO_MATCHING_OPTION"}, False),
        ({"category": "INCORRECT_FORM_INPUTS", "nodeId": "save"}, True),
        ({"category": "INCORRECT_FORM_INPUTS", "nodeId": "open"}, False),
        ({"category": "INCORRECT_FORM_INPUTS", "site": "CLINIC.example"}, True),
        ({"category": "INCORRECT_FORM_INPUTS", "site": "other.example"}, False),
        ({"category": "INCORRECT_FORM_INPUTS", "workflows": ["visits", "bills"]}, True),
        ({"category": "INCORRECT_FORM_INPUTS", "workflows": ["bills"]}, False),
        ({"words": ["no PATIENT"]}, True),
        ({"words": ["date of birth: required"]}, True),
        ({"words": ["no patient", "no doctor"]}, False),
        ({"words": [".*"]}, False),
        ({"fingerprint": codes.fingerprint(seen())}, True),
        ({"fingerprint": "0" * 12}, False),
    ],
    ids=str,
)
def test_a_code_is_given_to_a_failure_of_which_all_holds_that_it_asks_for(match: dict[str, Any], want: bool) -> None:
    assert bool(codes.match(seen(), [code(match=match)])) is want


@pytest.mark.parametrize("state", [CodeState.SUGGESTED, CodeState.REJECTED])
def test_only_an_approved_code_is_given(state: CodeState) -> None:
    assert codes.match(seen(), [code(state=state)]) is None


def test_the_code_that_says_most_is_given() -> None:
    wide, narrow = code("wide"), code("narrow", match={"category": "INCORRECT_FORM_INPUTS", "nodeId": "save"})
    exact = code("exact", match={"fingerprint": codes.fingerprint(seen())})
    assert got(codes.match(seen(), [wide, narrow])) == "narrow"
    assert got(codes.match(seen(), [wide, exact, narrow])) == "exact"


def test_a_rejected_suggestion_leaves_a_wider_code_in_its_place() -> None:
    rejected = code("rejected", CodeState.REJECTED, match={"fingerprint": codes.fingerprint(seen())})
    assert got(codes.match(seen(), [rejected, code("wide")])) == "wide"


def test_a_merged_code_gives_the_one_that_it_is_merged_into() -> None:
    target = code("target", match={"category": "PAGE_NOT_FOUND"}, code="BAD_DATE")
    between = code("between", CodeState.MERGED, merged_into="target", match={"category": "PAGE_NOT_FOUND"})
    merged = code("merged", CodeState.MERGED, merged_into="between")
    assert got(codes.match(seen(), [merged, between, target])) == "target"


@pytest.mark.parametrize("into", ["nowhere", "rejected", "ring"])
def test_a_merge_that_leads_nowhere_gives_no_code(into: str) -> None:
    rejected = code("rejected", CodeState.REJECTED, match={"category": "PAGE_NOT_FOUND"})
    ring = code("ring", CodeState.MERGED, merged_into="merged")
    assert codes.match(seen(), [code("merged", CodeState.MERGED, merged_into=into), rejected, ring]) is None


def test_a_code_that_the_workflow_gives_is_known_by_its_name_alone() -> None:
    ended = seen(category=Category.NOT_CONFIDENT, sub_type=None, group=None, code="PATIENT_UNKNOWN")
    own = code("patient-unknown", code="PATIENT_UNKNOWN", match={"category": "PAGE_NOT_FOUND"})
    assert got(codes.match(ended, [code(), own])) == "patient-unknown"


@pytest.mark.parametrize(
    ("changes", "want"),
    [
        ({}, True),
        ({"category": Category.AUTHENTICATION_ERROR, "sub_type": SubType.INVALID_CREDENTIALS}, True),
        ({"category": Category.PAGE_NOT_FOUND, "sub_type": None}, True),
        ({"category": Category.UNEXPECTED_UI_STATE, "sub_type": SubType.DECISION_REQUIRED, "group": None}, True),
        ({"category": Category.UNEXPECTED_UI_STATE, "sub_type": SubType.DISMISSIBLE, "group": None}, False),
        ({"category": Category.SERVICE_UNAVAILABLE, "sub_type": None, "group": Group.EXTERNAL_ERROR}, False),
        ({"category": Category.NOT_CONFIDENT, "sub_type": None, "group": None}, False),
        ({"fault": Fault.PLATFORM}, False),
        ({"code": "PATIENT_UNKNOWN"}, False),
    ],
    ids=str,
)
def test_a_code_is_suggested_for_what_the_user_can_solve(changes: dict[str, Any], want: bool) -> None:
    assert bool(codes.suggestion(seen(**changes), [])) is want


@pytest.mark.parametrize("state", list(CodeState))
def test_nothing_is_suggested_where_a_code_fits_whatever_its_state(state: CodeState) -> None:
    there = code(state=state, merged_into="other" if state is CodeState.MERGED else None)
    assert codes.suggestion(seen(), [there]) is None


def test_what_is_suggested_matches_the_failure_and_waits_for_a_persons_word() -> None:
    made = codes.suggestion(seen(("Miller",)), [])
    assert made is not None
    assert made.name == f"field-validation-error-{codes.fingerprint(seen(('Miller',)))}"
    stored = ErrorCode(namespace="clinic", name=made.name, spec=made.spec)
    assert codes.match(seen(("Miller",)), [stored]) is None
    assert got(codes.pending(seen(("Miller",)), [stored])) == made.name
    approved = stored.with_(spec=made.spec.with_(state=CodeState.APPROVED))
    assert got(codes.match(seen(("Miller",)), [approved])) == made.name


def test_no_value_of_the_run_stands_in_what_is_suggested() -> None:
    made = codes.suggestion(seen(("Miller", "P-1001")), [])
    assert made is not None
    assert made.spec.description == (
        "INCORRECT_FORM_INPUTS/FIELD_VALIDATION_ERROR at clinic.example: "
        '"Save" failed: the site says "There is no patient … called …".'
    )


SAME = "the same kind"
OTHER = "another kind"


@pytest.mark.parametrize(
    ("changes", "values", "want"),
    [
        ({"message": REFUSED["message"].replace("1001", "77-b")}, ("Miller",), SAME),
        ({"message": REFUSED["message"].replace("Miller", "Smith")}, ("Smith",), SAME),
        ({"message": REFUSED["message"].upper()}, ("miller",), SAME),
        ({"message": REFUSED["message"].replace("patient", "doctor")}, ("Miller",), OTHER),
        ({"node_id": "search"}, ("Miller",), OTHER),
        ({"sub_type": SubType.NO_MATCHING_OPTION}, ("Miller",), OTHER),
        ({"url": "https://clinic.example/other?page=2"}, ("Miller",), SAME),
        ({"url": "https://other.example/new"}, ("Miller",), OTHER),
    ],
    ids=str,
)
def test_failures_are_of_one_kind_where_only_numbers_and_values_differ(
    changes: dict[str, Any], values: tuple[str, ...], want: str
) -> None:
    same = codes.fingerprint(seen(values, **changes)) == codes.fingerprint(seen(("Miller",)))
    assert (SAME if same else OTHER) == want


@pytest.mark.parametrize(
    ("message", "want"),
    [
        ("Invalid date 12/31/2025, try again.", "invalid date #, try again."),
        ("Order 3fa85f64-5717-4562-b3fc-2c963f66afa6 is unknown", "order # is unknown"),
        ("The amount of 1,234.50 is too high", "the amount of # is too high"),
        ("ann@clinic.example has no account", "@ has no account"),
        ("No  room\nleft", "no room left"),
    ],
)
def test_a_message_is_normalised(message: str, want: str) -> None:
    assert codes.normalised(seen(message=message)) == want


@pytest.mark.parametrize("value", ["a", "", "(", "a.b*"])
def test_a_value_is_taken_out_as_it_is_written_and_a_tiny_one_stays(value: str) -> None:
    assert codes.normalised(seen((value,), message="a cat (a.b*) sat")) in ("a cat (a.b*) sat", "a cat (…) sat")


def test_a_failure_is_counted_once_and_the_latest_runs_are_named() -> None:
    status = ErrorCodeStatus()
    for number in range(SAMPLES + 2):
        one = codes.sample(seen(), f"run-{number}", f"uid-{number}/a1-s1", at(number))
        status = codes.with_sample(codes.with_sample(status, one), one)
    assert status.occurrences == SAMPLES + 2
    assert [s.run for s in status.samples] == [f"run-{n}" for n in range(2, SAMPLES + 2)]
    assert (status.first_seen, status.last_seen) == (NOW, at(SAMPLES + 1))


@pytest.mark.parametrize(
    ("entries", "want"),
    [
        ([], (CodeAction.RETRY, 2, "5m")),
        ([{"code": "mine", "action": "Cancel"}], (CodeAction.CANCEL, 1, "0s")),
        ([{"code": "other", "action": "Cancel"}], (CodeAction.RETRY, 2, "5m")),
    ],
)
def test_the_workflows_word_on_a_code_goes_before_the_codes_own(entries: list[dict[str, Any]], want: Any) -> None:
    own = code(action=CodeAction.RETRY, count=2, after="5m")
    handling = ErrorHandling.model_validate({"errorCodes": entries})
    found = codes.action("mine", [own], handling)
    assert found is not None
    assert (found.action, found.count, found.after) == want


def test_a_code_without_an_object_is_acted_on_if_the_workflow_says_how() -> None:
    handling = ErrorHandling.model_validate({"errorCodes": [{"code": "PATIENT_UNKNOWN", "action": "Pause"}]})
    found = codes.action("PATIENT_UNKNOWN", [], handling)
    assert found is not None
    assert found.action is CodeAction.PAUSE
    assert codes.action(None, [code()], handling) is None


def test_a_failure_without_a_page_has_no_site() -> None:
    bare: Failure = failure(Category.PAGE_NOT_FOUND)
    assert codes.site(codes.Seen(bare, Evidence(), "visits").evidence) == ""
