"""Playwright codegen: test files in Python and JavaScript, read as syntax and never run."""
