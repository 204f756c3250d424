"""Leaving something out of what is known of an element: how well is it found again without?"""

from collections.abc import Collection

from webmend.domain.target import Fingerprint

TEXT = "text"
"""Stands for everything that the element says: its visible text and its accessible name."""


def without(look: Fingerprint, hidden: Collection[str]) -> Fingerprint:
    """The fingerprint without these attributes (`id`, `name`, ...) and, for `text`, without what the element says."""
    kept = {name: value for name, value in look.attributes.items() if name not in hidden}
    bare = look.with_(attributes=kept)
    return bare.with_(text="", name="") if TEXT in hidden else bare
