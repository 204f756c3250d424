"""Recordings of browser sessions, as workflows."""
