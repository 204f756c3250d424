"""Cases of tests/site/states, carried out by the real runner in real Chromium."""
