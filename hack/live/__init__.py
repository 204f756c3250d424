"""How well failures of live pages are classified: the cases of tests/site/states through the real runner."""
