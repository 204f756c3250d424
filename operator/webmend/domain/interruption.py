"""Why an attempt was cut off, or could not begin, without the site having a part in it."""

from .base import StrEnum


class Interruption(StrEnum):
    """The `reason` of such an attempt, of its failure, and of a run that waits for what is in its way."""

    NODE_LOST = "NodeLost"
    """Its node is gone, or has not been heard since the pod was deleted."""
    EVICTED = "Evicted"
    """The pod was thrown out: by its node, by a drain, or for a taint."""
    PREEMPTED = "Preempted"
    """The pod had to make room for one of a higher priority."""
    NODE_SHUTDOWN = "NodeShutdown"
    """Its node was shut down in order."""
    POD_DELETED = "PodDeleted"
    """Somebody deleted the pod."""
    JOB_DELETED = "JobDeleted"
    """Somebody deleted the Job."""
    POD_LOST = "PodLost"
    """The pod failed, and nothing says why."""
    POD_VANISHED = "PodVanished"
    """The pod was removed before its end could be read."""
    OUT_OF_MEMORY = "OutOfMemory"
    """The runner's container went over its memory limit."""
    RUNNER_DIED = "RunnerDied"
    """The runner ended without a report."""
    DEADLINE_EXCEEDED = "DeadlineExceeded"
    """The attempt took longer than runner.activeDeadlineSeconds."""
    IMAGE_MISSING = "ImageMissing"
    """The runner's image cannot be pulled."""
    QUOTA_EXCEEDED = "QuotaExceeded"
    """A ResourceQuota leaves no room for the Job or its pod."""
    ADMISSION_DENIED = "AdmissionDenied"
    """A policy or webhook of the cluster refuses the Job or its pod."""
    NAMESPACE_TERMINATING = "NamespaceTerminating"
    """The namespace is being deleted."""
    UNSCHEDULABLE = "Unschedulable"
    """No node takes the pod."""
    SUSPENDED = "Suspended"
    """The Job is suspended: Kueue has not admitted it yet, or somebody holds it back."""


BLOCKED = frozenset(
    {
        Interruption.IMAGE_MISSING,
        Interruption.QUOTA_EXCEEDED,
        Interruption.ADMISSION_DENIED,
        Interruption.NAMESPACE_TERMINATING,
        Interruption.UNSCHEDULABLE,
        Interruption.SUSPENDED,
    }
)
"""What another try at once would meet again: the run waits for it to pass, and no budget is drawn on."""
