"""Which option of a list is meant."""

from typing import Any

import pytest

from webmend.adapters.browser.actions.options import Option, choose, is_filled, similarity, why_none
from webmend.domain.action import Select

COUNTRIES = (
    Option("", "Choose"),
    Option("de", "Germany"),
    Option("nl", "Netherlands (Kingdom of the)"),
    Option("ne", "Niger"),
    Option("ng", "Nigeria"),
    Option("gb", "United Kingdom"),
    Option("us", "United States of America"),
    Option("xx", "Nowhere", disabled=True),
)


@pytest.mark.parametrize(
    ("how", "want"),
    [
        ({"value": "de"}, "de"),
        ({"value": "DE"}, None),
        ({"value": "xx"}, None),
        ({"label": "Germany"}, "de"),
        ({"label": " United   Kingdom "}, "gb"),
        ({"label": "germany"}, None),
        ({"match": "germany"}, "de"),
        ({"match": "Germny"}, "de"),
        ({"match": "Kingdom United"}, "gb"),
        ({"match": "Niger"}, "ne"),
        ({"match": "Nigeria"}, "ng"),
        ({"match": "Netherlands"}, "nl"),
        ({"match": "United"}, None),
        ({"match": "Atlantis"}, None),
        ({"match": "Nowhere"}, None),
    ],
)
def test_which_option_is_meant(how: dict[str, Any], want: str | None) -> None:
    option = choose(COUNTRIES, Select.model_validate(how))

    assert (option.value if option else None) == want


@pytest.mark.parametrize(
    ("options", "want"),
    [
        ((), False),
        ((Option("", "Choose"),), False),
        ((Option("Loading…", "Loading…"),), False),
        ((Option("x", "Please wait..."),), False),
        ((Option("x", "X", disabled=True),), False),
        ((Option("x", "X"),), True),
        (COUNTRIES, True),
    ],
)
def test_when_a_list_is_filled(options: tuple[Option, ...], want: bool) -> None:
    assert is_filled(options) is want


@pytest.mark.parametrize(
    ("options", "how", "want"),
    [
        ((), {"value": "de"}, "the list offers nothing to choose"),
        (COUNTRIES, {"value": "zz"}, "the list has no such option"),
        (COUNTRIES, {"label": "Nowhere"}, "the option is disabled"),
        (COUNTRIES, {"match": "United"}, "no option of the list comes clearly closest"),
    ],
)
def test_why_there_is_none(options: tuple[Option, ...], how: dict[str, Any], want: str) -> None:
    assert why_none(options, Select.model_validate(how)) == want


def test_only_the_same_words_are_wholly_alike() -> None:
    assert similarity("Ward East", "east ward") == 1
    assert similarity("Ward", "Ward East") < 1
