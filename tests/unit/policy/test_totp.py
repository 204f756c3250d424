"""One-time codes are those of RFC 6238."""

import pytest

from webmend.policy.totp import code

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""12345678901234567890 in base32."""


@pytest.mark.parametrize(
    ("time", "want"),
    # RFC 6238, appendix B, the last six digits of the SHA-1 column
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(time: int, want: str) -> None:
    assert code(SECRET, time) == want
    assert code(SECRET.lower()[:16] + " " + SECRET[16:], time) == want


def test_a_secret_that_is_no_base32_is_refused() -> None:
    with pytest.raises(ValueError):
        code("not-base-32!", 0)
