"""The secrets that this attempt has come to know, and texts without them."""

from collections.abc import Iterable

from webmend.policy.redact import Redactor


class Secrets:
    """Takes them out of texts; called by everything that writes one. Grows with each credential handed out."""

    def __init__(self) -> None:
        self._redact = Redactor()

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        return self._redact(text)

    def and_these(self, values: Iterable[str]) -> Redactor:
        """What takes these out as well, for a text that shows secrets nobody else need look for."""
        return self._redact.with_values(*values)

    def learn(self, *values: str) -> None:
        """Take these out of every text from now on."""
        self._redact = self._redact.with_values(*values)

    def learn_credential(self, key: str, value: str) -> None:
        """Take a credential's value out, unless it is a user name that is a plain word.

        A word such as `admin` stands in addresses and headings of its own right: without it the evidence of a failure
        could not be read any more, and it tells nobody anything.
        """
        if key != "username" or not value.isalpha():
            self.learn(value)
