"""Telling people: which events there are to tell of what is recorded."""
