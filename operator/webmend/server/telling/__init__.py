"""Telling people: from events that are kept to receivers that have taken them."""
