"""Nouns: frozen values and closed enums. Nothing here does anything but hold and check itself."""
