"""Protocols of a few methods each: what decisions and shells need of the world outside."""
