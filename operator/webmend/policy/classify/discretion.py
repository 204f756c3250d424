"""What leaves the cluster when a model is asked: not the values of the run, nor what singles a person out.

Secrets are out of the evidence already, at its source. Names in running text cannot be told from other words: who must
not let them out runs the model inside the cluster, or none.
"""

import re
from collections.abc import Iterable

from webmend.policy.redact import MASK, Redactor

SHORTEST_VALUE = 3
"""Characters of an input's value that is taken out; a shorter one stands in half of all words and numbers."""

# Each begins where nothing of its kind stands before, and is bounded: a page decides what they search.
_WEB = re.compile(
    r"(?<![\w+.-])[a-z][a-z0-9+.-]{0,15}://[^/\s?#\"'<>]*(?P<path>/[^\s?#\"'<>]*)?[^\s\"'<>]*", re.IGNORECASE
)
"""An address: only its path says something of a failure."""
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+")
_NUMBER = re.compile(r"(?<![\w.])\+?\(?\d(?:[ .()/-]{0,2}\d){5,}(?!\w)")
"""Six digits and more: telephones, cards, accounts, dates."""


class Discretion:
    """Makes a text fit to be shown to a model outside. `values`: those of the run's inputs."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._redact = Redactor(value for value in values if len(value.strip()) >= SHORTEST_VALUE)

    def __call__(self, text: str) -> str:
        """The text with MASK for each thing that nobody outside needs to know."""
        text = _WEB.sub(lambda address: address["path"] or "/", self._redact(text))
        return _NUMBER.sub(MASK, _MAIL.sub(MASK, text))
