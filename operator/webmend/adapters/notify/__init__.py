"""Ways out of the installation, by which people are told."""

from .http import HttpPoster, Judge, ProxyPoster

__all__ = ["HttpPoster", "Judge", "ProxyPoster"]
