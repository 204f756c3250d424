"""Which records of an attempt are kept."""

import pytest

from webmend.domain.workflow import Capture
from webmend.policy.keeping import is_kept


@pytest.mark.parametrize(
    ("when", "has_failed", "was_mended", "want"),
    [
        (Capture.NEVER, True, True, False),
        (Capture.ON_FAILURE, False, False, False),
        (Capture.ON_FAILURE, True, False, True),
        (Capture.ON_FAILURE, False, True, True),
        (Capture.ALWAYS, False, False, True),
    ],
)
def test_what_is_kept(when: Capture, has_failed: bool, was_mended: bool, want: bool) -> None:
    assert is_kept(when, has_failed=has_failed, was_mended=was_mended) is want
