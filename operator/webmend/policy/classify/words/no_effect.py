"""Something was reported as done and is not there: said by people, in English."""

from .phrases import Phrases

NO_EFFECT = Phrases(
    en=(
        "reports success",
        "reported success",
        "reported as success*",
        "claims success",
        "success ~ but",
        "confirmed but",
        "confirmed ~ but not",
        "submitted but",
        "saved but",
        "sent but",
        "accepted but",
        "nothing ~ stored",
        "nothing ~ saved",
        "nothing ~ recorded",
        "nothing ~ persisted",
        "not persisted",
        "did not persist",
        "does not persist",
        "silently dropped",
        "silently discarded",
        "silently ignored",
        "silently fails",
        "silently failed",
        "without effect",
        "has no effect",
        "had no effect",
        "nothing happens",
        "nothing happened",
        "does nothing",
        "lost after reload",
        "gone after reload",
    ),
)
