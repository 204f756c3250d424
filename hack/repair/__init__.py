"""How well elements are found again after real upgrades: the Django admin of five versions, in real Chromium."""
