"""From what a page said to a value of the domain: redacted first, then cut."""

import pytest

from webmend.adapters.browser.bounded import LONGEST_SECRET, PAGE_CUT, clean, fit
from webmend.domain.evidence import DomFacts, ErrorFacts, ErrorKind
from webmend.domain.target import Fingerprint


def mask(text: str) -> str:
    return text.replace("hunter2", "***")


@pytest.mark.parametrize("place", range(246, 262))
def test_a_secret_at_the_cut_leaves_no_piece(place: int) -> None:
    alert = "x" * place + "hunter2"

    (line,) = fit(DomFacts, {"alerts": [alert]}, mask).alerts

    assert "hun" not in line
    assert len(line) <= 256


def test_a_text_that_the_page_script_cut_may_end_inside_a_secret() -> None:
    cut = ("y" * PAGE_CUT)[: PAGE_CUT - 4] + "hunt"

    assert "hunt" not in clean(cut, mask)
    assert len(clean(cut, mask)) == PAGE_CUT - LONGEST_SECRET


def test_bounds_are_those_of_the_model() -> None:
    facts = fit(DomFacts, {"alerts": ["a"] * 100, "mainTextSample": "b" * 9000, "selectorCounts": list(range(20))}, str)

    assert len(facts.alerts) == 16
    assert len(facts.main_text_sample) == 4096
    assert facts.selector_counts == tuple(range(8))


def test_values_within_values_are_redacted_and_cut_too() -> None:
    cover = {"tag": "div", "text": "hunter2" * 100, "attributes": {"id": "hunter2", "class": "c" * 900}}

    facts = fit(DomFacts, {"target": {"tag": "a", "coveredBy": cover}, "busy": [cover] * 30}, mask)

    assert facts.target is not None
    assert facts.target.covered_by is not None
    assert "hunter2" not in str(facts)
    assert len(facts.target.covered_by.text) == 256
    assert len(facts.target.covered_by.attributes["class"]) == 256
    assert len(facts.busy) == 16


def test_addresses_lose_their_values_everywhere() -> None:
    facts = fit(ErrorFacts, {"message": "at http://h.test/?q=Ada", "call_log": ["to http://h.test/?q=Ada"]}, str)

    assert facts.message == "at http://h.test/?q="
    assert facts.call_log == ("to http://h.test/?q=",)


def test_names_are_taken_as_json_or_python_writes_them() -> None:
    assert fit(DomFacts, {"mutationsLast2S": 3}, str).mutations_last_2s == 3
    assert fit(DomFacts, {"mutations_last_2s": 3}, str).mutations_last_2s == 3


def test_numbers_and_enums_stay_what_they_are() -> None:
    assert fit(ErrorFacts, {"kind": ErrorKind.COVERED}, str).kind is ErrorKind.COVERED
    assert fit(Fingerprint, {"box": [1, 2, 3.5, 4]}, str).box == (1, 2, 3.5, 4)


@pytest.mark.parametrize("raw", [{"alerts": "no list"}, {"busy": [1]}, {"mainTextLength": "many"}, {"target": []}])
def test_nonsense_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        fit(DomFacts, raw, str)
