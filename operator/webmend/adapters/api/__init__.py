"""A client of the server's public API."""

from .client import ApiClient, ApiRefused, ApiUnreachable

__all__ = ["ApiClient", "ApiRefused", "ApiUnreachable"]
