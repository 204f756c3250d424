"""Which records of an attempt are kept: a trace, a film."""

from webmend.domain.workflow import Capture


def is_kept(when: Capture, *, has_failed: bool, was_mended: bool) -> bool:
    """Whether the record of an attempt is kept that has ended so; mended: a step failed, and something was done."""
    return when is Capture.ALWAYS or (when is Capture.ON_FAILURE and (has_failed or was_mended))
