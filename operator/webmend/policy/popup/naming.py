"""What a control does, told from its name: whole names only, so that "Close" is known and "Close account" is not."""

import re

from webmend.policy.classify.words.accepting import ACCEPTING
from webmend.policy.classify.words.closing import CLOSING
from webmend.policy.classify.words.configuring import CONFIGURING
from webmend.policy.classify.words.declining import DECLINING, DECLINING_ALL
from webmend.policy.classify.words.saving import SAVING

_CROSSES = frozenset("×✕✖✗✘⨯╳❌🗙⊗xX")
_AROUND = "×✕✖✗✘⨯╳❌🗙⊗ \t\n.!…»«›‹→←>"
"""Signs that stand beside the words of a name without changing what they say."""
_ASIDE = re.compile(r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]")
"""Such as "(Esc)"."""


def closes(name: str) -> bool:
    """It closes, skips or puts off."""
    return _is_cross(name) or CLOSING.is_whole(_plain(name))


def declines(name: str) -> bool:
    """It says no to cookies, where the dialog is about cookies."""
    return DECLINING.is_whole(_plain(name))


def declines_all(name: str) -> bool:
    """It says no to all cookies but the necessary ones, in so many words."""
    return DECLINING_ALL.is_whole(_plain(name))


def accepts(name: str) -> bool:
    """It says yes, or that something was read."""
    return ACCEPTING.is_whole(_plain(name))


def saves(name: str) -> bool:
    """It keeps what was ticked."""
    return SAVING.is_whole(_plain(name))


def configures(name: str) -> bool:
    """It leads to single consents, or keeps those that were ticked."""
    return saves(name) or CONFIGURING.is_whole(_plain(name))


def _is_cross(name: str) -> bool:
    return len(name.strip()) == 1 and name.strip() in _CROSSES


def _plain(name: str) -> str:
    """The words of a name."""
    return _ASIDE.sub(" ", name).strip(_AROUND)
