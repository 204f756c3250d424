"""What is taken out of a text before it leaves the cluster."""

from time import perf_counter

import pytest

from tests.unit.policy.classify.evidence import page_says, seen
from webmend.policy.classify import advice
from webmend.policy.classify.discretion import Discretion


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("No visit for P-1002 found", "No visit for *** found"),
        ("GET /records?id=Eve%20Jones", "GET /records?id=***"),
        ("step.waited: 15.0, 7 of 12", "step.waited: 15.0, 7 of 12"),
        ("page https://portal.test/login?user=eve#top failed", "page /login failed"),
        ("from https://eve:pw@portal.test", "from /"),
        ("wss://portal.test:8443/feed is closed", "/feed is closed"),
        ("Write to eve.jones@clinic.test", "Write to ***"),
        ("Call +358 40 123 4567 now", "Call *** now"),
        ("IBAN FI21 1234 5600 0007 85", "IBAN FI21 ***"),
        ("born 1987-05-12", "born ***"),
        ("Error 503 after 15000 ms", "Error 503 after 15000 ms"),
        ("Dr. Who is on holiday", "Dr. Who is on holiday"),
    ],
)
def test_what_singles_somebody_out_is_taken_out_and_the_rest_stays(text: str, want: str) -> None:
    assert Discretion(["P-1002", "Eve Jones", "7", " "])(text) == want


def test_it_goes_over_every_line_of_the_question() -> None:
    evidence = seen("Timeout", dom=page_says("Mail eve@clinic.test"), document={"final_url": "https://a.test/b?c=d"})
    material = advice.question(evidence, Discretion()).material
    assert "eve@" not in material
    assert "a.test" not in material
    assert "document.final_url: /b\n" in material


def test_a_text_that_is_cut_is_gone_over_first() -> None:
    address = "eve.jones@clinic.test"
    evidence = seen("Timeout", dom=page_says("x" * 575 + " " + address))
    assert "eve" not in advice.question(evidence, Discretion()).material


@pytest.mark.parametrize("text", ["a", "a.", "a@", "1", "1 ", "(1", "a://", "@."])
def test_a_page_cannot_make_it_take_long(text: str) -> None:
    discreet, hostile = Discretion(["P-1002"]), (text * 20_000)[:20_000]
    began = perf_counter()
    discreet(hostile)
    assert perf_counter() - began < 1.0
