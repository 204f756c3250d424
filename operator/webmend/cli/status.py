"""Exit statuses.

Every command that finds nothing wrong ends with 0. What each status says of it stands in its --help.
"""

from webmend.domain.phase import Phase

SUCCEEDED = 0
FAILED = 1
USAGE = 2
REQUEUED = NOT_OVER = 3
"""A further attempt would follow, and was not waited for; or the time to wait for a run was over before it was."""
INPUT_REQUIRED = 4
STOPPED = 130
"""As a shell says of a command that was interrupted."""
CLOSED = 141
"""As a shell says of a command whose reader has gone (`webmend list | head`)."""

BY_PHASE = {
    Phase.SUCCEEDED: SUCCEEDED,
    Phase.FAILED: FAILED,
    Phase.REQUEUED: REQUEUED,
    Phase.INPUT_REQUIRED: INPUT_REQUIRED,
    Phase.STOPPED: STOPPED,
}
