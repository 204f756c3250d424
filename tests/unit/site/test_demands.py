"""What the clinic asks for after signing in, and that it takes what it asked for."""

import re
from collections.abc import Callable

import pytest
from httpx import Response
from starlette.testclient import TestClient

from tests.site.account import one_time_code
from tests.unit.site.virtual_clock import VirtualClock

OLD, NEW = "correct-horse", "Battery-Staple1".replace("-", "!")


def sign_in(site: TestClient, clinic: str, password: str = OLD) -> Response:
    return site.post(f"{clinic}/login", data={"username": "nurse", "password": password, "next": "/"})


def change(site: TestClient, clinic: str, new: str, old: str = OLD, again: str = "") -> Response:
    return site.post(f"{clinic}/account/password", data={"old": old, "new": new, "again": again or new})


def test_a_forced_change_comes_before_every_page_until_it_is_made(site: TestClient, put: Callable[..., str]) -> None:
    clinic = put(password_change="forced")
    assert "must change your password" in sign_in(site, clinic).text
    assert "Remind me later" not in site.get(f"{clinic}/patients").text
    assert "<h1>Today</h1>" in change(site, clinic, NEW).text
    site.cookies.clear()
    assert "Incorrect" in sign_in(site, clinic).text
    assert "<h1>Today</h1>" in sign_in(site, clinic, NEW).text


@pytest.mark.parametrize(
    ("new", "objection"),
    [
        ("short!A1", "12 to 24 characters"),
        ("A1!" + "x" * 22, "12 to 24 characters"),
        ("lowercaseonly1!", "upper case"),
        ("NoSpecialCharacter1", "at least one of"),
        ("Wrong-Special1!", "special characters use"),
        (OLD, "last 3 passwords"),
    ],
)
def test_a_password_that_breaks_a_rule_is_refused(
    site: TestClient, put: Callable[..., str], new: str, objection: str
) -> None:
    clinic = put(password_change="forced")
    sign_in(site, clinic)
    assert objection in change(site, clinic, new).text


def test_an_optional_change_can_be_put_off(site: TestClient, put: Callable[..., str]) -> None:
    clinic = put(password_change="optional")
    assert "Remind me later" in sign_in(site, clinic).text
    assert "<h1>Today</h1>" in site.post(f"{clinic}/account/password/later").text


def test_an_app_is_set_up_once_and_its_codes_asked_for_from_then_on(
    site: TestClient, put: Callable[..., str], clock: VirtualClock
) -> None:
    clinic = put(second_factor_setup="forced", second_factor="app", second_factor_as_text=True)
    shown = re.search(r"<code>(.*?)</code>", sign_in(site, clinic).text)
    assert shown is not None
    secret = shown[1].replace(" ", "")

    def code() -> str:
        return one_time_code(secret, int(clock.now().timestamp()) // 30)

    assert "not right" in site.post(f"{clinic}/account/second-factor", data={"code": "000000"}).text
    assert "<h1>Today</h1>" in site.post(f"{clinic}/account/second-factor", data={"code": code()}).text
    site.cookies.clear()
    assert "authenticator app" in sign_in(site, clinic).text
    assert "used before" in site.post(f"{clinic}/login/code", data={"code": code()}).text
    clock.push(60)
    assert "<h1>Today</h1>" in site.post(f"{clinic}/login/code", data={"code": code()}).text


def test_a_code_by_sms_arrives_in_the_inbox_of_who_has_its_token(
    site: TestClient, put: Callable[..., str], clock: VirtualClock
) -> None:
    clinic = put(second_factor="sms", sms_seconds=3)
    token = {"Authorization": "Bearer inbox-token"}
    assert "sent a code to your phone" in sign_in(site, clinic).text
    assert site.get(f"{clinic}/inbox").status_code == 401
    assert site.get(f"{clinic}/inbox", headers=token).json() == {"messages": []}
    clock.push(3)
    (message,) = site.get(f"{clinic}/inbox", headers=token).json()["messages"]
    (code,) = re.findall(r"\d{6}", message["text"])
    assert "<h1>Today</h1>" in site.post(f"{clinic}/login/code", data={"code": code}).text
