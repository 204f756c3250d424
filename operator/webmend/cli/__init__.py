"""The command line: workflows on one's own machine."""
