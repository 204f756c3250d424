"""Settings that do not go together are refused."""

import pytest
from pydantic import ValidationError

from tests.support.builders import SETTINGS
from webmend.domain.settings import ModelSettings, Settings


@pytest.mark.parametrize(
    ("timeout", "directive_timeout", "is_good"),
    [("10s", "30s", True), ("15s", "30s", True), ("16s", "30s", False), ("10s", "15s", False)],
)
def test_a_model_is_waited_for_at_most_half_as_long_as_the_runner_waits(
    timeout: str, directive_timeout: str, is_good: bool
) -> None:
    given = SETTINGS.stored() | {
        "model": ModelSettings(url="http://model.test/v1", name="small", timeout=timeout).stored(),
        "recovery": {"directiveTimeout": directive_timeout},
    }
    if is_good:
        assert Settings.model_validate(given).model is not None
    else:
        with pytest.raises(ValidationError, match=r"model\.timeout"):
            Settings.model_validate(given)
