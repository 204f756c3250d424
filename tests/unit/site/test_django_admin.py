import re

import pytest
from starlette.testclient import TestClient

from tests.site.djangoadmin.start import USER_COUNT

USERS = "/django/admin/auth/user/"


def token_on(html: str) -> str:
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token
    return token[1]


@pytest.fixture
def admin(site: TestClient) -> TestClient:
    """A browser that is signed in to the Django admin."""
    html = site.get("/django/admin/login/").text
    form = {"username": "admin", "password": "admin-password-1", "csrfmiddlewaretoken": token_on(html)}
    answer = site.post("/django/admin/login/?next=/django/admin/", data=form)
    assert "Site administration" in answer.text
    return site


def users_on(html: str) -> list[str]:
    return re.findall(r'<th class="field-username"><a[^>]*>([^<]+)</a>', html)


def test_all_users_stand_on_three_pages(admin: TestClient) -> None:
    pages = [users_on(admin.get(f"{USERS}?p={number}").text) for number in (1, 2, 3)]
    assert [len(users) for users in pages] == [100, 100, 50]
    assert len({user for users in pages for user in users}) == USER_COUNT


def test_a_user_is_found_and_a_field_of_theirs_is_changed(admin: TestClient) -> None:
    found = admin.get(f"{USERS}?q=user042").text
    assert users_on(found) == ["user042"]
    link = re.search(rf'href="({USERS}\d+/change/)', found)
    assert link
    form = admin.get(link[1]).text
    fields = dict(re.findall(r'<input type="(?:text|email)" name="(\w+)" value="([^"]*)"', form))
    changed = fields | {"csrfmiddlewaretoken": token_on(form), "last_name": "Renamed", "is_active": "on"}
    joined = re.search(r'name="date_joined_0" value="([^"]+)".*?name="date_joined_1" value="([^"]+)"', form, re.DOTALL)
    assert joined
    changed |= {"date_joined_0": joined[1], "date_joined_1": joined[2]}
    assert "was changed successfully" in admin.post(link[1], data=changed).text
    assert "Renamed" in admin.get(f"{USERS}?q=user042").text


def test_its_style_sheets_are_served_from_here(site: TestClient) -> None:
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', site.get("/django/admin/login/").text)
    assert sheets
    assert {site.get(sheet).status_code for sheet in sheets} == {200}
