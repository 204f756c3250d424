"""Evidence that a rule cannot do without. Where it was not taken, its absence on the page is not a fact."""

from dataclasses import dataclass
from operator import attrgetter

from webmend.domain.evidence import Evidence

EVERYTHING = "all"
"""Among the dropped: nothing but the error was kept."""


@dataclass(frozen=True)
class Need:
    """A group of the evidence, or one field of it."""

    path: str
    """Where it is, such as dom.busy."""
    what: str
    """What to call it in front of people."""
    empty_is_unknown: bool = False
    """An empty value says that it was not taken, and not that there is none."""

    def is_met(self, evidence: Evidence) -> bool:
        """Whether it was taken. Of a list that was merely shortened, enough is left to know that it is not empty."""
        value = attrgetter(self.path)(evidence)
        if isinstance(value, tuple) and value:
            return True
        if self.empty_is_unknown and value in (None, "", ()):
            return False
        return not any(_covers(dropped, self.path) for dropped in evidence.dropped)


def _covers(dropped: str, path: str) -> bool:
    """Whether a group named among the dropped holds the field; it may be named in snake_case or in camelCase."""
    return dropped == EVERYTHING or f"{_plain(path)}.".startswith(f"{_plain(dropped)}.")


def _plain(path: str) -> str:
    return path.replace("_", "").lower()


MATCHES = Need("dom.selector_counts", "how many elements the selectors match", empty_is_unknown=True)
BUSY = Need("dom.busy", "what is busy on the page")
DIALOGS = Need("dom.dialogs", "dialogs on the page")
ALERTS = Need("dom.alerts", "alerts on the page")
FORMS = Need("dom.forms", "password and code fields on the page")
MUTATIONS = Need("dom.mutations_last_2s", "changes of the page in the seconds before")
MAIN_TEXT = Need("dom.main_text_length", "how much text the main area shows")
TRAFFIC = Need("network.in_flight", "requests under way")
READINESS = Need("document.ready_state", "whether the document was loaded", empty_is_unknown=True)
SESSION = Need("session.was_authenticated", "whether somebody was signed in")
OPTIONS = Need("inputs.options", "the options that the list offers")
DESCRIPTION = Need("step.description", "a description of the step", empty_is_unknown=True)
GOOD_RUNS = Need("history.waits", "how long the step waited in good runs", empty_is_unknown=True)

AT_REST = (READINESS, BUSY, TRAFFIC, MUTATIONS, DIALOGS)
"""Without which nobody knows whether a page is at rest."""
WISHED = (DESCRIPTION, GOOD_RUNS)
"""What helps where nothing that was seen settles the matter."""
