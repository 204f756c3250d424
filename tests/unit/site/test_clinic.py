import csv
import re
from collections.abc import Callable
from datetime import date

import pytest
from starlette.testclient import TestClient

from tests.site.clinic.pages import Page
from tests.site.clinic.records import PATIENT_COUNT, first_patients
from tests.site.clinic.registration import mistakes

RIGHT = {
    "first_name": "Ida",
    "last_name": "Berg",
    "born": "1990-02-03",
    "doctor": "Dr. Silva",
    "notes": "Prefers mornings.",
    "consent": "yes",
}


@pytest.fixture
def clinic(sign_in: Callable[[str], None]) -> str:
    """The path of a clinic in order, signed in to."""
    sign_in("/plain")
    return "/plain"


def ids_on(html: str) -> list[str]:
    return re.findall(r'href="/plain/patients/(P-\d+)"', html)


# -- opening a record


def test_a_record_is_opened_by_the_patients_id(site: TestClient, clinic: str) -> None:
    assert site.get(f"{clinic}/open?id=P-1002").url.path == "/plain/patients/P-1002"


def test_an_id_that_is_in_no_book_is_refused_at_its_field(site: TestClient, clinic: str) -> None:
    page = site.get(f"{clinic}/open?id=P-9999")
    assert (page.status_code, page.url.path) == (200, "/plain/open")
    assert re.search(r'<input id="id"[^>]* value="P-9999"[^>]* aria-invalid="true"', page.text)
    assert "There is no patient “P-9999”" in page.text
    assert "aria-invalid" not in site.get(f"{clinic}/open").text


# -- signing in and out


def test_a_visitor_is_sent_to_the_login_page_and_from_there_to_what_they_wanted(site: TestClient) -> None:
    login = site.get("/plain/patients/P-1001")
    assert login.url.path == "/plain/login"
    assert 'name="next" value="/patients/P-1001"' in login.text
    form = {"username": "nurse", "password": "correct-horse", "next": "/patients/P-1001"}
    assert site.post("/plain/login", data=form).url.path == "/plain/patients/P-1001"


@pytest.mark.parametrize(("user", "password"), [("nurse", "wrong"), ("doctor", "correct-horse"), ("", "")])
def test_wrong_login_data_give_an_alert_at_the_form_with_status_200(site: TestClient, user: str, password: str) -> None:
    answer = site.post("/plain/login", data={"username": user, "password": password})
    assert answer.status_code == 200
    assert re.search(r"<form.*role=\"alert\">Incorrect user name or password\.<.*</form>", answer.text, re.DOTALL)
    assert not answer.cookies


