"""What the cluster says when it does not let a Job or its pod be made, by the words of the API server's own messages.

A quota, a policy and a namespace that goes are all answered with Forbidden or Invalid; what tells them apart is in the
text alone, whether it comes as the answer to us or, for a pod, in an Event of the Job (reason FailedCreate).
"""

import re

from webmend.domain.interruption import Interruption

_TERMINATING = re.compile(r"because it is being terminated|namespace \S+ is being terminated")
_QUOTA = re.compile(r"\b(exceeded|failed|insufficient|status unknown for) quota\b")
_NO_RIGHT = re.compile(r"\bcannot (create|patch|update) resource\b")
_DENIED = re.compile(r"\bdenied (the )?request\b|\bis forbidden\b|\bviolates PodSecurity\b")

PATTERNS: tuple[tuple[re.Pattern[str], Interruption | None], ...] = (
    (_NO_RIGHT, None),
    (_TERMINATING, Interruption.NAMESPACE_TERMINATING),
    (_QUOTA, Interruption.QUOTA_EXCEEDED),
    (_DENIED, Interruption.ADMISSION_DENIED),
)
"""In this order: what follows "is forbidden" says by what. Missing rights are a fault of the installation."""


def reason_of(message: str) -> Interruption | None:
    """By what it was refused; None where the cluster's rules have no part in it, such as rights or a broken object."""
    return next((reason for pattern, reason in PATTERNS if pattern.search(message)), None)
