"""The rules, one file a step of the decision; chain.py puts them in order."""