def test_the_login_data_can_be_set_in_the_environment(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_USERNAME", "head-nurse")
    monkeypatch.setenv("CLINIC_PASSWORD", "another-horse")
    answer = site.post("/plain/login", data={"username": "head-nurse", "password": "another-horse", "next": "/"})
    assert answer.url.path == "/plain/"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_the_way_back_from_the_login_page_never_leaves_the_clinic(site: TestClient, elsewhere: str) -> None:
    form = {"username": "nurse", "password": "correct-horse", "next": elsewhere}
    answer = site.post("/plain/login", data=form, follow_redirects=False)
    assert answer.headers["location"].startswith("/plain/")


def test_signing_out_ends_the_session(site: TestClient, clinic: str) -> None:
    assert "You have signed out." in site.post(f"{clinic}/logout").text
    assert site.get(f"{clinic}/patients").url.path == f"{clinic}/login"


def test_a_session_is_good_for_one_tenant_only(site: TestClient, clinic: str) -> None:
    assert site.get("/gone/patients").url.path == "/gone/login"


# -- searching and reading


@pytest.mark.parametrize(
    ("query", "want"),
    [
        ("P-1007", ["P-1007"]),
        ("p-1007", ["P-1007"]),
        ("anna becker", ["P-1007"]),
        ("LUCÍA", ["P-1016"]),
        ("rossi", ["P-1002", "P-1027"]),
        ("nobody", []),
    ],
)
def test_patients_are_found_by_id_or_by_a_part_of_their_name(
    site: TestClient, clinic: str, query: str, want: list[str]
) -> None:
    answer = site.get(f"{clinic}/patients", params={"q": query})
    assert ids_on(answer.text) == want
    assert ("No patient matches" in answer.text) == (not want)


def test_following_next_from_the_first_page_meets_every_patient_once(site: TestClient, clinic: str) -> None:
    path, seen = "?q=P-1", []
    for _ in range(PATIENT_COUNT):
        html = site.get(f"{clinic}/patients{path}").text
        seen += ids_on(html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        if not following:
            break
        path = following[1].replace("&amp;", "&")
    assert seen == [f"P-{1001 + number}" for number in range(PATIENT_COUNT)]


@pytest.mark.parametrize(
    ("wanted", "want_items", "want_number"),
    [
        (None, [1, 2, 3], 1),
        ("2", [4, 5, 6], 2),
        ("3", [7], 3),
        ("4", [7], 3),
        ("0", [1, 2, 3], 1),
        ("-1", [1, 2, 3], 1),
        ("two", [1, 2, 3], 1),
    ],
)
def test_the_nearest_page_is_shown_for_any_number(wanted: str | None, want_items: list[int], want_number: int) -> None:
    assert Page.of(range(1, 8), wanted, size=3) == Page(range(want_items[0], want_items[-1] + 1), want_number, count=3)


def test_an_empty_list_has_one_empty_page() -> None:
    assert Page.of([], None, size=3) == Page([], number=1, count=1)


def test_every_patient_has_3_to_12_visits_but_for_one_whose_visits_fill_pages() -> None:
    counts = {patient.id: len(patient.visits) for patient in first_patients()}
    assert counts.pop("P-1007") == 41
    assert set(counts.values()) == set(range(3, 13))


def test_the_record_shows_a_table_of_visits(site: TestClient, clinic: str) -> None:
    html = site.get(f"{clinic}/patients/P-1001").text
    assert "<caption>Visits</caption>" in html
    assert re.findall(r"<th[^>]*>([^<]+)</th>", html) == ["Date", "Doctor", "Reason", "Amount (EUR)"]
    assert html.count('<td class="amount">') == 10


def test_visits_that_fill_several_pages_have_a_next_link_until_the_last(site: TestClient, clinic: str) -> None:
    pages = [site.get(f"{clinic}/patients/P-1007?page={number}").text for number in range(1, 5)]
    assert [html.count('<td class="amount">') for html in pages] == [12, 12, 12, 5]
    assert ['rel="next"' in html for html in pages] == [True, True, True, False]


def test_an_unknown_patient_is_a_404_page(site: TestClient, clinic: str) -> None:
    answer = site.get(f"{clinic}/patients/P-9999")
    assert answer.status_code == 404
    assert "<h1>Page not found</h1>" in answer.text
    assert "There is no patient P-9999." in answer.text


def test_the_statement_is_a_csv_file_whose_last_row_is_the_sum(site: TestClient, clinic: str) -> None:
    answer = site.get(f"{clinic}/patients/P-1001/statement.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="statement-P-1001.csv"'
    head, *visits, total = csv.reader(answer.text.splitlines())
    assert head == ["Date", "Doctor", "Reason", "Amount (EUR)"]
    assert sum(round(float(row[3]) * 100) for row in visits) == round(float(total[3]) * 100)


# -- registering


def test_a_registered_patient_is_in_the_books_under_the_next_id(site: TestClient, clinic: str) -> None:
    answer = site.post(f"{clinic}/patients/new", data=RIGHT)
    assert answer.url.path == f"{clinic}/patients/P-1037"
    assert "Ida Berg is registered." in answer.text
    assert ids_on(site.get(f"{clinic}/patients?q=ida berg").text) == ["P-1037"]


def test_a_mistake_is_shown_beside_its_field_and_what_was_typed_is_kept(site: TestClient, clinic: str) -> None:
    html = site.post(f"{clinic}/patients/new", data=RIGHT | {"first_name": " "}).text
    assert html.count('aria-invalid="true"') == 1
    assert re.search(r'name="first_name"[^>]*aria-invalid="true" aria-describedby="first_name-error"', html)
    assert '<p class="error" id="first_name-error">Enter the first name.</p>' in html
    assert 'value="Berg"' in html
    assert ids_on(site.get(f"{clinic}/patients?q=berg").text) == ["P-1023"]


@pytest.mark.parametrize(
    ("field", "value", "want"),
    [
        ("first_name", "", "Enter the first name."),
        ("last_name", "", "Enter the last name."),
        ("born", "", "Enter the date of birth."),
        ("born", "03.02.1990", "Enter the date of birth."),
        ("born", "2026-10-02", "The date of birth lies in the future."),
        ("doctor", "", "Choose a doctor."),
        ("doctor", "Dr. Nobody", "Choose a doctor."),
        ("consent", "", "The patient must agree to the treatment of their data."),
    ],
)
def test_each_mistake_has_its_sentence(field: str, value: str, want: str) -> None:
    assert mistakes(RIGHT | {field: value}, today=date(2026, 10, 1)) == {field: want}


@pytest.mark.parametrize(("field", "value"), [("notes", ""), ("born", "2026-10-01")])
def test_a_form_without_mistakes_has_no_sentences(field: str, value: str) -> None:
    assert mistakes(RIGHT | {field: value}, today=date(2026, 10, 1)) == {}
