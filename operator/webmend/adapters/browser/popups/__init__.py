"""What lies over the page: looking at it, pressing its controls, and the maintained rules for consent banners."""

from .page_popups import PagePopUps

__all__ = ["PagePopUps"]
