"""Exit statuses."""

from webmend.domain.phase import Phase

SUCCEEDED = 0
FAILED = 1
USAGE = 2
REQUEUED = 3
"""A further attempt would follow, and was not waited for."""
INPUT_REQUIRED = 4
STOPPED = 130
"""As a shell says of a command that was interrupted."""

BY_PHASE = {
    Phase.SUCCEEDED: SUCCEEDED,
    Phase.FAILED: FAILED,
    Phase.REQUEUED: REQUEUED,
    Phase.INPUT_REQUIRED: INPUT_REQUIRED,
    Phase.STOPPED: STOPPED,
}
