from pathlib import Path

import pytest

from tests.support.builders import SETTINGS
from webmend.adapters.settings_file import VARIABLE, BadSettings, load


def test_settings_are_read_from_the_file_that_the_environment_names(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(SETTINGS.model_dump_json(by_alias=True))
    assert load({VARIABLE: str(file)}) == SETTINGS


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("{", "Invalid JSON"),
        ("{}", "runner: Field required"),
        ('{"runner": {"image": "x", "serverUrl": "y"}, "colour": "red"}', "colour: Extra inputs are not permitted"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, text: str, want: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text)
    with pytest.raises(BadSettings, match=want):
        load({VARIABLE: str(file)})


def test_a_missing_variable_and_a_missing_file_are_named() -> None:
    with pytest.raises(BadSettings, match="WEBMEND_SETTINGS is not set"):
        load({})
    with pytest.raises(BadSettings, match="cannot be read: No such file"):
        load({VARIABLE: "/nowhere/settings.json"})
