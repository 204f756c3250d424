"""Whether the cookies of a login are still there."""

from typing import Any

import pytest
from playwright.async_api import Cookie

from webmend.adapters.browser.cookies import brought, is_lost, values_of


def cookie(name: str, value: str = "v", *, hidden: bool = False) -> Cookie:
    given: Any = {"name": name, "value": value, "domain": "h.test", "path": "/", "httpOnly": hidden}
    return Cookie(**given)


def names(*cookies: Cookie, before: tuple[Cookie, ...] = ()) -> set[str]:
    return {name for name, _, _ in brought(values_of(before), cookies)}


@pytest.mark.parametrize(
    ("before", "after", "want"),
    [
        ((), (cookie("sessionid"), cookie("csrftoken")), {"sessionid", "csrftoken"}),
        ((), (cookie("sessionid"), cookie("messages", hidden=True)), {"sessionid"}),
        ((), (cookie("abc", hidden=True), cookie("theme")), {"abc"}),
        ((), (cookie("theme"),), {"theme"}),
        ((cookie("JSESSIONID", "1"),), (cookie("JSESSIONID", "2"), cookie("theme")), {"JSESSIONID"}),
        ((cookie("consent"),), (cookie("consent"), cookie("auth")), {"auth"}),
        ((cookie("PHPSESSID"),), (cookie("PHPSESSID"),), {"PHPSESSID"}),
        ((), (), set()),
    ],
)
def test_which_cookies_stand_for_the_login(
    before: tuple[Cookie, ...], after: tuple[Cookie, ...], want: set[str]
) -> None:
    assert names(*after, before=before) == want


@pytest.mark.parametrize(
    ("now", "want"),
    [
        ((cookie("sessionid"), cookie("new")), False),
        ((cookie("sessionid", "rotated"),), False),
        ((cookie("new"),), True),
        ((), True),
    ],
)
def test_a_login_is_lost_with_its_cookie(now: tuple[Cookie, ...], want: bool) -> None:
    assert is_lost(brought({}, [cookie("sessionid")]), now) is want


def test_a_login_that_brought_no_cookie_is_not_lost() -> None:
    assert not is_lost(frozenset(), [])
