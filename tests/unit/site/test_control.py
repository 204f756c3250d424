import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.site.people import name

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
VISITED = {
    tenant
    for file in EXAMPLES.glob("*.yaml")
    for tenant in re.findall(r"http://site\.webmend-demo/([a-z-]+)/", file.read_text())
} - {"django"}


def test_every_clinic_that_an_example_visits_is_there_at_start(site: TestClient) -> None:
    assert set(site.get("/_control/tenants").json()) == VISITED
    assert site.get("/_control/health").json() == {"tenants": len(VISITED)}


def test_putting_a_tenant_makes_it_with_its_faults(site: TestClient) -> None:
    assert site.get("/new-one/login").status_code == 404
    answer = site.put("/_control/tenants/new-one", json={"renamed_button": True})
    assert answer.json()["faults"]["renamed_button"] is True
    assert site.get("/new-one/login").status_code == 200


def test_a_tenant_without_a_body_has_no_faults(site: TestClient) -> None:
    plain = site.get("/_control/tenants/plain").json()["faults"]
    assert site.put("/_control/tenants/new-one").json()["faults"] == plain


@pytest.mark.parametrize("name", ["django", "Upper", "_control", "with%20space", "1st"])
def test_a_name_that_cannot_stand_in_a_path_is_refused(site: TestClient, name: str) -> None:
    assert site.put(f"/_control/tenants/{name}", json={}).status_code == 422


@pytest.mark.parametrize("body", [b'{"no_such_fault": 1}', b'{"late_loads": -1}', b"not json"])
def test_faults_that_do_not_exist_or_make_no_sense_are_refused(site: TestClient, body: bytes) -> None:
    answer = site.put("/_control/tenants/mine", content=body)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert site.get("/_control/tenants/mine").status_code == 404


def test_the_log_tells_every_request_and_form_but_no_password(site: TestClient) -> None:
    site.get("/plain/login")
    site.post("/plain/login", data={"username": "nurse", "password": "battery-staple"})
    answer = site.get("/_control/tenants/plain")
    assert answer.json()["log"] == [
        {
            "time": "2026-10-01T09:00:00+00:00",
            "method": "GET",
            "path": "/plain/login",
            "status": 200,
            "submission": None,
        },
        {
            "time": "2026-10-01T09:00:00+00:00",
            "method": "POST",
            "path": "/plain/login",
            "status": 200,
            "submission": {"form": "login", "fields": {"username": "nurse"}},
        },
    ]
    assert "battery-staple" not in answer.text


def test_counters_tell_what_happened(site: TestClient, sign_in: Callable[[str], None]) -> None:
    site.post("/plain/login", data={"username": "nurse", "password": "wrong"})
    sign_in("/plain")
    site.get("/plain/patients")
    assert site.get("/_control/tenants/plain").json()["counters"] == {
        "requests": 4,
        "patients_pages": 1,
        "sign_ins": 1,
        "refused_sign_ins": 1,
        "registrations": 0,
    }


@pytest.mark.parametrize("path", ["/_control/reset", "/_control/tenants/down-for-a-while/reset"])
def test_a_reset_tenant_fails_again_as_at_the_start(site: TestClient, path: str) -> None:
    def answers() -> list[int]:
        return [site.get("/down-for-a-while/login").status_code for _ in range(3)]

    assert answers() == [503, 503, 200]
    assert site.post(path).is_success
    assert answers() == [503, 503, 200]


def test_what_happens_in_one_tenant_does_not_show_in_another(site: TestClient) -> None:
    site.get("/plain/login")
    assert site.get("/_control/tenants/gone").json()["counters"]["requests"] == 0


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/_control/tenants/none"), ("POST", "/_control/tenants/none/reset")]
)
def test_a_tenant_that_does_not_exist_is_a_404(site: TestClient, method: str, path: str) -> None:
    assert site.request(method, path).status_code == 404


def test_no_two_of_the_first_600_people_share_a_name() -> None:
    assert len({name(number) for number in range(600)}) == 600
