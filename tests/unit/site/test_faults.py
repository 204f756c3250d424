import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.site.faults import Faults
from tests.unit.site.virtual_clock import VirtualClock

Put = Callable[..., str]
SignIn = Callable[[str], None]


def statuses(site: TestClient, path: str, count: int) -> list[int]:
    return [site.get(path).status_code for _ in range(count)]


def is_button_late(html: str) -> bool:
    """Whether "New Patient" waits in a template behind a spinner, out of reach of users."""
    return bool(
        re.search(r'aria-busy="true".*role="progressbar".*<template>.*New Patient.*</template>', html, re.DOTALL)
    )


@pytest.mark.parametrize(
    ("faults", "want"),
    [
        ({}, [False, False, False]),
        ({"new_patient_delay_seconds": 18}, [True, True, True]),
        ({"new_patient_delay_seconds": 18, "late_loads": 2}, [True, True, False]),
        ({"new_patient_delay_seconds": 18, "late_loads": 0}, [False, False, False]),
    ],
)
def test_the_button_is_late_on_as_many_loads_as_asked(
    site: TestClient, put: Put, sign_in: SignIn, faults: dict[str, float], want: list[bool]
) -> None:
    clinic = put(**faults)
    sign_in(clinic)
    assert [is_button_late(site.get(f"{clinic}/patients").text) for _ in want] == want


def test_the_page_says_how_late_the_button_is(site: TestClient, put: Put, sign_in: SignIn) -> None:
    clinic = put(new_patient_delay_seconds=2.5)
    sign_in(clinic)
    assert 'data-late-seconds="2.5"' in site.get(f"{clinic}/patients").text


def test_loads_are_counted_by_tenant_and_not_by_session(site: TestClient, put: Put, sign_in: SignIn) -> None:
    clinic = put(new_patient_delay_seconds=18, late_loads=1)
    sign_in(clinic)
    assert is_button_late(site.get(f"{clinic}/patients").text)
    site.cookies.clear()
    sign_in(clinic)
    assert not is_button_late(site.get(f"{clinic}/patients").text)


def test_a_renamed_button_keeps_nothing_of_its_old_names(site: TestClient, put: Put, sign_in: SignIn) -> None:
    clinic = put(renamed_button=True)
    sign_in(clinic)
    html = site.get(f"{clinic}/patients").text
    assert 'id="register-person" data-testid="register-person" type="submit">Register someone</button>' in html
    assert not re.search(r"New Patient|new-patient", html)


def test_a_button_in_a_menu_is_in_a_template_only(site: TestClient, put: Put, sign_in: SignIn) -> None:
    clinic = put(button_in_menu=True)
    sign_in(clinic)
    outside = re.sub(r"(?s)<template.*?</template>", "", site.get(f"{clinic}/patients").text)
    assert "New Patient" not in outside
    assert 'aria-haspopup="menu" aria-expanded="false">Actions</button>' in outside


@pytest.mark.parametrize(
    ("faults", "want"),
    [
        ({}, [200, 200, 200]),
        ({"unavailable_first": 2}, [503, 503, 200]),
        ({"unavailable_always": True}, [503, 503, 503]),
        ({"maintenance": True}, [503, 503, 503]),
        ({"broken_path": "/login"}, [500, 500, 500]),
        ({"broken_path": "/patients"}, [200, 200, 200]),
    ],
)
def test_a_clinic_that_is_down_answers_with_the_status_of_its_fault(
    site: TestClient, put: Put, faults: dict[str, object], want: list[int]
) -> None:
    assert statuses(site, f"{put(**faults)}/login", len(want)) == want


def test_retry_after_is_sent_when_it_is_set(site: TestClient, put: Put) -> None:
    assert "retry-after" not in site.get(f"{put(unavailable_always=True)}/").headers
    assert site.get(f"{put(unavailable_always=True, retry_after_seconds=90)}/").headers["retry-after"] == "90"


def test_maintenance_is_said_in_title_and_heading(site: TestClient, put: Put) -> None:
    html = site.get(f"{put(maintenance=True)}/").text
    assert "<title>Down for maintenance · Harbour Street Clinic</title>" in html
    assert "<h1>Down for maintenance</h1>" in html


def test_a_slow_first_byte_comes_that_much_later(site: TestClient, put: Put, clock: VirtualClock) -> None:
    before = clock.now()
    site.get(f"{put(slow_first_byte_seconds=40)}/login")
    assert (clock.now() - before).total_seconds() == 40


def test_no_password_is_right_any_more(site: TestClient, put: Put) -> None:
    form = {"username": "nurse", "password": "correct-horse"}
    assert 'role="alert"' in site.post(f"{put(invalid_password=True)}/login", data=form).text


def test_a_session_ends_after_so_many_requests_and_the_login_page_says_so(
    site: TestClient, put: Put, sign_in: SignIn
) -> None:
    clinic = put(session_expires_after=2)
    sign_in(clinic)  # the page that follows is the first request
    assert site.get(f"{clinic}/patients").url.path == f"{clinic}/patients"
    expired = site.get(f"{clinic}/patients")
    assert expired.url.path == f"{clinic}/login"
    assert "Your session has expired." in expired.text


def test_records_that_are_gone_are_still_listed(site: TestClient, put: Put, sign_in: SignIn) -> None:
    clinic = put(records_gone=True)
    sign_in(clinic)
    assert f'href="{clinic}/patients/P-1001"' in site.get(f"{clinic}/patients").text
    assert site.get(f"{clinic}/patients/P-1001").status_code == 404


@pytest.mark.parametrize(("shown", "rows"), [(None, 10), (3, 3), (0, 0)])
def test_a_record_may_list_fewer_visits_than_there_are(
    site: TestClient, put: Put, sign_in: SignIn, shown: int | None, rows: int
) -> None:
    clinic = put(visits_shown=shown)
    sign_in(clinic)
    assert site.get(f"{clinic}/patients/P-1001").text.count('<td class="amount">') == rows


def test_a_report_is_ready_after_its_time(site: TestClient, put: Put, sign_in: SignIn, clock: VirtualClock) -> None:
    clinic = put(report_seconds=20)
    sign_in(clinic)
    assert 'role="progressbar"' in site.post(f"{clinic}/patients/P-1001/report").text
    clock.push(19)
    assert site.get(f"{clinic}/patients/P-1001/report/status").json() == {"ready": False}
    clock.push(1)
    assert site.get(f"{clinic}/patients/P-1001/report/status").json() == {"ready": True}
    assert "<caption>Visits by doctor</caption>" in site.get(f"{clinic}/patients/P-1001/report").text


def test_every_fault_is_described() -> None:
    assert all(field.description for field in Faults.model_fields.values())
