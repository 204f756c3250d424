import pytest

from webmend.domain.workflow import Input, InputType
from webmend.policy.inputs import problems, with_defaults

PATIENT = Input(name="patient", required=True, pattern=r"P-\d+")
KIND = Input(name="kind", enum=("new", "old"), default="new")
COUNT = Input(name="count", type=InputType.INTEGER, minimum=1, maximum=9)


@pytest.mark.parametrize(
    ("declared", "given", "want"),
    [
        ((PATIENT,), {"patient": "P-1"}, ""),
        ((PATIENT,), {}, "spec.inputs.patient: required, and not given"),
        ((PATIENT,), {"patient": "P-1; drop"}, r"spec.inputs.patient: must match P-\d+"),
        ((KIND,), {}, ""),
        ((KIND,), {"kind": "other"}, "spec.inputs.kind: must be one of new, old"),
        ((), {"stray": "x"}, "spec.inputs.stray: there is no such input"),
        ((COUNT,), {"count": "many"}, "spec.inputs.count: must be a whole number"),
        ((COUNT,), {"count": "0"}, "spec.inputs.count: must be at least 1"),
        ((COUNT,), {"count": "10"}, "spec.inputs.count: must be at most 9"),
        (
            (Input(name="d", type=InputType.DATE),),
            {"d": "2026-02-30"},
            "spec.inputs.d: must be a date such as 2026-11-25",
        ),
        ((Input(name="b", type=InputType.BOOLEAN),), {"b": "yes"}, "spec.inputs.b: must be true or false"),
        ((Input(name="n", type=InputType.NUMBER),), {"n": "1.5"}, ""),
        ((Input(name="s", maximum=3),), {"s": "long"}, "spec.inputs.s: must be at most 3 characters"),
    ],
)
def test_inputs_are_checked_against_their_declaration(
    declared: tuple[Input, ...], given: dict[str, str], want: str
) -> None:
    assert "; ".join(problems(declared, given)) == want


def test_a_default_fills_what_is_not_given() -> None:
    assert with_defaults((KIND,), {}) == {"kind": "new"}
    assert with_defaults((KIND,), {"kind": "old"}) == {"kind": "old"}
